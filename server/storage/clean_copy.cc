#include "server/storage/clean_copy.h"

#include <exception>
#include <exiv2/exiv2.hpp>

#include "domain/attachment_errors.h"
#include "server/storage/image_parts.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

// Process-wide and not thread-safe by itself: once, before the first use.
void PrepareExiv2() {
  static const bool kOnce = [] {
    Exiv2::XmpParser::initialize();
    Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
    return true;
  }();
  (void)kOnce;
}

bool IsOrientationAtMost(const Exiv2::ExifData& exif) {
  return exif.empty() || (exif.count() == 1 && exif.begin()->key() == "Exif.Image.Orientation");
}

// exiv2 throws at what it cannot read; nothing of it leaves this function.
bool IsBare(absl::string_view type, absl::string_view content) {
  PrepareExiv2();
  try {
    const auto image =
        Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(content.data()),
                                  static_cast<long>(content.size()));  // NOLINT(*-runtime-int)
    image->readMetadata();
    return type == image->mimeType() && image->pixelWidth() > 0 && image->pixelHeight() > 0 &&
           IsOrientationAtMost(image->exifData()) && image->iptcData().empty() &&
           image->xmpData().empty() && image->xmpPacket().empty() && image->comment().empty();
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

absl::StatusOr<std::string> CleanCopy(absl::string_view type, absl::string_view content) {
  ASSIGN_OR_RETURN(std::string bare, BarePicture(type, content));
  if (!IsBare(type, bare)) return domain::AttachmentMalformed();
  return bare;
}

}  // namespace zoufang::storage
