#include "sync/schema/validate.h"

#include <cmath>
#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "sync/schema/format.h"
#include "sync/schema/utf8.h"

namespace zoufang::schema {
namespace {

constexpr int64_t kDefaultMaxChars = 200;
constexpr int64_t kDefaultMaxItems = 64;
constexpr int64_t kMaxItemChars = 60;
// Years 1 to 9999, as google.protobuf.Timestamp.
constexpr int64_t kMinMicros = -62135596800000000;
constexpr int64_t kMaxMicros = 253402300799999999;

// What is wrong with a value, without the field's name. nullopt: nothing.
struct Fault {
  std::string zh;
  std::string en;
};
using Finding = std::optional<Fault>;

Finding Missing() { return Fault{"必须填写", "must be given"}; }

Finding CheckCharacters(absl::string_view text) {
  if (IsUtf8(text) && text.find('\0') == absl::string_view::npos) return std::nullopt;
  return Fault{"含有无法识别的字符，请重新输入", "must be UTF-8 text without NUL characters"};
}

Finding CheckLength(absl::string_view text, int64_t limit) {
  const int64_t length = CountCharacters(text);
  if (length <= limit) return std::nullopt;
  return Fault{absl::StrCat("最多 ", limit, " 个字，现有 ", length, " 个"),
               absl::StrCat("at most ", limit, " characters, has ", length)};
}

int64_t MaxChars(const sync::v1::FieldOptions& rules) {
  if (rules.max_chars() != 0) return rules.max_chars();
  const bool bounded = rules.format() != sync::v1::FORMAT_UNSPECIFIED;
  return bounded ? std::numeric_limits<int64_t>::max() : kDefaultMaxChars;
}

Finding CheckText(const Field& field, absl::string_view text) {
  if (text.empty()) return field.rules.required() ? Missing() : std::nullopt;
  if (Finding fault = CheckCharacters(text)) return fault;
  if (Finding fault = CheckLength(text, MaxChars(field.rules))) return fault;
  if (HasFormat(field.rules.format(), text)) return std::nullopt;
  const FormatName format = NameOf(field.rules.format());
  return Fault{std::string(format.zh), std::string(format.en)};
}

Finding CheckMember(absl::string_view member) {
  if (member.empty()) return Fault{"不能有空项", "must not hold an empty item"};
  if (Finding fault = CheckCharacters(member)) return fault;
  Finding fault = CheckLength(member, kMaxItemChars);
  if (fault) fault = Fault{absl::StrCat("每项", fault->zh), absl::StrCat("each item ", fault->en)};
  return fault;
}

Finding CheckSet(const Field& field, absl::string_view text) {
  const absl::StatusOr<std::vector<std::string>> members = SetMembers(text);
  if (!members.ok()) {
    return Fault{"应为文字列表，写作 [\"甲\",\"乙\"]", "must be a JSON array of texts"};
  }
  if (members->empty()) return field.rules.required() ? Missing() : std::nullopt;
  const int64_t limit = field.rules.max_items() != 0 ? field.rules.max_items() : kDefaultMaxItems;
  const auto count = static_cast<int64_t>(members->size());
  if (count > limit) {
    return Fault{absl::StrCat("最多 ", limit, " 项，现有 ", count, " 项"),
                 absl::StrCat("at most ", limit, " items, has ", count)};
  }
  for (const std::string& member : *members) {
    if (Finding fault = CheckMember(member)) return fault;
  }
  return std::nullopt;
}

Finding CheckBytes(const Field& field, absl::string_view bytes) {
  if (bytes.empty()) return field.rules.required() ? Missing() : std::nullopt;
  const int64_t limit = field.rules.max_chars();
  const auto size = static_cast<int64_t>(bytes.size());
  if (limit == 0 || size <= limit) return std::nullopt;
  return Fault{absl::StrCat("最多 ", limit, " 字节，现有 ", size, " 字节"),
               absl::StrCat("at most ", limit, " bytes, has ", size)};
}

template <typename Number>
Finding CheckRange(const sync::v1::FieldOptions& rules, Number value) {
  if (rules.min() == 0 && rules.max() == 0) return std::nullopt;
  if (value >= static_cast<Number>(rules.min()) && value <= static_cast<Number>(rules.max())) {
    return std::nullopt;
  }
  return Fault{absl::StrCat("应在 ", rules.min(), " 到 ", rules.max(), " 之间，现为 ", value),
               absl::StrCat("must be from ", rules.min(), " to ", rules.max(), ", is ", value)};
}

Finding CheckInteger(const Field& field, int64_t value) {
  if (field.is_int32 && value != static_cast<int32_t>(value)) {
    return Fault{absl::StrCat("数字过大或过小：", value), absl::StrCat("beyond 32 bits: ", value)};
  }
  return CheckRange(field.rules, value);
}

Finding CheckReal(const Field& field, double value) {
  if (!std::isfinite(value)) return Fault{"应为有限的数", "must be a finite number"};
  return CheckRange(field.rules, value);
}

Finding CheckEnum(const Field& field, int64_t value) {
  if (value == 0) return field.rules.required() ? Missing() : std::nullopt;
  const bool narrow = value == static_cast<int32_t>(value);
  const auto* type = field.descriptor->enum_type();
  if (narrow && type->FindValueByNumber(static_cast<int>(value)) != nullptr) return std::nullopt;
  return Fault{absl::StrCat("没有选项 ", value, "，可能需要升级程序"),
               absl::StrCat("no value ", value, " in ", type->name())};
}

Finding CheckTimestamp(int64_t micros) {
  if (micros >= kMinMicros && micros <= kMaxMicros) return std::nullopt;
  return Fault{"时间应在公元 1 年到 9999 年之间", "must be in the years 1 to 9999"};
}

Finding CheckBool(int64_t value) {
  if (value == 0 || value == 1) return std::nullopt;
  return Fault{"应为 0 或 1", "must be 0 or 1"};
}

// `value` has the field's stored type and is not NULL.
Finding CheckPresent(const Field& field, const sql::Value& value) {
  switch (field.kind) {
    case Kind::kText:
      return CheckText(field, std::get<std::string>(value));
    case Kind::kSet:
      return CheckSet(field, std::get<std::string>(value));
    case Kind::kBytes:
      return CheckBytes(field, std::get<sql::Blob>(value).bytes);
    case Kind::kReal:
      return CheckReal(field, std::get<double>(value));
    case Kind::kBool:
      return CheckBool(std::get<int64_t>(value));
    case Kind::kInteger:
      return CheckInteger(field, std::get<int64_t>(value));
    case Kind::kEnum:
      return CheckEnum(field, std::get<int64_t>(value));
    case Kind::kTimestamp:
      return CheckTimestamp(std::get<int64_t>(value));
  }
  return std::nullopt;
}

Finding Check(const Field& field, const sql::Value& value) {
  if (sql::IsNull(value) && field.rules.required()) return Missing();
  if (!TypeFits(field, value)) {
    return Fault{"内容的类型不对", "has a value of the wrong type"};
  }
  return sql::IsNull(value) ? std::nullopt : CheckPresent(field, value);
}

}  // namespace

void CheckValue(const Field& field, const sql::Value& value, absl::string_view path,
                std::vector<base::FieldViolation>& violations) {
  const Finding fault = Check(field, value);
  if (!fault) return;
  violations.push_back(
      {std::string(path), absl::StrCat(field.Label(), "：", fault->zh), fault->en});
}

bool LowersRaised(const Field& field, const sql::Value& before, const sql::Value& after) {
  return field.merge == sync::v1::MAX && !field.rules.prevails().empty() && after < before;
}

std::vector<base::FieldViolation> CheckRow(const Entity& entity, const Row& row,
                                           absl::string_view prefix) {
  std::vector<base::FieldViolation> violations;
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    const Field& field = entity.fields[i];
    const std::string path = prefix.empty() ? field.name : absl::StrCat(prefix, ".", field.name);
    CheckValue(field, row.values[i], path, violations);
  }
  return violations;
}

}  // namespace zoufang::schema
