// Every sentence and word that the program says, in Chinese and English: texts.inc.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"
#include "absl/types/span.h"

namespace zoufang::cli {

enum class Language { kChinese, kEnglish };

enum class TextId {
#define ZF_TEXT(id, zh, en) id,
#include "clients/cli/texts.inc"
#undef ZF_TEXT
};

struct Text {
  absl::string_view name;  // "kSettled".
  absl::string_view zh;
  absl::string_view en;
};

// In the order of TextId.
absl::Span<const Text> AllTexts();

absl::string_view TextIn(Language language, TextId id);

// The text with $0, $1, … replaced.
template <typename... Values>
std::string Say(Language language, TextId id, const Values&... values) {
  return absl::Substitute(TextIn(language, id), values...);
}

}  // namespace zoufang::cli
