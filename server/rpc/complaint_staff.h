// Which cases a member of staff reaches.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/access.h"
#include "domain/complaint_workflow.h"
#include "domain/errors.h"
#include "server/rpc/caller.h"
#include "server/storage/accounts.h"
#include "server/storage/complaints.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

inline domain::Actor ActorOf(const Caller& caller) {
  return {.user_name = caller.principal.user_name, .department = caller.principal.department};
}

// A case that `caller` may read: of the caller's areas, and not recused from. OUTSIDE_AREA,
// RECUSED, COMPLAINT_NOT_FOUND.
inline absl::StatusOr<storage::FoundComplaint> FindForStaff(sql::Database& database,
                                                            const storage::Complaints& complaints,
                                                            const Caller& caller,
                                                            const std::string& id) {
  ASSIGN_OR_RETURN(storage::FoundComplaint found, complaints.Find(database, id));
  const std::string& area = found.complaint.area_code();
  if (!caller.CoversArea(area)) return domain::OutsideArea(area);
  RETURN_IF_ERROR(domain::CheckMayRead(found.complaint, ActorOf(caller)));
  return found;
}

// True for active staff of the case's area that is not recused.
inline bool MayHandle(const storage::Account& account, const v1::Complaint& complaint) {
  return account.role == v1::ROLE_STAFF && !account.disabled &&
         domain::CoversArea(account.area_prefixes, complaint.area_code()) &&
         domain::CheckMayRead(complaint, {.user_name = account.user_name}).ok();
}

}  // namespace zoufang::rpc
