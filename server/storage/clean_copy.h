// The copy of a picture that others than the custodian may see.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::storage {

// `content` without metadata, same pixels. What is left is read again by exiv2: it must be a
// picture of that type, and exiv2 must find no IPTC, XMP or comment in it and no Exif but the
// Orientation that turns it. (exiv2 never sees what the picture came with: parsers of hostile
// metadata are where such libraries break.) INVALID_ARGUMENT ATTACHMENT_MALFORMED.
absl::StatusOr<std::string> CleanCopy(absl::string_view type, absl::string_view content);

}  // namespace zoufang::storage
