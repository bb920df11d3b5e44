// What administrators import: bytes -> CSV records -> messages, and what must hold of them.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/csv.h"
#include "clients/cli/csv_message.h"
#include "domain/entities.h"
#include "sync/schema/row.h"
#include "sync/schema/utf8.h"
#include "sync/schema/validate.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"
#include "zoufang/v1/division.pb.h"
#include "zoufang/v1/organization.pb.h"

namespace zoufang::fuzz {
namespace {

using Records = std::vector<cli::CsvRecord>;

// The records written again, every value quoted.
std::string Written(const Records& records) {
  std::string text;
  for (const cli::CsvRecord& record : records) {
    const char* before = "";
    for (const cli::CsvCell& cell : record.cells) {
      absl::StrAppend(&text, before, "\"", absl::StrReplaceAll(cell.text, {{"\"", "\"\""}}), "\"");
      before = ",";
    }
    text += "\n";
  }
  return text;
}

void CheckRecords(const Records& records) {
  int line = 0;
  for (const cli::CsvRecord& record : records) {
    Require(record.line > line, "records are in the order of their lines");
    Require(!record.cells.empty(), "a record has a value");
    line = record.line;
    for (const cli::CsvCell& cell : record.cells) {
      Require(cell.line >= line, "cells are in the order of their lines");
      Require(schema::IsUtf8(cell.text), "a value is UTF-8");
      line = cell.line;
    }
  }
  const absl::StatusOr<Records> again = cli::ReadCsv(Written(records));
  Require(again.ok() && again->size() == records.size(), "what was read can be written and read");
  for (size_t i = 0; i < records.size(); ++i) {
    Require((*again)[i].cells.size() == records[i].cells.size(), "as many values");
    for (size_t k = 0; k < records[i].cells.size(); ++k) {
      Require((*again)[i].cells[k].text == records[i].cells[k].text, "the same values");
    }
  }
}

template <typename Message>
void FillAll(const schema::Catalogue& catalogue, const Records& records) {
  const schema::Entity& entity = domain::EntityOf<Message>(catalogue);
  const auto columns = cli::CsvColumns::Read(*Message::descriptor(), records.front(), {});
  RequireReason(columns.status(), {"CSV_COLUMN_UNKNOWN", "CSV_COLUMN_TWICE", "CSV_COLUMN_MISSING"});
  for (size_t i = 1; columns.ok() && i < records.size(); ++i) {
    Message message;
    std::vector<cli::RowProblem> problems;
    columns->Fill(records[i], message, problems);
    if (!problems.empty()) continue;
    const auto row = schema::DecodeRow(entity, message.SerializeAsString());
    Require(row.ok(), "a row without a problem can be sent");
    for (const auto& violation : schema::CheckRow(entity, *row, "")) {
      (void)columns->ProblemAt(records[i], violation.field, violation.zh);
    }
  }
}

constexpr char kOrganizations[] =
    "name,credit_code,kind,status,area_code,former_names,party_clause,registered_at\n";
constexpr char kDivisions[] = "id,name,level,parent_code\n";

}  // namespace
}  // namespace zoufang::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zoufang::fuzz;  // NOLINT: the one function of this program.
  static const auto* const kCatalogue =
      new zoufang::schema::Catalogue(zoufang::domain::ProductCatalogue().value());
  Input input(data, size);
  const std::string header[] = {"", kOrganizations, kDivisions};
  const std::string file = header[input.Choice(3)] + input.Rest();
  const auto records = zoufang::cli::ReadCsv(file);
  RequireReason(records.status(), {"CSV_MALFORMED", "CSV_NOT_UTF8"});
  if (!records.ok() || records->empty()) return 0;
  CheckRecords(*records);
  FillAll<zoufang::v1::Organization>(*kCatalogue, *records);
  FillAll<zoufang::v1::Division>(*kCatalogue, *records);
  return 0;
}
