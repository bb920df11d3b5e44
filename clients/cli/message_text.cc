#include "clients/cli/message_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "clients/fieldwork/field_text.h"
#include "clients/fieldwork/words.h"
#include "google/protobuf/timestamp.pb.h"
#include "zoufang/sync/v1/annotations.pb.h"

namespace zoufang::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string Label(Language language, const FieldDescriptor& field) {
  const std::string& label = field.options().GetExtension(sync::v1::field).label_zh();
  if (language == Language::kChinese && !label.empty()) return label;
  return absl::StrReplaceAll(field.name(), {{"_", " "}});
}

std::string ListText(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return "";
  std::vector<std::string> items;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    items.push_back(reflection.GetRepeatedString(message, &field, i));
  }
  return absl::StrJoin(items, "；");
}

std::string BoolText(Language language, bool value) {
  return std::string(TextIn(language, value ? TextId::kYes : TextId::kNo));
}

std::string SingleText(Language language, const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (field.has_presence() && !reflection.HasField(message, &field)) return "";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_BOOL:
      return BoolText(language, reflection.GetBool(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return Word(language, *field.enum_type(), reflection.GetEnumValue(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return TimeText(reflection.GetMessage(message, &field));
    default:
      return "";
  }
}

}  // namespace

std::string Word(Language language, const google::protobuf::EnumDescriptor& type, int value) {
  const auto* descriptor = type.FindValueByNumber(value);
  if (descriptor == nullptr) return absl::StrCat(value);
  if (value == 0) return "";
  if (language == Language::kChinese) return std::string(fieldwork::ChineseWord(*descriptor));
  return absl::StrReplaceAll(absl::AsciiStrToLower(fieldwork::ShortName(*descriptor)),
                             {{"_", " "}});
}

std::string FieldText(Language language, const Message& message, absl::string_view name) {
  const FieldDescriptor& field = *message.GetDescriptor()->FindFieldByName(std::string(name));
  return field.is_repeated() ? ListText(message, field) : SingleText(language, message, field);
}

void AddFields(Language language, const Message& message,
               std::initializer_list<absl::string_view> fields, Table& table) {
  for (const absl::string_view name : fields) {
    const std::string text = FieldText(language, message, name);
    if (text.empty()) continue;
    const FieldDescriptor& field = *message.GetDescriptor()->FindFieldByName(std::string(name));
    table.Add({Label(language, field), text});
  }
}

std::string TimeText(const Message& message) {
  if (message.GetDescriptor() != google::protobuf::Timestamp::descriptor()) return "";
  const auto& stamp = static_cast<const google::protobuf::Timestamp&>(message);
  if (stamp.seconds() == 0 && stamp.nanos() == 0) return "";
  return fieldwork::TimeText(absl::FromUnixSeconds(stamp.seconds()));
}

}  // namespace zoufang::cli
