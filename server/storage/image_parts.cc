#include "server/storage/image_parts.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/attachment_errors.h"
#include "server/storage/orientation.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

uint32_t LittleEndian32(absl::string_view at) {
  uint32_t value = 0;
  for (int i = 3; i >= 0; --i) value = value << 8 | static_cast<uint8_t>(at[i]);
  return value;
}

uint32_t BigEndian32(absl::string_view at) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<uint8_t>(at[i]);
  return value;
}

std::string BigEndian(uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(value >> shift));
  return bytes;
}

// --- JPEG (ITU-T T.81 annex B) -------------------------------------------------------------------

constexpr uint8_t kTemporary = 0x01;
constexpr uint8_t kFirstFrame = 0xC0;
constexpr uint8_t kLastFrame = 0xCF;  // With what defines tables among the frames.
constexpr uint8_t kStartOfImage = 0xD8;
constexpr uint8_t kEndOfImage = 0xD9;
constexpr uint8_t kStartOfScan = 0xDA;
constexpr uint8_t kLastTable = 0xDF;
constexpr uint8_t kApp0 = 0xE0;
constexpr uint8_t kApp1 = 0xE1;
constexpr uint8_t kApp2 = 0xE2;
constexpr uint8_t kApp14 = 0xEE;

bool IsRestart(uint8_t marker) { return marker >= 0xD0 && marker <= 0xD7; }

// Whether no segment can begin with it: it stands alone, and belongs elsewhere.
bool IsMisplaced(uint8_t marker) {
  return marker == 0 || marker == kTemporary || marker == kStartOfImage || IsRestart(marker);
}

// Frames, tables and scans, and of the rest what their colours need. `segment` begins with its
// length.
bool IsDrawn(uint8_t marker, absl::string_view segment) {
  const absl::string_view content = segment.substr(2);
  if (marker == kApp2) return absl::StartsWith(content, absl::string_view("ICC_PROFILE\0", 12));
  if (marker == kApp14) return absl::StartsWith(content, "Adobe");
  return (marker >= kFirstFrame && marker <= kLastFrame) ||
         (marker >= kStartOfScan && marker <= kLastTable);
}

// The JFIF header without its thumbnail; "" for any other APP0.
std::string JfifWithoutThumbnail(absl::string_view segment) {
  constexpr size_t kHeader = 16;
  if (segment.size() < kHeader || segment.substr(2, 5) != absl::string_view("JFIF\0", 5)) return "";
  std::string header = "\xFF\xE0";
  header.append("\0\x10", 2);
  absl::StrAppend(&header, segment.substr(2, kHeader - 4));
  header.append(2, '\0');
  return header;
}

bool IsExif(uint8_t marker, absl::string_view segment) {
  return marker == kApp1 && segment.substr(2, 6) == absl::string_view("Exif\0\0", 6);
}

std::string ExifSegment(int orientation) {
  return absl::StrCat(absl::string_view("\xFF\xE1\0\x22", 4), absl::string_view("Exif\0\0", 6),
                      OrientationBlock(orientation));
}

// The entropy-coded data of a scan: up to the next marker that is neither stuffing nor a restart.
size_t ScanEnd(absl::string_view content, size_t at) {
  while (at + 1 < content.size()) {
    const auto next = static_cast<uint8_t>(content[at + 1]);
    if (content[at] == '\xFF' && next != 0 && next != 0xFF && !IsRestart(next)) return at;
    ++at;
  }
  return content.size();
}

absl::StatusOr<std::string> BareJpeg(absl::string_view content) {
  std::string bare = "\xFF\xD8";
  size_t front = bare.size();  // Behind the start and, where it comes next, JFIF's header.
  absl::string_view exif;      // The first one.
  bool scanned = false;
  size_t at = 2;
  while (at + 1 < content.size()) {
    if (content[at] != '\xFF') return domain::AttachmentMalformed();
    const auto marker = static_cast<uint8_t>(content[at + 1]);
    if (marker == 0xFF) {  // Fill.
      ++at;
      continue;
    }
    if (marker == kEndOfImage) break;
    if (IsMisplaced(marker) || at + 4 > content.size()) return domain::AttachmentMalformed();
    const size_t size =
        static_cast<uint8_t>(content[at + 2]) << 8 | static_cast<uint8_t>(content[at + 3]);
    if (size < 2 || at + 2 + size > content.size()) return domain::AttachmentMalformed();
    const absl::string_view segment = content.substr(at + 2, size);
    if (marker == kApp0) {
      const bool next = bare.size() == 2;
      bare += JfifWithoutThumbnail(segment);
      if (next) front = bare.size();
    }
    if (exif.empty() && !scanned && IsExif(marker, segment)) exif = segment.substr(2);
    if (IsDrawn(marker, segment)) absl::StrAppend(&bare, content.substr(at, 2 + size));
    at += 2 + size;
    if (marker != kStartOfScan) continue;
    const size_t end = ScanEnd(content, at);
    absl::StrAppend(&bare, content.substr(at, end - at));
    at = end;
    scanned = true;
  }
  if (!scanned) return domain::AttachmentMalformed();
  bare += "\xFF\xD9";
  const int orientation = OrientationOf(exif);
  if (orientation != kUpright) bare.insert(front, ExifSegment(orientation));
  return bare;
}

// --- PNG -----------------------------------------------------------------------------------------

constexpr absl::string_view kPngParts[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS",
                                           "gAMA", "cHRM", "sRGB", "iCCP", "sBIT",
                                           "bKGD", "cICP", "acTL", "fcTL", "fdAT"};

// ISO 3309, as PNG asks for it.
uint32_t Checksum(absl::string_view bytes) {
  uint32_t sum = 0xFFFFFFFF;
  for (const char byte : bytes) {
    sum ^= static_cast<uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320 : 0);
  }
  return ~sum;
}

std::string ExifChunk(int orientation) {
  const std::string content = absl::StrCat("eXIf", OrientationBlock(orientation));
  return absl::StrCat(BigEndian(static_cast<uint32_t>(content.size() - 4)), content,
                      BigEndian(Checksum(content)));
}

absl::StatusOr<std::string> BarePng(absl::string_view content) {
  constexpr size_t kSignature = 8;
  constexpr size_t kAround = 12;  // Length, type and checksum.
  std::string bare(content.substr(0, kSignature));
  size_t front = 0;        // Behind the header.
  absl::string_view exif;  // The first one.
  bool ended = false;
  size_t at = kSignature;
  while (at + kAround <= content.size()) {
    const size_t size = BigEndian32(content.substr(at)) + kAround;
    if (size > content.size() - at) break;
    const absl::string_view type = content.substr(at + 4, 4);
    const auto* const part = std::find(std::begin(kPngParts), std::end(kPngParts), type);
    if (part != std::end(kPngParts)) absl::StrAppend(&bare, content.substr(at, size));
    if (type == "IHDR" && front == 0) front = bare.size();
    if (type == "eXIf" && exif.empty()) exif = content.substr(at + 8, size - kAround);
    if (type == "IEND") {
      ended = true;
      break;
    }
    at += size;
  }
  if (front == 0 || !ended) return domain::AttachmentMalformed();
  const int orientation = OrientationOf(exif);
  if (orientation != kUpright) bare.insert(front, ExifChunk(orientation));
  return bare;
}

// --- WebP ----------------------------------------------------------------------------------------

constexpr absl::string_view kWebpParts[] = {"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"};
// Of VP8X.
constexpr size_t kExtendedSize = 10;
constexpr uint8_t kAlphaFlag = 0x10;
constexpr uint8_t kExifFlag = 0x08;
constexpr uint8_t kXmpFlag = 0x04;

// The VP8X chunk that a picture without one needs before it may hold Exif; "" when the size of its
// canvas cannot be told. `content` begins with its first chunk.
std::string ExtendedHeader(absl::string_view content) {
  constexpr size_t kFrame = 8;  // Behind the chunk's type and size.
  if (content.size() < kFrame + 10) return "";
  const absl::string_view frame = content.substr(kFrame);
  uint32_t width = 0;  // Each less one.
  uint32_t height = 0;
  uint8_t flags = kExifFlag;
  if (absl::StartsWith(content, "VP8 ") && frame.substr(3, 3) == "\x9D\x01\x2A") {
    const uint32_t both = LittleEndian32(frame.substr(6));
    if ((both & 0x3FFF) == 0 || (both >> 16 & 0x3FFF) == 0) return "";
    width = (both & 0x3FFF) - 1;
    height = (both >> 16 & 0x3FFF) - 1;
  } else if (absl::StartsWith(content, "VP8L") && frame[0] == '\x2F') {
    const uint32_t both = LittleEndian32(frame.substr(1));
    width = both & 0x3FFF;
    height = both >> 14 & 0x3FFF;
    if ((both >> 28 & 1) != 0) flags |= kAlphaFlag;
  } else {
    return "";
  }
  std::string chunk("VP8X\x0A\0\0\0", 8);
  chunk.push_back(static_cast<char>(flags));
  chunk.append(3, '\0');
  for (const uint32_t size : {width, height}) {
    for (int shift = 0; shift < 24; shift += 8) chunk.push_back(static_cast<char>(size >> shift));
  }
  return chunk;
}

// Makes of a bare picture one that holds its orientation.
absl::Status TurnWebp(int orientation, size_t first, std::string& bare) {
  constexpr size_t kFlags = 8;
  if (bare.compare(first, 4, "VP8X") == 0) {
    bare[first + kFlags] = static_cast<char>(bare[first + kFlags] | kExifFlag);
  } else {
    const std::string header = ExtendedHeader(absl::string_view(bare).substr(first));
    if (header.empty()) return domain::AttachmentMalformed();
    bare.insert(first, header);
  }
  absl::StrAppend(&bare, absl::string_view("EXIF\x1A\0\0\0", 8), OrientationBlock(orientation));
  return absl::OkStatus();
}

absl::StatusOr<std::string> BareWebp(absl::string_view content) {
  constexpr size_t kHeader = 12;
  std::string bare(content.substr(0, kHeader));
  absl::string_view exif;  // The first one.
  size_t at = kHeader;
  while (at + 8 <= content.size()) {
    const absl::string_view type = content.substr(at, 4);
    const size_t size = LittleEndian32(content.substr(at + 4));
    const size_t padded = 8 + size + size % 2;
    const bool extended = type == "VP8X";
    if (8 + size > content.size() - at || (extended && size < kExtendedSize)) {
      return domain::AttachmentMalformed();
    }
    const auto* const part = std::find(std::begin(kWebpParts), std::end(kWebpParts), type);
    if (part != std::end(kWebpParts)) {
      const size_t begin = bare.size();
      absl::StrAppend(&bare, content.substr(at, 8 + size));
      if (size % 2 == 1) bare.push_back('\0');
      if (extended) bare[begin + 8] &= static_cast<char>(~(kExifFlag | kXmpFlag));
    }
    if (type == "EXIF" && exif.empty()) exif = content.substr(at + 8, size);
    at += padded;
  }
  if (bare.size() <= kHeader) return domain::AttachmentMalformed();
  const int orientation = OrientationOf(exif);
  if (orientation != kUpright) RETURN_IF_ERROR(TurnWebp(orientation, kHeader, bare));
  for (int i = 0; i < 4; ++i) bare[4 + i] = static_cast<char>((bare.size() - 8) >> (8 * i) & 0xFF);
  return bare;
}

}  // namespace

absl::StatusOr<std::string> BarePicture(absl::string_view type, absl::string_view content) {
  if (type == "image/jpeg") return BareJpeg(content);
  if (type == "image/png") return BarePng(content);
  if (type == "image/webp") return BareWebp(content);
  return domain::AttachmentMalformed();
}

}  // namespace zoufang::storage
