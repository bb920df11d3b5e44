// The server's side of the protocol: takes mutations in, keeps the scopes' logs, feeds pulls.
//
// Every write of the product goes through Ingest, whoever makes it: a tablet's push, a service
// call, an import. One mutation's effects, log entries and outcome are one unit: all or nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "sync/base/clock.h"
#include "sync/hub/context.h"
#include "sync/hub/grants.h"
#include "sync/hub/page_cache.h"
#include "sync/hub/row_history.h"
#include "sync/hub/verify.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"
#include "zoufang/sync/v1/mutation.pb.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::hub {

// Who makes a change.
struct Author {
  std::string user_id;
  bool server =
      false;  // A service on behalf of the product: may write SERVER fields and any scope.
  std::string install_id;  // Of the tablet it came from; "": from none.
};

// What a start knows beside the database.
struct Lineage {
  int64_t floor = 0;  // The highest incarnation ever begun here, whatever the database says.
  std::string salt;   // Random, of this start only: what its log hashes cover.
};

// A push of more is refused whole (PUSH_MALFORMED) and harms nothing.
inline constexpr int kMaxMutationsPerPush = 1000;
// A larger mutation is REJECTED by itself, and delays nothing behind it.
inline constexpr int64_t kMaxMutationBytes = 256 * 1024;
// Compressed snapshot pages that are kept for the next device: some ten times a city's rows.
inline constexpr int64_t kKeptPageBytes = 32 << 20;
// A repair names at most this many ranges.
inline constexpr int kMaxRepairRanges = 4096;
// Late work is judged by the access its author held, for this long.
inline constexpr absl::Duration kGrace = absl::Hours(24 * 30);

// Without state of its own but the incarnation and pages kept for reading: everything is in the
// database, and the caller says which connection. Calls inside reads may run at the same time.
// Methods named "in a write transaction" must be called inside database.Write(), the others inside
// database.Read().
class Hub {
 public:
  // `catalogue` and `clock` must outlive the hub.
  Hub(const schema::Catalogue& catalogue, const base::Clock& clock, Limits limits = {});

  // Creates or migrates the hub's tables and the entities'. Opens its own transactions.
  absl::Status Prepare(sql::Database& database);
  // Begins a new incarnation: a number never used before, also across restores (max(stored + 1,
  // floor + 1, seconds of the clock)). In a write transaction; once, before anything else is
  // written. A clock that is behind the last start is recorded as an alarm.
  absl::Status Start(sql::Database& database, const Lineage& lineage = {});
  int64_t incarnation() const { return incarnation_; }
  // Tells `observer`, which outlives the hub, of every row that mutations write from now on.
  void set_observer(Observer* observer) { observer_ = observer; }

  // --- In a write transaction -----------------------------------------------------------------

  // Registers an install of `user_id`'s with the chain it holds (protocol S2).
  absl::StatusOr<sync::v1::AttachReply> Attach(sql::Database& database, absl::string_view user_id,
                                               const sync::v1::AttachRequest& request);
  // Ingests mutations in order (S3). `user_id` is who is signed in; a mutation made by another user
  // of the same tablet names its own author, who must hold the install too or it is parked.
  absl::StatusOr<sync::v1::PushReply> Push(sql::Database& database, absl::string_view user_id,
                                           const sync::v1::PushRequest& request);
  // Ingests one mutation that is in no chain (S4-S7): a service's. `uuid` (16 bytes) identifies it
  // for good: the same again returns the stored outcome and changes nothing.
  absl::StatusOr<sync::v1::MutationOutcome> Ingest(sql::Database& database, const Author& author,
                                                   absl::string_view uuid,
                                                   const std::vector<sync::v1::Edit>& edits);
  // Ingests what a withdrawn device surrendered, as its author's mutation under its own uuid: if a
  // copy of the device has pushed it, its outcome is returned and nothing changes.
  absl::StatusOr<sync::v1::MutationOutcome> IngestSurrendered(sql::Database& database,
                                                              absl::string_view user_id,
                                                              absl::string_view uuid,
                                                              const std::string& body);
  // Brings the index that RowChanges reads forward, by a bounded step; false: it is complete.
  absl::StatusOr<bool> IndexHistory(sql::Database& database);
  // Drops log entries made before `keep_from`, a bounded number; 0: there are no more.
  absl::StatusOr<int64_t> CompactLogs(sql::Database& database, absl::Time keep_from);
  // Gives a user these areas from now on: division-code prefixes. Every device user also has
  // "registry". The version rises only when they differ.
  absl::Status SetGrants(sql::Database& database, absl::string_view user_id,
                         const std::vector<std::string>& area_prefixes);
  // Notes that a verified backup holds what the database held at `taken`, a copy of it.
  absl::Status NoteBackup(sql::Database& database, sql::Database& taken);

  // --- In a read transaction ------------------------------------------------------------------

  // Everything that changed in the scopes asked for, as of one snapshot (S8), in pages; the last
  // carries the checkpoint. NOT_FOUND UNKNOWN_INSTALL: the device attaches anew.
  absl::StatusOr<std::vector<sync::v1::PullPage>> Pull(sql::Database& database,
                                                       absl::string_view user_id,
                                                       const sync::v1::PullRequest& request);
  // The next page of one scope (S9).
  absl::StatusOr<sync::v1::SnapshotPage> SnapshotPage(sql::Database& database,
                                                      absl::string_view user_id,
                                                      const sync::v1::SnapshotCursor& cursor);
  // The head of every scope there is.
  absl::StatusOr<std::vector<sync::v1::ScopeHead>> Heads(sql::Database& database);
  // What a user may hold now; version 0 and nothing for a stranger.
  absl::StatusOr<Grant> GrantOf(sql::Database& database, absl::string_view user_id);
  // Digests of parts of one scope, and the rows of damaged ones, each as of one snapshot. Without
  // `at`: not granted, or nothing that a device asks.
  absl::StatusOr<sync::v1::DigestReply> Digest(sql::Database& database, absl::string_view user_id,
                                               const sync::v1::DigestRequest& request);
  absl::StatusOr<std::vector<sync::v1::RepairPage>> Repair(sql::Database& database,
                                                           absl::string_view user_id,
                                                           const sync::v1::RepairRequest& request);
  // True when `user_id` holds the area scope that covers `area_code` now.
  absl::StatusOr<bool> HoldsArea(sql::Database& database, absl::string_view user_id,
                                 absl::string_view area_code);
  // Checks the whole database against itself.
  absl::StatusOr<VerifyReport> Verify(sql::Database& database);
  // What happened to a row (RowHistory): its changes before `before_n`, the latest first; and the
  // scope it is or was in.
  absl::StatusOr<std::vector<RowChange>> RowChanges(sql::Database& database,
                                                    absl::string_view row_id, int64_t before_n,
                                                    int limit);
  absl::StatusOr<std::optional<std::string>> ScopeOfRow(sql::Database& database,
                                                        absl::string_view row_id);
  // The stored outcome of a mutation; NOT_FOUND when it is unknown.
  absl::StatusOr<sync::v1::MutationOutcome> OutcomeOf(sql::Database& database,
                                                      absl::string_view uuid);

 private:
  Context ContextOf(sql::Database& database) const;

  const schema::Catalogue& catalogue_;
  const base::Clock& clock_;
  const SqlTexts sql_;
  const Limits limits_;
  PageCache pages_;
  int64_t incarnation_ = 0;
  Observer* observer_ = nullptr;
  std::string salt_;
};

}  // namespace zoufang::hub
