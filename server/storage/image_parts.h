// Images as the sequence of parts that their formats make of them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::storage {

// The same picture with only the parts that drawing it needs: pixels, palette, colour profile,
// animation. Everything else goes, known to us or not: Exif, IPTC, XMP, comments, thumbnails,
// makers' segments, and what follows the end. Pixels are not touched: where Exif said which way up
// they are shown, a new Exif says that and nothing else. INVALID_ARGUMENT ATTACHMENT_MALFORMED.
absl::StatusOr<std::string> BarePicture(absl::string_view type, absl::string_view content);

}  // namespace zoufang::storage
