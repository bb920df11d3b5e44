#include "clients/cli/text.h"

#include <cstddef>

namespace zoufang::cli {
namespace {

constexpr Text kTexts[] = {
#define ZF_TEXT(id, zh, en) {#id, zh, en},
#include "clients/cli/texts.inc"
#undef ZF_TEXT
};

}  // namespace

absl::Span<const Text> AllTexts() { return kTexts; }

absl::string_view TextIn(Language language, TextId id) {
  const Text& text = kTexts[static_cast<size_t>(id)];
  return language == Language::kChinese ? text.zh : text.en;
}

}  // namespace zoufang::cli
