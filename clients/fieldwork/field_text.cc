#include "clients/fieldwork/field_text.h"

#include <cmath>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/fieldwork/errors.h"
#include "clients/fieldwork/words.h"
#include "domain/complaint_clock.h"
#include "sync/schema/row.h"

namespace zoufang::fieldwork {
namespace {

using schema::Field;
using schema::Kind;

absl::StatusOr<sql::Value> ParseInteger(const Field& field, absl::string_view text) {
  int64_t number = 0;
  if (absl::SimpleAtoi(text, &number)) return number;
  return ValueUnreadable(field.Label(), field.name, "整数", "an integer");
}

absl::StatusOr<sql::Value> ParseReal(const Field& field, absl::string_view text) {
  double number = 0;
  if (absl::SimpleAtod(text, &number) && std::isfinite(number)) return number;
  return ValueUnreadable(field.Label(), field.name, "数字", "a number");
}

absl::StatusOr<sql::Value> ParseBool(const Field& field, absl::string_view text) {
  bool value = false;
  if (text == "是" || text == "否") return int64_t{text == "是"};
  if (absl::SimpleAtob(text, &value)) return int64_t{value};
  return ValueUnreadable(field.Label(), field.name, " 是 或 否", "true or false");
}

absl::StatusOr<sql::Value> ParseEnum(const Field& field, absl::string_view text) {
  const google::protobuf::EnumDescriptor& type = *field.descriptor->enum_type();
  if (const auto* value = FindEnumValue(type, text)) return int64_t{value->number()};
  const std::string names = ShortNames(type);
  return ValueUnreadable(field.Label(), field.name, absl::StrCat("以下之一：", names),
                         absl::StrCat("one of ", names));
}

absl::StatusOr<sql::Value> ParseTimestamp(const Field& field, absl::string_view text) {
  if (const auto time = ParseTime(text)) return absl::ToUnixMicros(*time);
  return ValueUnreadable(field.Label(), field.name, "时间，如 2026-03-04 10:30",
                         "a time such as 2026-03-04 10:30");
}

absl::StatusOr<sql::Value> ParseBytes(const Field& field, absl::string_view text) {
  sql::Blob blob;
  if (absl::Base64Unescape(text, &blob.bytes)) return blob;
  return ValueUnreadable(field.Label(), field.name, " Base64", "Base64");
}

sql::Value ParseSet(absl::string_view text) {
  std::vector<std::string> members;
  for (absl::string_view member : absl::StrSplit(text, ';')) {
    member = absl::StripAsciiWhitespace(member);
    if (!member.empty()) members.emplace_back(member);
  }
  return schema::SetText(std::move(members));
}

std::string EnumText(const Field& field, int64_t number) {
  const auto* value = field.descriptor->enum_type()->FindValueByNumber(static_cast<int>(number));
  return value == nullptr ? absl::StrCat(number) : std::string(ChineseWord(*value));
}

std::string SetAsText(const sql::Value& value) {
  const auto members = schema::SetMembers(std::get<std::string>(value));
  return members.ok() ? absl::StrJoin(*members, "；") : std::get<std::string>(value);
}

}  // namespace

absl::StatusOr<sql::Value> ParseFieldText(const Field& field, absl::string_view text) {
  if (field.kind == Kind::kText) return std::string(text);
  const absl::string_view trimmed = absl::StripAsciiWhitespace(text);
  if (trimmed.empty() && field.nullable) return std::monostate();
  switch (field.kind) {
    case Kind::kBool:
      return ParseBool(field, trimmed);
    case Kind::kEnum:
      return ParseEnum(field, trimmed);
    case Kind::kReal:
      return ParseReal(field, trimmed);
    case Kind::kTimestamp:
      return ParseTimestamp(field, trimmed);
    case Kind::kSet:
      return ParseSet(trimmed);
    case Kind::kBytes:
      return ParseBytes(field, trimmed);
    default:
      return ParseInteger(field, trimmed);
  }
}

std::string FieldText(const Field& field, const sql::Value& value) {
  if (sql::IsNull(value)) return "";
  if (!schema::TypeFits(field, value)) return schema::ToJson(field, value);
  switch (field.kind) {
    case Kind::kText:
      return std::get<std::string>(value);
    case Kind::kSet:
      return SetAsText(value);
    case Kind::kBool:
      return std::get<int64_t>(value) != 0 ? "是" : "否";
    case Kind::kEnum:
      return EnumText(field, std::get<int64_t>(value));
    case Kind::kTimestamp:
      return TimeText(absl::FromUnixMicros(std::get<int64_t>(value)));
    default:
      return schema::ToJson(field, value);
  }
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M", time, domain::Shanghai());
}

std::optional<absl::Time> ParseTime(absl::string_view text) {
  absl::Time time;
  std::string problem;
  for (const char* format :
       {"%Y-%m-%d %H:%M:%E*S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%E*S", "%Y-%m-%dT%H:%M"}) {
    if (absl::ParseTime(format, text, domain::Shanghai(), &time, &problem)) return time;
  }
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &problem)) return time;
  return std::nullopt;
}

}  // namespace zoufang::fieldwork
