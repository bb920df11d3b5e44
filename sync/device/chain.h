// The held mutations: everything saved here that the server may still have to be told.
//
// Seqs follow each other without a gap from base.seq + 1; each hash covers the one before. A
// mutation is never changed or renumbered, not even when the install id changes (protocol T6, T11).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/device/context.h"
#include "sync/device/device_state.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::device {

// What one Save may hold.
inline constexpr int64_t kMaxMutationBytes = 256 * 1024;

// Puts mutations at the chain's end, within one write transaction.
class ChainWriter {
 public:
  // FAILED_PRECONDITION NOT_ENROLLED: a mutation needs an author.
  static absl::StatusOr<ChainWriter> Open(const Context& context);

  // Appends what one transaction changed: the edits in `content`, whose author and time are set
  // here. INVALID_ARGUMENT MUTATION_TOO_LARGE, and nothing appended.
  absl::Status Append(absl::string_view uuid, sync::v1::MutationBody& content);

 private:
  explicit ChainWriter(const Context& context) : context_(context) {}
  absl::Status Insert(absl::string_view uuid, absl::string_view hash, absl::string_view body);
  absl::Status Index(const sync::v1::MutationBody& body);

  const Context& context_;
  std::string user_id_;
  int64_t grant_version_ = 0;
  int64_t now_us_ = 0;
  bool clock_trusted_ = false;
  ChainPlace last_;
};

// Protocol T5: true when the server's `applied` is the base or a held mutation with the same hash.
absl::StatusOr<bool> IsOnChain(const DeviceState& state, const sync::v1::ChainPoint& applied,
                               sql::Database& database);

// A bounded window of mutations from `first` on: at most 500 and about 1 MiB.
absl::StatusOr<std::vector<sync::v1::Mutation>> ReadWindow(int64_t first, sql::Database& database);

// Seq, uuid and hash of at most `limit` mutations after `after`, oldest first.
absl::StatusOr<std::vector<sync::v1::ChainLink>> ReadLinks(int64_t after, int64_t limit,
                                                           sql::Database& database);

// The rows that mutations first … last touch. One that cannot be read touches none: the server
// refuses it, and it may keep nothing else from coming.
absl::StatusOr<std::vector<RowKey>> RowsOf(int64_t first, int64_t last, const Context& context);

// Protocol T11: drops mutations up to `seq`; the base moves up to it.
absl::Status Forget(int64_t seq, DeviceState& state, sql::Database& database);

}  // namespace zoufang::device
