// The tamper-evident record of everything that was ever ingested.
//
// A row of _mutation is written once and never changed. Its hash covers the hash of the row before
// and everything it says: number, uuid, author, install, when received, clock, content, outcome. An
// outcome that changes later, because an edit waited for its row, is a row of its own in _release,
// chained likewise. _server holds the end of both chains, written in the same transaction: a row
// that was changed, taken out, exchanged or cut off at the end no longer fits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/hub/context.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::hub {

// One mutation as its row says it. Borrows.
struct HistoryEntry {
  absl::string_view uuid;
  absl::string_view user_id;
  absl::string_view install_id;  // "": not from a tablet.
  bool by_server = false;
  bool clock_trusted = false;
  int64_t received_us = 0;
  absl::string_view body;
  absl::string_view outcome;
};

// One later outcome of a mutation. Borrows.
struct ReleaseEntry {
  absl::string_view uuid;
  absl::string_view outcome;
  int64_t at_us = 0;
};

// The end of a chain.
struct HistoryEnd {
  int64_t n = 0;
  std::string hash;
};

// The hash of the entry after `before`.
std::string HashAfter(const HistoryEnd& before, const HistoryEntry& entry);
std::string HashAfter(const HistoryEnd& before, const ReleaseEntry& entry);

// One per write transaction, or savepoint of it, like the scopes' logs: the ends are read at the
// first entry and written by Flush.
class History {
 public:
  explicit History(const Context& context) : context_(context) {}

  absl::Status Append(const HistoryEntry& entry);
  absl::Status Append(const ReleaseEntry& entry);
  absl::Status Flush();

 private:
  absl::Status ReadEnds();

  const Context& context_;
  bool read_ = false;
  HistoryEnd mutations_;
  HistoryEnd releases_;
};

// What became of a mutation by now; nullopt: it was never ingested.
absl::StatusOr<std::optional<sync::v1::MutationOutcome>> FindOutcome(sql::Database& database,
                                                                     absl::string_view uuid);

}  // namespace zoufang::hub
