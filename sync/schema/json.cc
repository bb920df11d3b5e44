// Values as JSON, for persons and for conflict items.
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "sync/base/errors.h"
#include "sync/schema/json_text.h"
#include "sync/schema/row.h"

namespace zoufang::schema {
namespace {

using Json = nlohmann::json;

// The shortest text that reads back as the same number, with a point so that it stays a real.
std::string RealText(double real) {
  if (!std::isfinite(real)) return "null";  // JSON knows no others.
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), real);
  const std::string text(digits.data(), end.ptr);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string TextOf(const Field& field, const std::string& text) {
  if (field.kind == Kind::kSet) return std::get<std::string>(Canonical(field, text));
  std::string json;
  AppendJsonText(text, json);
  return json;
}

absl::Status Unsuitable(const Field& field) {
  return base::Undecodable(absl::StrCat(field.name, ": the JSON does not suit the field"));
}

absl::StatusOr<sql::Value> IntegerFrom(const Field& field, const Json& json) {
  if (json.is_boolean() && field.kind == Kind::kBool) return int64_t{json.get<bool>()};
  const bool too_great =
      json.is_number_unsigned() &&
      json.get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  if (!json.is_number_integer() || too_great) return Unsuitable(field);
  return json.get<int64_t>();
}

absl::StatusOr<sql::Value> BytesFrom(const Field& field, const Json& json) {
  sql::Blob blob;
  if (!json.is_string() || !absl::Base64Unescape(json.get<std::string>(), &blob.bytes)) {
    return Unsuitable(field);
  }
  return blob;
}

absl::StatusOr<sql::Value> SetFrom(const Json& json) {
  absl::StatusOr<std::vector<std::string>> members = SetMembers(json.dump());
  if (!members.ok()) return members.status();
  return SetText(*std::move(members));
}

}  // namespace

void AppendJsonText(absl::string_view text, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppend(&out, "\\u00", c < 0x10 ? "0" : "1", std::string(1, kHex[c & 15]));
    } else {
      out += c;
    }
  }
  out += '"';
}

std::string ToJson(const Field& field, const sql::Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    if (field.kind == Kind::kBool) return *integer != 0 ? "true" : "false";
    return absl::StrCat(*integer);
  }
  if (const auto* real = std::get_if<double>(&value)) return RealText(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return TextOf(field, *text);
  if (const auto* blob = std::get_if<sql::Blob>(&value)) {
    return absl::StrCat("\"", absl::Base64Escape(blob->bytes), "\"");
  }
  return "null";
}

absl::StatusOr<sql::Value> FromJson(const Field& field, absl::string_view json) {
  const Json parsed = Json::parse(json.begin(), json.end(), nullptr, false);
  if (parsed.is_discarded()) return Unsuitable(field);
  if (parsed.is_null()) {
    if (!field.nullable) return Unsuitable(field);
    return std::monostate();
  }
  switch (field.kind) {
    case Kind::kText:
      if (!parsed.is_string()) return Unsuitable(field);
      return parsed.get<std::string>();
    case Kind::kSet:
      return SetFrom(parsed);
    case Kind::kBytes:
      return BytesFrom(field, parsed);
    case Kind::kReal:
      if (!parsed.is_number()) return Unsuitable(field);
      return parsed.get<double>();
    default:
      return IntegerFrom(field, parsed);
  }
}

}  // namespace zoufang::schema
