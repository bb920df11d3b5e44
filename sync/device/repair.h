// Mends a scope whose images differ from the server's: descends from the digests of its 256 groups
// to those of the ranges in the groups that differ, and takes the rows of the ranges that differ.
//
// Everything counts only while the scope's cursor is where the server's head was: otherwise a pull
// comes first and the descent begins again. Images outside the differing ranges are not touched. A
// scope with more than 4,096 differing ranges, or one that a repair does not make equal, is taken
// anew.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/device/context.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::device {

// The next step of a descent into a scope under repair; neither: settled, or begin again.
struct RepairNext {
  std::optional<sync::v1::DigestRequest> digest;
  std::optional<sync::v1::RepairRequest> repair;

  bool any() const { return digest.has_value() || repair.has_value(); }
};

// For the first scope under repair. In a read transaction.
absl::StatusOr<std::optional<sync::v1::DigestRequest>> MakeDigest(const Context& context);

// In a write transaction.
absl::StatusOr<RepairNext> TakeDigest(const Context& context,
                                      const sync::v1::DigestRequest& request,
                                      const sync::v1::DigestReply& reply);
absl::Status TakeRepair(const Context& context, const sync::v1::RepairRequest& request,
                        const std::vector<sync::v1::RepairPage>& pages);

}  // namespace zoufang::device
