// What a replica tells of itself, to a person and to the engine.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::device {

// An edit that needs its author's attention.
struct Attention {
  std::string uuid_hex;
  int edit = 0;         // Its index in the mutation.
  uint64_t seq = 0;     // 0: it never entered the chain.
  std::string verdict;  // PARKED, HELD, REJECTED
  uint32_t entity = 0;
  std::string row_id;
  std::string reason;
  std::string message;  // In Chinese.
  // What was not taken in; nullopt: it was refused with its mutation, or never entered the chain.
  std::optional<sync::v1::Edit> content;

  std::string Id() const;  // "<uuid_hex>-<edit>".
};

// A saved edit without outcome.
struct Unsent {
  uint64_t seq = 0;
  absl::Time saved;
  sync::v1::Edit edit;
};

struct ScopeState {
  std::string scope;
  std::string state;  // new, installed, invalid, repairing, repaired
  uint64_t seq = 0;
  int64_t included = -1;  // -1: never installed.
  int64_t rows = 0;
  int64_t expected_rows = 0;  // What the server had when it granted the scope; 0: it did not say.
  uint64_t digest = 0;        // Over the images.
};

// What a person wants to know about a tablet's sync.
struct ReplicaStatus {
  std::string install_id;
  bool attached = false;
  uint64_t last_seq = 0;     // Of the chain.
  uint64_t applied_seq = 0;  // What the server has ingested.
  uint64_t durable_seq = 0;
  int64_t held = 0;     // Mutations kept.
  int64_t pending = 0;  // Mutations without outcome.
  int64_t late = 0;     // Edits kept that were taken in by access held earlier.
  // Rows that this user made here and the server has taken in, by entity; no parts of others.
  std::map<uint32_t, int64_t> received;
  bool withdrawn = false;
  std::optional<absl::Time> oldest_pending;
  std::optional<absl::Time> last_pull;
  std::vector<ScopeState> scopes;
};

// What is left to do, for the engine.
struct PendingWork {
  bool attach = false;
  bool push = false;         // Something is unsent, or captured and not yet folded.
  int64_t first_unsent = 0;  // Rises with every push that the server takes.
  bool snapshot = false;     // A scope is new or invalid, and not completely staged.
  bool install = false;      // A scope is new or invalid, and completely staged.
  int64_t repairs = 0;       // Scopes with images that are known to differ.
  bool never_pulled = false;
  bool withdrawn = false;  // The device's access: nothing of the others is wanted any more.
  bool surrender = false;  // What it holds is not handed in.
  absl::Time upload_at = absl::InfiniteFuture();  // When a file can go; it keeps nothing waiting.

  bool any() const {
    return attach || push || snapshot || install || repairs > 0 || never_pulled || surrender;
  }
};

}  // namespace zoufang::device
