// VisitService.RecordRecheck, for one caller.
#pragma once

#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "server/storage/visits.h"
#include "zoufang/v1/visit_service.pb.h"

namespace zoufang::rpc {

class RecheckWork {
 public:
  RecheckWork(const Parts& parts, const Caller& caller)
      : parts_(parts), caller_(caller), visits_(parts.catalogue) {}

  // Adds the recheck and moves the finding's state, in one mutation of the caller's.
  absl::StatusOr<v1::VisitDetails> Record(const v1::RecordRecheckRequest& request);

 private:
  // The visit of the finding, within the caller's areas.
  absl::StatusOr<v1::VisitDetails> Load(sql::Database& database, const v1::Finding& finding);
  absl::Status Save(sql::Database& database, const std::string& uuid, const v1::Finding& finding,
                    const v1::Recheck& recheck);

  const Parts& parts_;
  const Caller& caller_;
  const storage::Visits visits_;
};

}  // namespace zoufang::rpc
