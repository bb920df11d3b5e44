#include "server/rpc/complaint_desk.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/access.h"
#include "domain/complaint_due.h"
#include "domain/errors.h"
#include "server/rpc/checks.h"
#include "server/rpc/complaint_staff.h"
#include "server/rpc/complaint_view.h"
#include "server/rpc/page_token.h"
#include "server/storage/accounts.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

// What tells one list from another.
std::string FilterOf(v1::ListComplaintsRequest request) {
  request.clear_page_size();
  request.clear_page_token();
  return absl::StrCat("complaints ", request.SerializeAsString());
}

std::string PlaceText(const storage::ComplaintPlace& place) {
  return absl::StrCat(place.due_on, " ", place.received_us, " ", place.id);
}

absl::StatusOr<storage::ComplaintPlace> ReadPlace(const std::string& text) {
  storage::ComplaintPlace place;
  if (text.empty()) return place;
  const std::vector<std::string> parts = absl::StrSplit(text, ' ');
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &place.received_us)) {
    return domain::PageTokenInvalid();
  }
  place.due_on = parts[0];
  place.id = parts[2];
  return place;
}

}  // namespace

absl::StatusOr<storage::ComplaintQuery> ComplaintDesk::QueryOf(
    const v1::ListComplaintsRequest& request, const std::string& filter, int size) {
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  storage::ComplaintQuery query{
      .states = {request.states().begin(), request.states().end()},
      .areas = domain::NarrowAreas(caller_.principal.area_prefixes, request.area_prefix()),
      .reader = caller_.principal.user_name,
      .handler = request.mine() ? caller_.principal.user_name : "",
      .department = request.my_department() ? caller_.principal.department : "",
      .organization_id = request.organization_id(),
      .source = request.source(),
      .unanswered = request.unanswered(),
      .limit = size + 1};
  if (request.overdue()) {
    query.due_before = domain::FormatDay(domain::DayInShanghai(parts_.clock.Now()));
  }
  ASSIGN_OR_RETURN(query.after, ReadPlace(place));
  return query;
}

absl::StatusOr<v1::ListComplaintsResponse> ComplaintDesk::List(
    const v1::ListComplaintsRequest& request) {
  Checks checks;
  checks.Require(request.area_prefix().empty() || domain::IsAreaPrefix(request.area_prefix()),
                 "area_prefix", "区划前缀须为2至12位数字", "must be 2 to 12 digits");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 50, 200));
  const std::string filter = FilterOf(request);
  ASSIGN_OR_RETURN(const storage::ComplaintQuery query, QueryOf(request, filter, size));
  std::vector<storage::FoundComplaint> found;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(found, complaints_.List(database, query));
    return absl::OkStatus();
  }));
  v1::ListComplaintsResponse response;
  if (static_cast<int>(found.size()) > size) {
    found.resize(static_cast<size_t>(size));
    response.set_next_page_token(
        MakePageToken(filter, PlaceText(storage::PlaceOf(found.back().complaint))));
  }
  const absl::CivilDay today = domain::DayInShanghai(parts_.clock.Now());
  for (storage::FoundComplaint& one : found) {
    v1::ListedComplaint& item = *response.add_items();
    *item.mutable_clock() = domain::ClockOn(domain::WorkingDays::OfChina(), one.complaint, today);
    *item.mutable_complaint() = std::move(one.complaint);
    item.set_etag(one.etag);
  }
  return response;
}

absl::StatusOr<v1::ComplaintDetails> ComplaintDesk::Get(const v1::GetComplaintRequest& request) {
  v1::ComplaintDetails details;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    RETURN_IF_ERROR(FindForStaff(database, complaints_, caller_, request.id()).status());
    ASSIGN_OR_RETURN(details, complaints_.Details(database, request.id()));
    return absl::OkStatus();
  }));
  CompleteForStaff(ActorOf(caller_), parts_.clock.Now(), details);
  return details;
}

absl::StatusOr<v1::ListHandlersResponse> ComplaintDesk::ListHandlers(
    const v1::ListHandlersRequest& request) {
  v1::ListHandlersResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const auto found,
                     FindForStaff(database, complaints_, caller_, request.complaint_id()));
    ASSIGN_OR_RETURN(const auto accounts,
                     storage::AccountsThat(database, [&](const storage::Account& account) {
                       return MayHandle(account, found.complaint);
                     }));
    for (const storage::Account& account : accounts) {
      v1::Handler& handler = *response.add_handlers();
      handler.set_user_name(account.user_name);
      handler.set_display_name(account.display_name);
      handler.set_department(account.department);
    }
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace zoufang::rpc
