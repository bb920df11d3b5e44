#include "server/rpc/import_work.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/checks.h"
#include "server/storage/division_import.h"
#include "server/storage/organization_import.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

using v1::ImportResponse;
using v1::ImportResult;

constexpr int kMostRows = 500;
// Rows in one write job: others get their turn in between.
constexpr int kRowsAJob = 100;

absl::Status CheckCount(int rows, absl::string_view field) {
  Checks checks;
  checks.Require(rows <= kMostRows, field, "一次最多500行", "at most 500 in one request");
  return checks.Result();
}

// True when a rule refused the row, and not the database.
bool IsRefusal(const absl::Status& status) {
  return base::ReasonOf(status) == base::ReasonOf(domain::EditNotTaken("", ""));
}

// Runs `take` for each row, each in a savepoint of its own, some rows to a write job. A row that
// fails is refused; the others stand.
absl::Status TakeRows(storage::Store& store, int rows, ImportResponse& response,
                      absl::FunctionRef<absl::StatusOr<ImportResult>(sql::Database&, int)> take) {
  for (int begin = 0; begin < rows; begin += kRowsAJob) {
    const int end = std::min(begin + kRowsAJob, rows);
    std::vector<ImportResult> results;
    RETURN_IF_ERROR(store.Write([&](sql::Database& database) -> absl::Status {
      for (int row = begin; row < end; ++row) {
        ImportResult result;
        absl::Status taken = database.Savepoint([&]() -> absl::Status {
          ASSIGN_OR_RETURN(result, take(database, row));
          return absl::OkStatus();
        });
        if (IsRefusal(taken)) {
          result.Clear();
          result.set_status(ImportResult::REFUSED);
          result.add_problems()->set_message(base::ChineseMessageOf(taken));
        } else if (!taken.ok()) {
          return taken;
        }
        results.push_back(std::move(result));
      }
      return absl::OkStatus();
    }));
    response.mutable_results()->Add(results.begin(), results.end());
  }
  return absl::OkStatus();
}

std::vector<std::string> ChangedIds(const ImportResponse& response) {
  std::vector<std::string> ids;
  for (const ImportResult& result : response.results()) {
    const bool changed =
        result.status() == ImportResult::CREATED || result.status() == ImportResult::UPDATED;
    if (changed) ids.push_back(result.id());
  }
  return ids;
}

}  // namespace

absl::StatusOr<ImportResponse> ImportWork::Divisions(const Caller& caller,
                                                     const v1::ImportDivisionsRequest& request) {
  RETURN_IF_ERROR(CheckCount(request.divisions_size(), "divisions"));
  ImportResponse response;
  RETURN_IF_ERROR(TakeRows(
      parts_.store, request.divisions_size(), response, [&](sql::Database& database, int row) {
        return storage::TakeDivision(parts_.hub, parts_.catalogue, database, parts_.random,
                                     caller.user_id(), request.divisions(row));
      }));
  return response;
}

absl::StatusOr<ImportResponse> ImportWork::Organizations(
    const Caller& caller, const v1::ImportOrganizationsRequest& request) {
  RETURN_IF_ERROR(CheckCount(request.organizations_size(), "organizations"));
  if (request.validate_only()) return Foresee(caller, request);
  storage::OrganizationImport import(parts_.hub, parts_.catalogue, parts_.random, caller.user_id());
  ImportResponse response;
  const absl::Status taken = TakeRows(parts_.store, request.organizations_size(), response,
                                      [&](sql::Database& database, int row) {
                                        return import.Take(database, request.organizations(row));
                                      });
  // What was committed before a failure is in the database: the look-up must know it.
  RETURN_IF_ERROR(parts_.lookup.Refresh(parts_.store, ChangedIds(response)));
  RETURN_IF_ERROR(taken);
  return response;
}

absl::StatusOr<ImportResponse> ImportWork::Foresee(const Caller& caller,
                                                   const v1::ImportOrganizationsRequest& request) {
  storage::OrganizationImport import(parts_.hub, parts_.catalogue, parts_.random, caller.user_id());
  ImportResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    for (const v1::Organization& organization : request.organizations()) {
      ASSIGN_OR_RETURN(*response.add_results(), import.Foresee(database, organization));
    }
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace zoufang::rpc
