#include "server/rpc/desk_work.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/desk.h"
#include "server/rpc/page_token.h"
#include "server/storage/accounts.h"
#include "server/storage/audit_search.h"
#include "server/storage/overview.h"
#include "server/storage/registry_lists.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::TimeUtil;

constexpr int kStandardDays = 90;
constexpr int kMostDays = 366;

template <typename Repeated>
std::vector<int> Numbers(const Repeated& enums) {
  return {enums.begin(), enums.end()};
}

}  // namespace

absl::StatusOr<v1::Desk> DeskWork::Get() {
  v1::Desk desk;
  const storage::Principal& principal = caller_.principal;
  desk.set_user_id(principal.user_id);
  desk.set_user_name(principal.user_name);
  desk.set_role(principal.role);
  desk.mutable_area_prefixes()->Assign(principal.area_prefixes.begin(),
                                       principal.area_prefixes.end());
  *desk.mutable_server_time() =
      TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(parts_.clock.Now()));
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const auto account, storage::FindAccountById(database, principal.user_id));
    if (account.has_value()) desk.set_display_name(account->display_name);
    return absl::OkStatus();
  }));
  return desk;
}

absl::StatusOr<v1::Overview> DeskWork::Overview(const v1::GetOverviewRequest& request) {
  Checks checks;
  RequireAreaPrefix(request.area_prefix(), checks);
  checks.Require(request.days() >= 0 && request.days() <= kMostDays, "days", "天数须为1至366",
                 "must be 1 to 366");
  RETURN_IF_ERROR(checks.Result());
  const storage::OverviewQuery query{
      .areas = domain::NarrowAreas(DeskAreas(caller_), request.area_prefix()),
      .now = parts_.clock.Now(),
      .days = request.days() == 0 ? kStandardDays : request.days()};
  v1::Overview overview;
  *overview.mutable_as_of() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(query.now));
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    RETURN_IF_ERROR(storage::CountAreas(database, query, overview));
    RETURN_IF_ERROR(storage::CountDepartments(database, query, overview));
    RETURN_IF_ERROR(storage::CountOrganizations(database, query, overview));
    RETURN_IF_ERROR(storage::CountTasks(database, query, overview));
    if (caller_.principal.role != v1::ROLE_STAFF) return absl::OkStatus();
    return storage::CountCases(database, query, overview);
  }));
  return overview;
}

absl::StatusOr<v1::ListDivisionsResponse> DeskWork::Divisions(
    const v1::ListDivisionsRequest& request) {
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 200, 500));
  const std::string filter =
      absl::StrCat("divisions ", request.prefix(), " ", absl::StrJoin(request.levels(), ","));
  ASSIGN_OR_RETURN(const std::string after, PlaceInPageToken(filter, request.page_token()));
  v1::ListDivisionsResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto divisions, storage::ListDivisions(database, parts_.catalogue,
                                                            {.prefix = request.prefix(),
                                                             .levels = Numbers(request.levels()),
                                                             .after = after,
                                                             .limit = size + 1}));
    response.mutable_divisions()->Add(divisions.begin(), divisions.end());
    return absl::OkStatus();
  }));
  if (response.divisions_size() > size) {
    response.mutable_divisions()->RemoveLast();
    response.set_next_page_token(MakePageToken(filter, response.divisions(size - 1).id()));
  }
  return response;
}

absl::StatusOr<v1::ListOrganizationsResponse> DeskWork::Organizations(
    const v1::ListOrganizationsRequest& request) {
  Checks checks;
  RequireAreaPrefix(request.area_prefix(), checks);
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 50, 200));
  const std::string filter = absl::StrCat(
      "organizations ", request.area_prefix(), " ", absl::StrJoin(request.kinds(), ","), " ",
      absl::StrJoin(request.statuses(), ","), " ", absl::StrJoin(request.listings(), ","));
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  storage::OrganizationQuery query{
      .areas = domain::NarrowAreas(DeskAreas(caller_), request.area_prefix()),
      .kinds = Numbers(request.kinds()),
      .statuses = Numbers(request.statuses()),
      .listings = Numbers(request.listings()),
      .limit = size + 1};
  // "<id> <name>": only the name may hold spaces.
  if (!place.empty()) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(place, absl::MaxSplits(' ', 1));
    query.after_id = parts.first;
    query.after_name = parts.second;
  }
  v1::ListOrganizationsResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto found, storage::ListOrganizations(database, parts_.catalogue, query));
    response.mutable_organizations()->Add(found.begin(), found.end());
    return absl::OkStatus();
  }));
  if (response.organizations_size() > size) {
    response.mutable_organizations()->RemoveLast();
    const v1::Organization& last = response.organizations(size - 1);
    response.set_next_page_token(MakePageToken(filter, absl::StrCat(last.id(), " ", last.name())));
  }
  return response;
}

absl::StatusOr<v1::OrganizationProfile> DeskWork::Profile(const std::string& organization_id) {
  v1::OrganizationProfile profile;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto found, storage::FindProfile(database, parts_.catalogue, organization_id));
    if (!found.has_value()) return domain::OrganizationNotFound(organization_id);
    if (!DecidesIn(caller_, schema::AreaScope(found->area_code()))) {
      return domain::OutsideArea(found->area_code());
    }
    profile = *std::move(found);
    return absl::OkStatus();
  }));
  return profile;
}

absl::StatusOr<v1::SearchAuditResponse> DeskWork::Audit(const v1::SearchAuditRequest& request) {
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 50, 200));
  const std::string filter =
      absl::StrCat("audit ", request.user_name(), " ", request.method(), " ", request.subject(),
                   " ", request.from().seconds(), " ", request.until().seconds());
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  storage::AuditQuery query{.user_name = request.user_name(),
                            .method = request.method(),
                            .subject = request.subject(),
                            .limit = size + 1};
  if (request.has_from()) query.from_us = TimeUtil::TimestampToMicroseconds(request.from());
  if (request.has_until()) query.until_us = TimeUtil::TimestampToMicroseconds(request.until());
  if (!place.empty() && !absl::SimpleAtoi(place, &query.before)) return domain::PageTokenInvalid();
  v1::SearchAuditResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto rows, storage::SearchAudit(database, query));
    const bool more = rows.size() > static_cast<size_t>(size);
    if (more) rows.pop_back();
    for (auto& row : rows) *response.add_entries() = std::move(row.item);
    if (more) response.set_next_page_token(MakePageToken(filter, absl::StrCat(rows.back().n)));
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace zoufang::rpc
