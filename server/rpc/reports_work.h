// What officers report apart from visits, for one caller of DeskService.
#pragma once

#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "zoufang/sync/v1/mutation.pb.h"
#include "zoufang/v1/desk_service.pb.h"

namespace zoufang::rpc {

// A report is handled by who is responsible for its area; the answer goes through the ingest as the
// server's own, because nobody else may write it.
class ReportsWork {
 public:
  ReportsWork(const Parts& parts, const Caller& caller) : parts_(parts), caller_(caller) {}

  absl::StatusOr<v1::ListReportsResponse> List(const v1::ListReportsRequest& request);
  absl::StatusOr<v1::ReportItem> Review(const v1::ReviewReportRequest& request);

 private:
  // What makes the stored report one that is answered as `request` says.
  absl::StatusOr<sync::v1::Edit> Answer(sql::Database& database,
                                        const v1::ReviewReportRequest& request, absl::Time now,
                                        v1::ReportItem& item);

  const Parts& parts_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
