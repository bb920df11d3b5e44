#include "sync/schema/declared_field.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::schema {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;

constexpr char kTimestampMessage[] = "google.protobuf.Timestamp";

// SQLite compares names without case, and names with a leading underscore are the library's own.
bool IsColumnName(absl::string_view name) {
  return absl::ascii_islower(name[0]) && std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

std::optional<Kind> KindOf(const FieldDescriptor& field) {
  if (field.real_containing_oneof() != nullptr) return std::nullopt;
  if (field.is_repeated()) {
    return field.type() == FieldDescriptor::TYPE_STRING ? std::optional(Kind::kSet) : std::nullopt;
  }
  switch (field.type()) {
    case FieldDescriptor::TYPE_STRING:
      return Kind::kText;
    case FieldDescriptor::TYPE_BYTES:
      return Kind::kBytes;
    case FieldDescriptor::TYPE_BOOL:
      return Kind::kBool;
    case FieldDescriptor::TYPE_INT32:
    case FieldDescriptor::TYPE_INT64:
      return Kind::kInteger;
    case FieldDescriptor::TYPE_ENUM:
      return Kind::kEnum;
    case FieldDescriptor::TYPE_DOUBLE:
      return Kind::kReal;
    case FieldDescriptor::TYPE_MESSAGE:
      return field.message_type()->full_name() == kTimestampMessage
                 ? std::optional(Kind::kTimestamp)
                 : std::nullopt;
    default:
      return std::nullopt;
  }
}

bool IsNumber(Kind kind) { return kind == Kind::kInteger || kind == Kind::kReal; }

bool MergeFits(const Field& field) {
  switch (field.merge) {
    case sync::v1::SUM:
      return IsNumber(field.kind) && !field.nullable;
    case sync::v1::MAX:
    case sync::v1::MIN:
      return IsNumber(field.kind) || field.kind == Kind::kTimestamp;
    case sync::v1::UNION:
      return field.kind == Kind::kSet;
    case sync::v1::TEXT:
      return field.kind == Kind::kText;
    case sync::v1::STATE:
      return field.kind == Kind::kEnum;
    default:
      return true;
  }
}

// A rule that could never apply is a slip of its author's. Returns it, or "".
absl::string_view MisplacedRule(const Field& field) {
  const sync::v1::FieldOptions& rules = field.rules;
  const bool text = field.kind == Kind::kText;
  if (rules.format() != sync::v1::FORMAT_UNSPECIFIED && !text) return "format";
  if (rules.max_chars() != 0 && !text && field.kind != Kind::kBytes) return "max_chars";
  if (rules.max_items() != 0 && field.kind != Kind::kSet) return "max_items";
  if ((rules.min() != 0 || rules.max() != 0) && !IsNumber(field.kind)) return "min and max";
  if (rules.min() > rules.max()) return "min above max";
  if (!rules.transitions().empty() && field.merge != sync::v1::STATE) return "transitions";
  if (!rules.prevails().empty() && field.merge != sync::v1::STATE && field.merge != sync::v1::MAX) {
    return "prevails";
  }
  return "";
}

sync::v1::Merge MergeOf(const FieldDescriptor& field, const sync::v1::FieldOptions& rules,
                        const sync::v1::EntityOptions& entity) {
  if (field.number() == 1) return sync::v1::APPEND;
  if (rules.merge() != sync::v1::MERGE_UNSPECIFIED) return rules.merge();
  if (entity.default_merge() != sync::v1::MERGE_UNSPECIFIED) return entity.default_merge();
  return sync::v1::KEEP;
}

// The value named "DRAFT" of VisitState: VISIT_STATE_DRAFT.
const EnumValueDescriptor* ValueNamed(const EnumDescriptor& type, absl::string_view name) {
  const std::string prefix = absl::AsciiStrToUpper(SnakeCase(type.name()));
  return type.FindValueByName(absl::StrCat(prefix, "_", name));
}

absl::StatusOr<std::pair<int64_t, int64_t>> ReadTransition(const FieldDescriptor& field,
                                                           const std::string& text) {
  const std::vector<std::string> ends = absl::StrSplit(text, '>');
  const auto* from = ends.size() == 2 ? ValueNamed(*field.enum_type(), ends[0]) : nullptr;
  const auto* to = ends.size() == 2 ? ValueNamed(*field.enum_type(), ends[1]) : nullptr;
  if (from == nullptr || to == nullptr) {
    return base::BadDeclaration(field.full_name(),
                                absl::StrCat("transition \"", text, "\" names no two values of ",
                                             field.enum_type()->full_name()));
  }
  return std::pair<int64_t, int64_t>(from->number(), to->number());
}

// The numbers of the values that prevail; of MAX the only word is GREATER, which needs none.
absl::Status ReadPrevails(const FieldDescriptor& descriptor, Field& field) {
  for (const std::string& text : field.rules.prevails()) {
    if (field.merge == sync::v1::MAX && text == "GREATER") continue;
    const EnumValueDescriptor* value =
        descriptor.enum_type() == nullptr ? nullptr : ValueNamed(*descriptor.enum_type(), text);
    if (value == nullptr) {
      return base::BadDeclaration(descriptor.full_name(),
                                  absl::StrCat("prevails \"", text, "\" names no value"));
    }
    field.prevails.insert(value->number());
  }
  return absl::OkStatus();
}

absl::Status CheckField(const Field& field) {
  const std::string& name = field.descriptor->full_name();
  if (!IsColumnName(field.name)) {
    return base::BadDeclaration(name, "its name is not in lower_snake_case");
  }
  if (!MergeFits(field)) {
    return base::BadDeclaration(
        name, absl::StrCat("merge ", sync::v1::Merge_Name(field.merge), " does not fit its type"));
  }
  if (const absl::string_view rule = MisplacedRule(field); !rule.empty()) {
    return base::BadDeclaration(name, absl::StrCat(rule, ": does not fit its type or merge"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Field> ReadField(const FieldDescriptor& descriptor,
                                const sync::v1::EntityOptions& entity) {
  const std::optional<Kind> kind = KindOf(descriptor);
  if (!kind.has_value()) {
    return base::BadDeclaration(descriptor.full_name(), "its type cannot be a column");
  }
  Field field;
  field.number = descriptor.number();
  field.name = descriptor.name();
  field.kind = *kind;
  field.nullable = *kind == Kind::kTimestamp || descriptor.has_optional_keyword();
  field.is_int32 = descriptor.type() == FieldDescriptor::TYPE_INT32;
  field.rules = descriptor.options().GetExtension(sync::v1::field);
  field.merge = MergeOf(descriptor, field.rules, entity);
  field.descriptor = &descriptor;
  RETURN_IF_ERROR(CheckField(field));
  for (const std::string& text : field.rules.transitions()) {
    ASSIGN_OR_RETURN(const auto transition, ReadTransition(descriptor, text));
    field.transitions.insert(transition);
  }
  RETURN_IF_ERROR(ReadPrevails(descriptor, field));
  return field;
}

std::string SnakeCase(absl::string_view camel) {
  std::string snake;
  for (size_t i = 0; i < camel.size(); ++i) {
    const bool after_word = i > 0 && !absl::ascii_isupper(camel[i - 1]);
    const bool before_word = i > 0 && i + 1 < camel.size() && absl::ascii_islower(camel[i + 1]);
    if (absl::ascii_isupper(camel[i]) && (after_word || before_word)) snake += '_';
    snake += absl::ascii_tolower(camel[i]);
  }
  return snake;
}

}  // namespace zoufang::schema
