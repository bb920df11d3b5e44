// The log of each scope: what changed, in commit order, without a gap.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/hub/context.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::hub {

enum class LogKind { kPut = 1, kLeave = 2, kGone = 3 };

// A scope's head: the last entry, and the digest of the rows that live in it.
struct ScopeHead {
  int64_t n = 0;  // _scope.n
  std::string name;
  uint64_t seq = 0;
  std::string hash;
  uint64_t min_seq = 0;  // Entries up to here are compacted away.
  std::string min_hash;
  uint64_t digest = 0;
  int64_t rows = 0;  // That live in it.

  sync::v1::LogPoint Point() const;
};

// One change to log.
struct LogEntry {
  LogKind kind;
  uint32_t entity;
  std::string row_id;
  int64_t rev;          // The row's new rev.
  int64_t old_rev = 0;  // The rev it had in this scope; 0: it was not in it.
};

// The hash of an entry after `before`. The salt is of the start that made it: two servers restored
// from one backup, even with one incarnation, never agree on a hash.
std::string HashAfter(absl::string_view before, LogKind kind, uint32_t entity,
                      absl::string_view row_id, int64_t rev, absl::string_view salt);

// Heads are read, changed and written inside the caller's write transaction; on an engine with
// several writers the head's row is what they lock, in scope order. Heads that moved are kept until
// Flush, so that many entries cost one update: call it before the transaction, or a savepoint,
// ends. After a rollback use a new one.
class ScopeLog {
 public:
  explicit ScopeLog(const Context& context) : context_(context) {}

  // The scope's number; makes the scope when it is new.
  absl::StatusOr<int64_t> NumberOf(absl::string_view name);
  absl::StatusOr<std::string> NameOf(int64_t n);
  // Appends one entry: seq, log hash, digest.
  absl::Status Append(int64_t scope, const LogEntry& entry);
  // Writes the heads that moved.
  absl::Status Flush();

  // nullopt: there is no such scope.
  absl::StatusOr<std::optional<ScopeHead>> Head(absl::string_view name);
  // Scope and place of all scopes' heads.
  absl::StatusOr<std::vector<sync::v1::ScopeHead>> Heads();
  // True when `point` is on the scope's log: its hash is known and not compacted away.
  absl::StatusOr<bool> Contains(const ScopeHead& head, const sync::v1::LogPoint& point);

 private:
  struct Moved {
    int64_t seq = 0;
    std::string hash;
    uint64_t digest = 0;
    int64_t live = 0;  // By how much the number of live rows changed.
    int64_t sampled_us = 0;
  };
  absl::StatusOr<Moved*> HeadToMove(int64_t scope);
  // Notes the time beside the head, unless that was done a short while ago.
  absl::Status SampleTime(int64_t scope, Moved& head);

  const Context& context_;
  absl::flat_hash_map<int64_t, Moved> moved_;
  absl::flat_hash_map<std::string, int64_t> numbers_;
  absl::flat_hash_map<int64_t, std::string> names_;
};

// The hash of a log without entries.
std::string EmptyHash();

}  // namespace zoufang::hub
