// A visit that a service's caller brings, made whole.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/caller.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"
#include "zoufang/sync/v1/mutation.pb.h"
#include "zoufang/v1/visit_service.pb.h"

namespace zoufang::rpc {

class NewVisit {
 public:
  // Ids that the caller left out follow from `request_uuid`.
  NewVisit(const schema::Catalogue& catalogue, const Caller& caller, std::string request_uuid)
      : catalogue_(catalogue), caller_(caller), request_uuid_(std::move(request_uuid)) {}

  // Fills in what follows (ids, area, states), and checks every field and the caller's area.
  absl::Status Complete(sql::Database& database, v1::VisitDetails& details);
  // The edits that create it, the visit first.
  absl::StatusOr<std::vector<sync::v1::Edit>> Edits(const v1::VisitDetails& details);

 private:
  const schema::Catalogue& catalogue_;
  const Caller& caller_;
  const std::string request_uuid_;
};

}  // namespace zoufang::rpc
