// The three-way merge of texts by line.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::merge {

// Takes over into one text what `theirs` and `ours` each changed in `base`. Changes of different
// lines merge, also of neighbouring ones; both making the same change counts once. nullopt: they
// overlap (or both insert at one place), and a person must choose.
std::optional<std::string> MergeText(absl::string_view base, absl::string_view theirs,
                                     absl::string_view ours);

}  // namespace zoufang::merge
