#include "domain/content_type.h"

#include "absl/strings/match.h"

namespace zoufang::domain {
namespace {

// An ISO media file whose major brand is one of HEIF's with HEVC.
bool IsHeic(absl::string_view head) {
  if (head.size() < 12 || head.substr(4, 4) != "ftyp") return false;
  const absl::string_view brand = head.substr(8, 4);
  return brand == "heic" || brand == "heix" || brand == "heim" || brand == "heis" ||
         brand == "mif1";
}

}  // namespace

absl::string_view ContentType(absl::string_view head) {
  if (absl::StartsWith(head, "\xFF\xD8\xFF")) return "image/jpeg";
  if (absl::StartsWith(head, "\x89PNG\r\n\x1A\n")) return "image/png";
  if (absl::StartsWith(head, "RIFF") && head.size() >= 12 && head.substr(8, 4) == "WEBP") {
    return "image/webp";
  }
  if (IsHeic(head)) return "image/heic";
  if (absl::StartsWith(head, "%PDF-")) return "application/pdf";
  return "";
}

bool HasCleanCopy(absl::string_view type) {
  return type == "image/jpeg" || type == "image/png" || type == "image/webp";
}

}  // namespace zoufang::domain
