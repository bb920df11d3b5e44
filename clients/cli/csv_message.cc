#include "clients/cli/csv_message.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/errors.h"
#include "clients/fieldwork/words.h"
#include "google/protobuf/descriptor.h"
#include "sync/base/status.h"
#include "zoufang/sync/v1/annotations.pb.h"

namespace zoufang::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void AddMembers(const FieldDescriptor& field, absl::string_view text, Message& message) {
  for (absl::string_view member : absl::StrSplit(text, ';')) {
    member = absl::StripAsciiWhitespace(member);
    if (!member.empty()) message.GetReflection()->AddString(&message, &field, std::string(member));
  }
}

// Each returns what is expected instead, "" when the value was taken.
std::string SetEnum(const FieldDescriptor& field, absl::string_view text, Message& message) {
  const auto* value = fieldwork::FindEnumValue(*field.enum_type(), text);
  if (value == nullptr) return absl::StrCat("应为 ", fieldwork::ShortNames(*field.enum_type()));
  message.GetReflection()->SetEnum(&message, &field, value);
  return "";
}

std::string SetInteger(const FieldDescriptor& field, absl::string_view text, Message& message) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number)) return "应为整数";
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    message.GetReflection()->SetInt64(&message, &field, number);
    return "";
  }
  if (number != static_cast<int32_t>(number)) return "数字过大";
  message.GetReflection()->SetInt32(&message, &field, static_cast<int32_t>(number));
  return "";
}

std::string SetBool(const FieldDescriptor& field, absl::string_view text, Message& message) {
  bool value = text == "是";
  if (!value && text != "否" && !absl::SimpleAtob(text, &value)) return "应为 true 或 false";
  message.GetReflection()->SetBool(&message, &field, value);
  return "";
}

std::string SetField(const FieldDescriptor& field, absl::string_view text, Message& message) {
  if (text.empty()) return "";
  if (field.is_repeated()) {
    AddMembers(field, text, message);
    return "";
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      message.GetReflection()->SetString(&message, &field, std::string(text));
      return "";
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(field, text, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      return SetBool(field, text, message);
    default:
      return SetInteger(field, text, message);
  }
}

// What a column may hold: no messages, no numbers beyond the integers.
bool CanBeColumn(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_STRING;
    case FieldDescriptor::CPPTYPE_ENUM:
    case FieldDescriptor::CPPTYPE_BOOL:
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
      return !field.is_repeated();
    default:
      return false;
  }
}

// Column names by field. The id has one only by an alias: otherwise the server gives it.
struct KnownColumn {
  std::string name;
  const FieldDescriptor* field;
};

std::vector<KnownColumn> Known(const Descriptor& type,
                               std::initializer_list<CsvColumns::Alias> aliases) {
  std::vector<KnownColumn> known;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    const auto alias =
        std::find_if(aliases.begin(), aliases.end(),
                     [&](const CsvColumns::Alias& a) { return a.field == field->name(); });
    if (alias != aliases.end()) {
      known.push_back({std::string(alias->column), field});
    } else if (field->number() != 1 && CanBeColumn(*field)) {
      known.push_back({field->name(), field});
    }
  }
  return known;
}

std::string NamesOf(const std::vector<KnownColumn>& known) {
  return absl::StrJoin(known, ", ", [](std::string* out, const KnownColumn& column) {
    absl::StrAppend(out, column.name);
  });
}

}  // namespace

Json ToJson(const RowProblem& problem) {
  return {{"line", problem.line},
          {"column", problem.column},
          {"field", problem.field},
          {"message", problem.message},
          {"refused", problem.refused}};
}

absl::StatusOr<CsvColumns> CsvColumns::Read(const Descriptor& type, const CsvRecord& header,
                                            std::initializer_list<Alias> aliases) {
  const std::vector<KnownColumn> known = Known(type, aliases);
  CsvColumns columns;
  for (const CsvCell& cell : header.cells) {
    const int number = static_cast<int>(columns.columns_.size()) + 1;
    const auto found = std::find_if(known.begin(), known.end(), [&](const KnownColumn& column) {
      return column.name == cell.text;
    });
    if (found == known.end()) return CsvColumnUnknown(cell.text, number, NamesOf(known));
    for (const Column& other : columns.columns_) {
      if (other.field == found->field) return CsvColumnTwice(cell.text, number);
    }
    columns.columns_.push_back({cell.text, found->field});
  }
  for (const KnownColumn& column : known) {
    const bool there = std::any_of(columns.columns_.begin(), columns.columns_.end(),
                                   [&](const Column& c) { return c.field == column.field; });
    if (!there && column.field->options().GetExtension(sync::v1::field).required()) {
      return CsvColumnMissing(column.name);
    }
  }
  return columns;
}

void CsvColumns::Fill(const CsvRecord& record, Message& message,
                      std::vector<RowProblem>& problems) const {
  if (record.cells.size() != columns_.size()) {
    problems.push_back({record.line, 0, "",
                        absl::StrCat("有 ", record.cells.size(), " 列，表头有 ", columns_.size(),
                                     " 列；内容里的逗号请用双引号括起")});
    return;
  }
  for (size_t i = 0; i < columns_.size(); ++i) {
    const std::string expected =
        SetField(*columns_[i].field, absl::StripAsciiWhitespace(record.cells[i].text), message);
    if (expected.empty()) continue;
    problems.push_back({record.cells[i].line, static_cast<int>(i) + 1, columns_[i].name,
                        absl::StrCat("“", record.cells[i].text, "” 有误，", expected)});
  }
}

RowProblem CsvColumns::ProblemAt(const CsvRecord& record, absl::string_view field,
                                 absl::string_view message) const {
  const absl::string_view name = field.substr(field.rfind('.') + 1);
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].field->name() != name || i >= record.cells.size()) continue;
    return {record.cells[i].line, static_cast<int>(i) + 1, columns_[i].name, std::string(message)};
  }
  return {record.line, 0, std::string(field), std::string(message)};
}

}  // namespace zoufang::cli
