#include "clients/cli/message_json.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/fieldwork/words.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"

namespace zoufang::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

Json TimestampJson(const Message& message) {
  const auto& stamp = static_cast<const google::protobuf::Timestamp&>(message);
  const absl::Time time = absl::FromUnixSeconds(stamp.seconds()) + absl::Nanoseconds(stamp.nanos());
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

Json MessageJson(const Message& message) {
  return message.GetDescriptor() == google::protobuf::Timestamp::descriptor()
             ? TimestampJson(message)
             : ToJson(message);
}

Json EnumJson(const google::protobuf::EnumValueDescriptor& value) {
  return value.number() == 0 ? std::string() : std::string(fieldwork::ShortName(value));
}

Json TextJson(const FieldDescriptor& field, const std::string& text) {
  return field.type() == FieldDescriptor::TYPE_BYTES ? absl::Base64Escape(text) : text;
}

Json SingleJson(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (field.has_presence() && !reflection.HasField(message, &field)) return nullptr;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageJson(reflection.GetMessage(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumJson(*reflection.GetEnum(message, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return TextJson(field, reflection.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(message, &field);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.GetInt64(message, &field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.GetUInt32(message, &field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection.GetDouble(message, &field);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return reflection.GetFloat(message, &field);
  }
  return nullptr;
}

// The API's lists are of messages, texts and enums.
Json ListJson(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  Json list = Json::array();
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        list.push_back(MessageJson(reflection.GetRepeatedMessage(message, &field, i)));
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        list.push_back(EnumJson(*reflection.GetRepeatedEnum(message, &field, i)));
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        list.push_back(TextJson(field, reflection.GetRepeatedString(message, &field, i)));
        break;
      default:
        break;
    }
  }
  return list;
}

// A map is a list of entries with key 1 and value 2; its keys are texts.
Json MapJson(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  const google::protobuf::Descriptor& entry = *field.message_type();
  Json map = Json::object();
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const Message& pair = reflection.GetRepeatedMessage(message, &field, i);
    const std::string key = pair.GetReflection()->GetString(pair, entry.map_key());
    map[key] = SingleJson(pair, *entry.map_value());
  }
  return map;
}

}  // namespace

Json ToJson(const Message& message) {
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  Json document = Json::object();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    document[field.name()] = field.is_map()        ? MapJson(message, field)
                             : field.is_repeated() ? ListJson(message, field)
                                                   : SingleJson(message, field);
  }
  return document;
}

}  // namespace zoufang::cli
