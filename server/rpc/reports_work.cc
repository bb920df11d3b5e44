#include "server/rpc/reports_work.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/desk.h"
#include "server/rpc/once.h"
#include "server/rpc/page_token.h"
#include "server/storage/reports.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::TimeUtil;

void RequireKind(v1::ReportKind kind, Checks& checks) {
  checks.Require(kind != v1::REPORT_KIND_UNSPECIFIED && v1::ReportKind_IsValid(kind), "kind",
                 "须指明上报的类别", "is required");
}

absl::Status Check(const v1::ReviewReportRequest& request) {
  Checks checks;
  RequireKind(request.kind(), checks);
  checks.RequireUuid(request.id(), "id");
  const bool declined = request.review() == v1::REPORT_REVIEW_DECLINED;
  checks.Require(declined || request.review() == v1::REPORT_REVIEW_ACCEPTED, "review",
                 "只能采纳或不采纳", "must be ACCEPTED or DECLINED");
  checks.RequireWords(absl::StripAsciiWhitespace(request.note()), declined ? 1 : 0, 500, "note");
  return checks.Result();
}

std::string AreaOf(v1::ReportItem& item) {
  return storage::WithReport(item, [](const auto& report) { return report.area_code(); });
}
std::string IdOf(v1::ReportItem& item) {
  return storage::WithReport(item, [](const auto& report) { return report.id(); });
}

}  // namespace

absl::StatusOr<v1::ListReportsResponse> ReportsWork::List(const v1::ListReportsRequest& request) {
  Checks checks;
  RequireAreaPrefix(request.area_prefix(), checks);
  RequireKind(request.kind(), checks);
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 50, 200));
  const std::string filter =
      absl::StrCat("reports ", request.kind(), " ", request.area_prefix(), " ", request.waiting());
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  const storage::ReportQuery query{
      .kind = request.kind(),
      .areas = domain::NarrowAreas(DeskAreas(caller_), request.area_prefix()),
      .waiting = request.waiting(),
      .before = place,
      .limit = size + 1};
  v1::ListReportsResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto items, storage::ListReports(database, parts_.catalogue, query));
    response.mutable_reports()->Add(items.begin(), items.end());
    return absl::OkStatus();
  }));
  if (response.reports_size() > size) {
    response.mutable_reports()->RemoveLast();
    response.set_next_page_token(MakePageToken(filter, IdOf(*response.mutable_reports(size - 1))));
  }
  return response;
}

absl::StatusOr<v1::ReportItem> ReportsWork::Review(const v1::ReviewReportRequest& request) {
  RETURN_IF_ERROR(Check(request));
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  v1::ReportItem response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      const auto find = [&] {
        return storage::FindReport(database, parts_.catalogue, request.kind(), request.id());
      };
      ASSIGN_OR_RETURN(v1::ReportItem item, find());
      const std::string area = AreaOf(item);
      if (!caller_.CoversArea(area)) return domain::OutsideArea(area);
      ASSIGN_OR_RETURN(const auto answer, Answer(database, request, now, item));
      RETURN_IF_ERROR(storage::Save(parts_.hub, database,
                                    {.user_id = caller_.user_id(), .server = true}, key.uuid,
                                    {answer}));
      RETURN_IF_ERROR(storage::Audit(database, caller_.Did(request.id()), now));
      ASSIGN_OR_RETURN(response, find());
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::StatusOr<sync::v1::Edit> ReportsWork::Answer(sql::Database& database,
                                                   const v1::ReviewReportRequest& request,
                                                   absl::Time now, v1::ReportItem& item) {
  return storage::WithReport(
      item, [&]<typename Message>(Message& report) -> absl::StatusOr<sync::v1::Edit> {
        report.set_review(request.review());
        report.set_review_note(request.note());
        report.set_reviewed_by(caller_.principal.user_name);
        *report.mutable_reviewed_at() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
        const schema::Entity& entity = domain::EntityOf<Message>(parts_.catalogue);
        ASSIGN_OR_RETURN(const hub::StoredRow stored, hub::LoadRow(database, entity, report.id()));
        ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, report));
        return hub::UpdateEdit(entity, stored, row);
      });
}

}  // namespace zoufang::rpc
