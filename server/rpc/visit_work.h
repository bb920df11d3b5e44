// What VisitService does, for one caller.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/once.h"
#include "server/rpc/parts.h"
#include "server/storage/visits.h"
#include "sync/hub/hub.h"
#include "zoufang/v1/visit_service.pb.h"

namespace zoufang::rpc {

// Each method is the body of the RPC of its name. Every visit is checked against the caller's
// areas; every change goes through the ingest as the caller's own.
class VisitWork {
 public:
  VisitWork(const Parts& parts, const Caller& caller)
      : parts_(parts), caller_(caller), visits_(parts.catalogue) {}

  absl::StatusOr<v1::VisitDetails> Create(const v1::CreateVisitRequest& request);
  absl::StatusOr<v1::VisitDetails> Get(const std::string& id);
  absl::StatusOr<v1::ListVisitsResponse> List(const v1::ListVisitsRequest& request);
  absl::StatusOr<v1::VisitDetails> Update(const v1::UpdateVisitRequest& request);
  absl::StatusOr<v1::VisitDetails> Finalise(const v1::FinaliseVisitRequest& request);
  absl::StatusOr<v1::VisitDetails> Void(const v1::VoidVisitRequest& request);
  absl::StatusOr<v1::VisitDetails> Review(const v1::ReviewVisitRequest& request);

 private:
  // A visit within the caller's areas.
  absl::StatusOr<v1::VisitDetails> Load(sql::Database& database, const std::string& id);
  // A visit as a caller read it. An empty etag compares to any.
  struct Read {
    const std::string& id;
    const std::string& etag;
  };
  // As whom a visit is changed: only the bureau writes the fields that the server sets.
  hub::Author Self() const { return {.user_id = caller_.user_id()}; }
  hub::Author Bureau() const { return {.user_id = caller_.user_id(), .server = true}; }
  // Changes the visit once per request: loads it, lets `change` alter it, saves the difference.
  absl::StatusOr<v1::VisitDetails> Change(
      const RequestKey& key, const Read& read, const hub::Author& author,
      absl::FunctionRef<absl::Status(v1::VisitDetails&)> change);
  absl::Status SaveVisit(sql::Database& database, const hub::Author& author,
                         const std::string& uuid, const v1::Visit& wanted);

  const Parts& parts_;
  const Caller& caller_;
  const storage::Visits visits_;
};

}  // namespace zoufang::rpc
