#include "tests/fuzz/spoil.h"

#include "sync/schema/utf8.h"

namespace zoufang::fuzz {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string Text(Input& input, const std::string& before) {
  switch (input.Choice(4)) {
    case 0:
      return input.Bytes(64);
    case 1:
      return before.substr(
          0, input.Choice(static_cast<int>(std::min<size_t>(before.size(), 255)) + 1));
    case 2: {
      std::string changed = before;
      if (!changed.empty())
        changed[input.Byte() % changed.size()] ^= static_cast<char>(1 + input.Byte());
      return changed;
    }
    default:
      return before + input.Bytes(16);
  }
}

// Text that is no UTF-8 becomes ASCII, mostly, so that the message arrives.
std::string Readable(const FieldDescriptor* field, std::string text) {
  if (field->type() != FieldDescriptor::TYPE_STRING || schema::IsUtf8(text)) return text;
  if (text.size() % 4 == 0) return text;
  for (char& c : text) c &= 0x7f;
  return text;
}

void SetOne(Input& input, const FieldDescriptor* field, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(
          &message, field, Readable(field, Text(input, reflection.GetString(message, field))));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&message, field, !reflection.GetBool(message, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&message, field, input.Byte());
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&message, field, input.Number());
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection.SetUInt64(&message, field, static_cast<uint64_t>(input.Number()));
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.SetUInt32(&message, field, static_cast<uint32_t>(input.Number()));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Spoil(input, *reflection.MutableMessage(&message, field));
    default:
      return;
  }
}

void ChangeList(Input& input, const FieldDescriptor* field, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, field);
  const bool of_messages = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  if (size == 0) return;
  const int at = input.Choice(std::min(size, 256));
  switch (input.Choice(4)) {
    case 0:
      if (of_messages) Spoil(input, *reflection.MutableRepeatedMessage(&message, field, at));
      return;
    case 1:
      return reflection.SwapElements(&message, field, at, input.Choice(std::min(size, 256)));
    case 2:
      reflection.SwapElements(&message, field, at, size - 1);
      return reflection.RemoveLast(&message, field);
    default:
      if (!of_messages) return;
      const auto copy =
          std::unique_ptr<Message>(reflection.GetRepeatedMessage(message, field, at).New());
      copy->CopyFrom(reflection.GetRepeatedMessage(message, field, at));
      reflection.AddMessage(&message, field)->CopyFrom(*copy);
  }
}

}  // namespace

void Spoil(Input& input, Message& message) {
  const int fields = message.GetDescriptor()->field_count();
  if (fields == 0) return;
  const FieldDescriptor* const field = message.GetDescriptor()->field(input.Choice(fields));
  if (field->is_repeated()) return ChangeList(input, field, message);
  if (input.OneIn(6)) return message.GetReflection()->ClearField(&message, field);
  SetOne(input, field, message);
}

bool Arrives(const Message& message) {
  const auto copy = std::unique_ptr<Message>(message.New());
  return copy->ParseFromString(message.SerializeAsString());
}

}  // namespace zoufang::fuzz
