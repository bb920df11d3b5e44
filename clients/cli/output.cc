#include "clients/cli/output.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/width.h"
#include "sync/base/error.h"

namespace zoufang::cli {
namespace {

// Malformed UTF-8 from a file is shown, not fatal.
std::string Dump(const Json& document, int indent) {
  return document.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json ErrorDocument(const absl::Status& status) {
  Json violations = Json::array();
  for (const base::FieldViolation& violation : base::ViolationsOf(status)) {
    violations.push_back({{"field", violation.field}, {"message", violation.zh}});
  }
  return {{"error",
           {{"reason", base::ReasonOf(status)},
            {"message", base::ChineseMessageOf(status)},
            {"message_en", std::string(status.message())},
            {"violations", std::move(violations)}}}};
}

}  // namespace

void Output::Line(absl::string_view text) { out_ << Printable(text) << '\n'; }

void Output::Print(const Table& table) {
  for (const std::string& line : table.Lines()) out_ << line << '\n';
}

void Output::Document(const Json& document) { out_ << Dump(document, 2) << '\n'; }

void Output::Event(const Json& document) { out_ << Dump(document, -1) << std::endl; }

void Output::Error(const absl::Status& status) {
  out_.flush();
  if (json_) {
    err_ << Dump(ErrorDocument(status), 2) << '\n';
    return;
  }
  const std::string message = language_ == Language::kChinese ? base::ChineseMessageOf(status)
                                                              : std::string(status.message());
  err_ << Printable(Say(TextId::kError, message, base::ReasonOf(status))) << '\n';
  for (const base::FieldViolation& violation : base::ViolationsOf(status)) {
    if (absl::StrContains(message, violation.zh)) continue;  // It is said already.
    err_ << "  " << Printable(absl::StrCat(violation.field, ": ", violation.zh)) << '\n';
  }
}

}  // namespace zoufang::cli
