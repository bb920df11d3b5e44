// The values of enums, as people read and type them.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace zoufang::fieldwork {

// "FINALISED": the value's name without the enum's prefix. What scripts read and CSV files hold.
absl::string_view ShortName(const google::protobuf::EnumValueDescriptor& value);

// "已完成"; the short name where there is no Chinese word. "" for the zero value.
absl::string_view ChineseWord(const google::protobuf::EnumValueDescriptor& value);

// Finds a value by its short or full name in any case, "-" for "_", or its Chinese word. Never
// finds the zero value. nullptr: there is none.
const google::protobuf::EnumValueDescriptor* FindEnumValue(
    const google::protobuf::EnumDescriptor& type, absl::string_view text);

// "OUTREACH, INSPECTION, …": what FindEnumValue takes.
std::string ShortNames(const google::protobuf::EnumDescriptor& type);

}  // namespace zoufang::fieldwork
