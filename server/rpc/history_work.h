// The body of HistoryService.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/history_service.pb.h"

namespace zoufang::rpc {

// One per call.
class HistoryWork {
 public:
  HistoryWork(const Parts& parts, const Caller& caller) : parts_(parts), caller_(caller) {}

  // Areas: an area scope's rows to those whose area covers it, the registry's to everybody whom the
  // method admits; a complaint's to staff of its area. An administrator sees all but complaints.
  absl::StatusOr<v1::ListRowHistoryResponse> List(const v1::ListRowHistoryRequest& request);

 private:
  absl::Status BringIndexForward();
  absl::Status CheckArea(sql::Database& database, const std::string& row_id);
  absl::Status CheckComplaint(sql::Database& database, const std::string& row_id);
  absl::StatusOr<v1::RowChange> ToProto(sql::Database& database, const hub::RowChange& change);

  const Parts& parts_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
