// The words that reports and skipped questions choose from: data, see forms/README.md.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace zoufang::fieldwork {

struct CodedChoice {
  std::string code;
  std::string zh;
  std::string en;
};

// Of "risk", "complaint", "skip", "no_point", "declined" or "item"; empty for another list.
const std::vector<CodedChoice>& Choices(absl::string_view list);

}  // namespace zoufang::fieldwork
