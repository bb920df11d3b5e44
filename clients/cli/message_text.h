// Messages as lines for people.
#pragma once

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/protobuf/message.h"

namespace zoufang::cli {

// An enum value in the language: "草稿", "draft". `value` is of the enum `type`.
std::string Word(Language language, const google::protobuf::EnumDescriptor& type, int value);
template <typename Enum>
std::string Word(Language language, Enum value) {
  return Word(language, *google::protobuf::GetEnumDescriptor<Enum>(), value);
}

// The field's value; "" for nothing.
std::string FieldText(Language language, const google::protobuf::Message& message,
                      absl::string_view field);

// Adds a row "label  value" for each of the fields that has a value.
void AddFields(Language language, const google::protobuf::Message& message,
               std::initializer_list<absl::string_view> fields, Table& table);

// "2026-03-04 10:30", Asia/Shanghai; "" for no time.
std::string TimeText(const google::protobuf::Message& timestamp);

}  // namespace zoufang::cli
