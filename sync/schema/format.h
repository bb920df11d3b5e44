// The shapes of texts that a field may declare.
#pragma once

#include "absl/strings/string_view.h"
#include "zoufang/sync/v1/annotations.pb.h"

namespace zoufang::schema {

// True when `text` has the shape. Nothing has a shape that this program does not know.
bool HasFormat(sync::v1::Format format, absl::string_view text);

// How the shape is told to a person who missed it.
struct FormatName {
  absl::string_view zh;
  absl::string_view en;
};
FormatName NameOf(sync::v1::Format format);

}  // namespace zoufang::schema
