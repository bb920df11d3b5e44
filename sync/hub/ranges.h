// Parts of a scope, for a device whose digest differs: it descends to the damaged ranges and takes
// their rows again.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/hub/context.h"
#include "sync/hub/grants.h"
#include "sync/hub/scope_log.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::hub {

// One per read transaction: everything it returns is as of that snapshot. Rows are counted as they
// are, not as the scope's head says: that is what a comparison is for.
class Ranges {
 public:
  Ranges(const Context& context, Grants& grants)
      : context_(context), grants_(grants), log_(context) {}

  absl::StatusOr<sync::v1::DigestReply> Digest(absl::string_view user_id,
                                               const sync::v1::DigestRequest& request);
  absl::StatusOr<std::vector<sync::v1::RepairPage>> Repair(absl::string_view user_id,
                                                           const sync::v1::RepairRequest& request);

 private:
  // The head of a scope that the user holds; nullopt: it is not his, or there is none.
  absl::StatusOr<std::optional<ScopeHead>> Granted(absl::string_view user_id,
                                                   const std::string& scope);
  // False: more than a repair may carry.
  absl::StatusOr<bool> AddRows(const ScopeHead& head, const sync::v1::RepairRequest& request,
                               std::vector<sync::v1::RepairPage>& pages);

  const Context& context_;
  Grants& grants_;
  ScopeLog log_;
};

}  // namespace zoufang::hub
