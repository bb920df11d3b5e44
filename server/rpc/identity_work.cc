#include "server/rpc/identity_work.h"

#include <optional>
#include <string>

#include "domain/complaint_errors.h"
#include "server/rpc/complaint_steps.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

absl::StatusOr<v1::OpenedIdentity> IdentityWork::Open(const v1::OpenIdentityRequest& request) {
  if (!settings_.opener.ready()) return domain::IdentityCannotBeOpened();
  ASSIGN_OR_RETURN(const v1::Complaint complaint,
                   ComplaintSteps(parts_, settings_, caller_)
                       .Note(request.id(), v1::COMPLAINT_ACTION_OPEN_IDENTITY, ""));
  std::optional<std::string> box;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(box, storage::FindSealedReporter(database, request.id()));
    return absl::OkStatus();
  }));
  if (!box.has_value()) return domain::IdentityDamaged();
  ASSIGN_OR_RETURN(const std::string content, settings_.opener.Open(*box));
  v1::OpenedIdentity opened;
  if (!opened.mutable_reporter()->ParseFromString(content)) return domain::IdentityDamaged();
  *opened.mutable_open_until() = complaint.identity_open_until();
  return opened;
}

}  // namespace zoufang::rpc
