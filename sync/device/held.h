// The held edits of a row.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/device/context.h"
#include "sync/device/scopes.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::device {

// Tells whether rows have held edits, within one transaction.
class HeldIndex {
 public:
  static absl::StatusOr<HeldIndex> Open(const Context& context);

  // No row has any.
  bool empty() const { return empty_; }
  // The last held mutation that touches the row; 0: none.
  absl::StatusOr<int64_t> LastSeq(uint32_t entity, absl::string_view id);
  // Reads everything at once, for when very many rows will be asked for.
  absl::Status Preload();

 private:
  explicit HeldIndex(const Context& context) : context_(&context) {}

  const Context* context_;
  bool empty_ = true;
  bool preloaded_ = false;
  absl::flat_hash_map<std::string, std::vector<std::pair<uint32_t, int64_t>>> last_;
};

// One held edit of a row.
struct HeldEdit {
  int64_t seq = 0;
  std::string uuid;
  sync::v1::Edit edit;
};

// Reads them, within one transaction. Remembers the mutation it parsed last: rows that were saved
// together are asked for one after the other.
class HeldEdits {
 public:
  explicit HeldEdits(const Context& context) : context_(context) {}

  // Those that the row's image does not contain, in seq order.
  absl::StatusOr<std::vector<HeldEdit>> Of(const RowKey& row, const Inclusion& inclusion);

 private:
  absl::Status Parse(int64_t seq, absl::string_view body);

  const Context& context_;
  int64_t parsed_seq_ = -1;
  sync::v1::MutationBody parsed_;
};

}  // namespace zoufang::device
