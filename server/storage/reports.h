// What officers report apart from visits, as the console lists it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/storage/rows.h"
#include "zoufang/v1/desk_service.pb.h"

namespace zoufang::storage {

struct ReportQuery {
  v1::ReportKind kind = v1::REPORT_KIND_UNSPECIFIED;  // One of the three.
  std::vector<std::string> areas;                     // Division-code prefixes; "" covers all.
  bool waiting = false;                               // Only those without the office's answer.
  std::string before;  // The id of the last one of the page before; "": begin with the latest.
  int limit = 0;
};

// Inside the caller's transaction. Ids follow the time they were made at, so the latest come first.
absl::StatusOr<std::vector<v1::ReportItem>> ListReports(sql::Database& database,
                                                        const schema::Catalogue& catalogue,
                                                        const ReportQuery& query);
// NOT_FOUND REPORT_NOT_FOUND.
absl::StatusOr<v1::ReportItem> FindReport(sql::Database& database,
                                          const schema::Catalogue& catalogue, v1::ReportKind kind,
                                          const std::string& id);

// Runs `work` on the report itself, whichever of the three it is.
template <typename Work>
auto WithReport(v1::ReportItem& item, Work work) {
  switch (item.report_case()) {
    case v1::ReportItem::kRisk:
      return work(*item.mutable_risk());
    case v1::ReportItem::kFeedback:
      return work(*item.mutable_feedback());
    default:
      return work(*item.mutable_correction());
  }
}

}  // namespace zoufang::storage
