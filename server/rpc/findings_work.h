// Findings across visits, for one caller of DeskService.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "zoufang/sync/v1/mutation.pb.h"
#include "zoufang/v1/desk_service.pb.h"

namespace zoufang::rpc {

// A finding lies where its visit does; every change goes through the ingest as the caller's own.
class FindingsWork {
 public:
  FindingsWork(const Parts& parts, const Caller& caller) : parts_(parts), caller_(caller) {}

  absl::StatusOr<v1::ListFindingsResponse> List(const v1::ListFindingsRequest& request);
  absl::StatusOr<v1::FindingItem> Advance(const v1::AdvanceFindingRequest& request);

 private:
  // What makes the stored finding the wanted one.
  absl::StatusOr<std::vector<sync::v1::Edit>> Edits(sql::Database& database,
                                                    const v1::Finding& wanted);

  const Parts& parts_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
