// What a file is, by its content and not by its name.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace zoufang::domain {

// The largest file that a row may name: that of Attachment.size_bytes.
inline constexpr int64_t kMaxAttachmentBytes = 100 << 20;

// The type of a file that begins so (32 bytes are enough), of those that are kept: image/jpeg,
// image/png, image/webp, image/heic, application/pdf. "" for any other.
absl::string_view ContentType(absl::string_view head);

// True for the types of which a copy without metadata can be made. A HEIC or PDF file is kept
// sealed only: no library that we stand on rewrites one, and a half cleaned copy would be worse
// than none.
bool HasCleanCopy(absl::string_view type);

}  // namespace zoufang::domain
