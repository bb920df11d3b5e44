#include "server/rpc/organization_service.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/credit_code.h"
#include "domain/errors.h"
#include "server/rpc/checks.h"
#include "server/rpc/organization_match.h"
#include "server/rpc/page_token.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

constexpr int kMostIds = 100;
constexpr int kMostQueries = 500;
// Nobody reads further; it bounds what a page costs.
constexpr int kMostOffset = 10000;

std::string QueryOf(const v1::SearchOrganizationsRequest& request) {
  return absl::StrCat("search ", request.query(), "\n", request.division_prefix(), "\n",
                      absl::StrJoin(request.kinds(), ","), "\n",
                      absl::StrJoin(request.statuses(), ","));
}

absl::Status Check(const v1::SearchOrganizationsRequest& request) {
  Checks checks;
  const size_t length = Characters(request.query());
  checks.Require(length >= 1 && length <= 100, "query", "查询内容须为1至100个字符",
                 "must have 1 to 100 characters");
  const std::string& prefix = request.division_prefix();
  const bool fits =
      prefix.empty() || (prefix.size() >= 4 && prefix.size() <= 9 &&
                         std::all_of(prefix.begin(), prefix.end(), absl::ascii_isdigit));
  checks.Require(fits, "division_prefix", "区划前缀须为4至9位数字", "must be 4 to 9 digits");
  return checks.Result();
}

}  // namespace

grpc::ServerUnaryReactor* OrganizationService::GetOrganization(
    grpc::CallbackServerContext* context, const v1::GetOrganizationRequest* request,
    v1::Organization* response) {
  return parts_.gate.Handle(
      context, "OrganizationService.GetOrganization", [=, this](const Caller&) -> absl::Status {
        return parts_.store.Read([&](sql::Database& database) -> absl::Status {
          ASSIGN_OR_RETURN(*response, Get(database, *request));
          return absl::OkStatus();
        });
      });
}

grpc::ServerUnaryReactor* OrganizationService::BatchGetOrganizations(
    grpc::CallbackServerContext* context, const v1::BatchGetOrganizationsRequest* request,
    v1::BatchGetOrganizationsResponse* response) {
  return parts_.gate.Handle(context, "OrganizationService.BatchGetOrganizations",
                            [=, this](const Caller&) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, BatchGet(*request));
                              return absl::OkStatus();
                            });
}

grpc::ServerUnaryReactor* OrganizationService::SearchOrganizations(
    grpc::CallbackServerContext* context, const v1::SearchOrganizationsRequest* request,
    v1::SearchOrganizationsResponse* response) {
  return parts_.gate.Handle(context, "OrganizationService.SearchOrganizations",
                            [=, this](const Caller&) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, Search(*request));
                              return absl::OkStatus();
                            });
}

grpc::ServerUnaryReactor* OrganizationService::BatchMatchOrganizations(
    grpc::CallbackServerContext* context, const v1::BatchMatchOrganizationsRequest* request,
    v1::BatchMatchOrganizationsResponse* response) {
  return parts_.gate.Handle(
      context, "OrganizationService.BatchMatchOrganizations",
      [=, this](const Caller&) -> absl::Status {
        Checks checks;
        checks.Require(request->queries_size() >= 1 && request->queries_size() <= kMostQueries,
                       "queries", "一次须为1至500条", "must be 1 to 500");
        RETURN_IF_ERROR(checks.Result());
        return parts_.store.Read([&](sql::Database& database) -> absl::Status {
          OrganizationMatcher matcher(database, organizations_, parts_.lookup);
          for (const v1::MatchQuery& query : request->queries()) {
            ASSIGN_OR_RETURN(*response->add_results(), matcher.Match(query));
          }
          return absl::OkStatus();
        });
      });
}

absl::StatusOr<v1::Organization> OrganizationService::Get(
    sql::Database& database, const v1::GetOrganizationRequest& request) {
  if (request.key_case() == v1::GetOrganizationRequest::kCreditCode) {
    const std::string code = domain::NormalizeCreditCode(request.credit_code());
    ASSIGN_OR_RETURN(auto found, organizations_.FindByCode(database, code));
    if (found.has_value()) return *std::move(found);
    const auto check = domain::CheckCreditCode(code);
    if (check.well_formed()) return domain::OrganizationNotFound(code);
    return domain::CreditCodeInvalid(domain::ExplainInChinese(check),
                                     domain::ExplainInEnglish(check));
  }
  Checks checks;
  checks.RequireUuid(request.id(), "id");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(auto found, organizations_.Find(database, request.id()));
  if (!found.has_value()) return domain::OrganizationNotFound(request.id());
  return *std::move(found);
}

absl::StatusOr<v1::BatchGetOrganizationsResponse> OrganizationService::BatchGet(
    const v1::BatchGetOrganizationsRequest& request) {
  Checks checks;
  checks.Require(request.ids_size() >= 1 && request.ids_size() <= kMostIds, "ids",
                 "一次须为1至100个", "must be 1 to 100");
  RETURN_IF_ERROR(checks.Result());
  v1::BatchGetOrganizationsResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    for (const std::string& id : request.ids()) {
      ASSIGN_OR_RETURN(auto found, organizations_.Find(database, id));
      if (found.has_value()) {
        *response.add_organizations() = *std::move(found);
      } else {
        response.add_missing(id);
      }
    }
    return absl::OkStatus();
  }));
  return response;
}

absl::StatusOr<v1::SearchOrganizationsResponse> OrganizationService::Search(
    const v1::SearchOrganizationsRequest& request) {
  RETURN_IF_ERROR(Check(request));
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 20, 100));
  const std::string query = QueryOf(request);
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(query, request.page_token()));
  int offset = 0;
  const bool placed = place.empty() || (absl::SimpleAtoi(place, &offset) && offset >= 0);
  if (!placed || offset > kMostOffset) return domain::PageTokenInvalid();
  const domain::LookupResult found =
      parts_.lookup.Search({.text = request.query(),
                            .division_prefix = request.division_prefix(),
                            .kinds = {request.kinds().begin(), request.kinds().end()},
                            .statuses = {request.statuses().begin(), request.statuses().end()},
                            .limit = size,
                            .offset = offset});
  v1::SearchOrganizationsResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto matches, LoadMatches(database, organizations_, found.hits));
    response.mutable_matches()->Add(matches.begin(), matches.end());
    return absl::OkStatus();
  }));
  if (found.more) response.set_next_page_token(MakePageToken(query, absl::StrCat(offset + size)));
  return response;
}

}  // namespace zoufang::rpc
