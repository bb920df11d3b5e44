// Options whose values are an enum's.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/errors.h"
#include "clients/fieldwork/words.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace zoufang::cli {

// Reads a value by its short name or Chinese word; WRONG_USAGE names the allowed ones.
template <typename Enum>
absl::StatusOr<Enum> ParseEnum(absl::string_view option, absl::string_view text) {
  const auto& type = *google::protobuf::GetEnumDescriptor<Enum>();
  const auto* value = fieldwork::FindEnumValue(type, text);
  if (value == nullptr) return OptionValueUnknown(option, text, fieldwork::ShortNames(type));
  return static_cast<Enum>(value->number());
}

template <typename Enum>
absl::StatusOr<std::vector<Enum>> ParseEnums(absl::string_view option,
                                             const std::vector<std::string>& texts) {
  std::vector<Enum> values;
  for (const std::string& text : texts) {
    absl::StatusOr<Enum> value = ParseEnum<Enum>(option, text);
    if (!value.ok()) return value.status();
    values.push_back(*value);
  }
  return values;
}

}  // namespace zoufang::cli
