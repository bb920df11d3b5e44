#include "clients/cli/import.h"

#include <algorithm>
#include <utility>

#include "absl/functional/function_ref.h"
#include "clients/cli/errors.h"
#include "clients/cli/files.h"
#include "domain/entities.h"
#include "sync/base/status.h"
#include "sync/schema/row.h"
#include "sync/schema/validate.h"
#include "zoufang/v1/admin_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

constexpr size_t kRowsPerCall = 500;

template <typename Message>
absl::StatusOr<ImportFile<Message>> ReadRows(const std::string& path,
                                             std::initializer_list<CsvColumns::Alias> aliases) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadWholeFile(path));
  ASSIGN_OR_RETURN(std::vector<CsvRecord> records, ReadCsv(bytes));
  if (records.empty()) return CsvEmpty();
  ImportFile<Message> file;
  ASSIGN_OR_RETURN(file.columns,
                   CsvColumns::Read(*Message::descriptor(), records.front(), aliases));
  for (size_t i = 1; i < records.size(); ++i) {
    ++file.rows;
    Message message;
    const size_t before = file.problems.size();
    file.columns.Fill(records[i], message, file.problems);
    if (file.problems.size() == before) {
      file.good.push_back({std::move(records[i]), std::move(message)});
    }
  }
  return file;
}

// Takes rows that break their fields' declared rules out of the good ones.
absl::Status CheckDivisions(ImportFile<v1::Division>& file) {
  ASSIGN_OR_RETURN(const schema::Catalogue catalogue, domain::ProductCatalogue());
  const schema::Entity& entity = domain::EntityOf<v1::Division>(catalogue);
  std::vector<ImportRow<v1::Division>> good;
  for (ImportRow<v1::Division>& row : file.good) {
    ASSIGN_OR_RETURN(const schema::Row values,
                     schema::DecodeRow(entity, row.message.SerializeAsString()));
    const std::vector<base::FieldViolation> violations = schema::CheckRow(entity, values, "");
    for (const base::FieldViolation& violation : violations) {
      file.problems.push_back(file.columns.ProblemAt(row.record, violation.field, violation.zh));
    }
    if (violations.empty()) good.push_back(std::move(row));
  }
  file.good = std::move(good);
  return absl::OkStatus();
}

void Count(v1::ImportResult::Status status, ImportReport& report) {
  switch (status) {
    case v1::ImportResult::CREATED:
      ++report.created;
      break;
    case v1::ImportResult::UPDATED:
      ++report.updated;
      break;
    case v1::ImportResult::UNCHANGED:
      ++report.unchanged;
      break;
    default:
      ++report.refused;
      break;
  }
}

template <typename Message>
using RowsSpan = absl::Span<const ImportRow<Message>>;
template <typename Message>
using SendRows = absl::FunctionRef<absl::StatusOr<v1::ImportResponse>(RowsSpan<Message>)>;

// Sends all good rows, and adds what the server said of each to `report`.
template <typename Message>
absl::Status SendAll(const ImportFile<Message>& file, SendRows<Message> send,
                     ImportReport& report) {
  for (size_t begin = 0; begin < file.good.size(); begin += kRowsPerCall) {
    const RowsSpan<Message> rows = absl::MakeSpan(file.good).subspan(begin, kRowsPerCall);
    ASSIGN_OR_RETURN(const v1::ImportResponse answer, send(rows));
    for (int i = 0; i < answer.results_size(); ++i) {
      const v1::ImportResult& result = answer.results(i);
      Count(result.status(), report);
      for (const v1::ImportProblem& problem : result.problems()) {
        report.problems.push_back(
            file.columns.ProblemAt(rows[i].record, problem.field(), problem.message()));
        report.problems.back().refused = result.status() == v1::ImportResult::REFUSED;
      }
    }
  }
  return absl::OkStatus();
}

template <typename Message>
ImportReport StartReport(const ImportFile<Message>& file) {
  ImportReport report;
  report.rows = file.rows;
  report.refused = file.rows - static_cast<int>(file.good.size());
  report.problems = file.problems;
  return report;
}

void SortByPlace(ImportReport& report) {
  std::stable_sort(report.problems.begin(), report.problems.end(),
                   [](const RowProblem& a, const RowProblem& b) {
                     return std::pair(a.line, a.column) < std::pair(b.line, b.column);
                   });
}

}  // namespace

absl::StatusOr<ImportFile<v1::Division>> ReadDivisions(const std::string& path) {
  ASSIGN_OR_RETURN(ImportFile<v1::Division> file,
                   ReadRows<v1::Division>(path, {{"code", "id"}, {"parent", "parent_code"}}));
  RETURN_IF_ERROR(CheckDivisions(file));
  return file;
}

absl::StatusOr<ImportFile<v1::Organization>> ReadOrganizations(const std::string& path) {
  return ReadRows<v1::Organization>(path, {});
}

absl::StatusOr<ImportReport> ImportDivisions(const ImportFile<v1::Division>& file, ImportMode mode,
                                             const Remote& remote) {
  ImportReport report = StartReport(file);
  const bool bad = report.refused > 0;
  if (mode != ImportMode::kCheck && !(bad && mode == ImportMode::kAllOrNone)) {
    RETURN_IF_ERROR(SendAll<v1::Division>(
        file,
        [&](RowsSpan<v1::Division> rows) {
          v1::ImportDivisionsRequest request;
          for (const auto& row : rows) *request.add_divisions() = row.message;
          return remote.Call(&v1::AdminService::Stub::ImportDivisions, request);
        },
        report));
    report.imported = true;
  }
  SortByPlace(report);
  return report;
}

absl::StatusOr<ImportReport> ImportOrganizations(const ImportFile<v1::Organization>& file,
                                                 ImportMode mode, const Remote& remote) {
  const auto send_all = [&](bool validate_only) -> absl::StatusOr<ImportReport> {
    ImportReport report = StartReport(file);
    report.imported = !validate_only;
    RETURN_IF_ERROR(SendAll<v1::Organization>(
        file,
        [&](RowsSpan<v1::Organization> rows) {
          v1::ImportOrganizationsRequest request;
          request.set_validate_only(validate_only);
          for (const auto& row : rows) *request.add_organizations() = row.message;
          return remote.Call(&v1::AdminService::Stub::ImportOrganizations, request);
        },
        report));
    SortByPlace(report);
    return report;
  };
  if (mode == ImportMode::kKeepGoing) return send_all(false);
  ASSIGN_OR_RETURN(ImportReport checked, send_all(true));
  if (mode == ImportMode::kCheck || checked.refused > 0) return checked;
  return send_all(false);
}

}  // namespace zoufang::cli
