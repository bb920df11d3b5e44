// Which way up a picture is shown comes into its clean copy, and nothing else of its Exif.
#include "server/storage/clean_copy.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/storage/image_parts.h"
#include "server/storage/orientation.h"
#include "sync/base/error.h"
#include "tests/support/pictures.h"

namespace zoufang::storage {
namespace {

using testing::Jpeg;
using testing::kMaker;
using testing::OpenPicture;

std::string Big(uint32_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text.push_back(static_cast<char>(value >> (8 * i)));
  return text;
}
std::string Little(uint32_t value, int bytes) {
  const std::string big = Big(value, bytes);
  return {big.rbegin(), big.rend()};
}

// A TIFF block of one directory, in either byte order: camera, Orientation, and a place in its GPS
// directory's stead.
struct Entry {
  uint32_t tag;
  uint32_t type;
  uint32_t count;
  uint32_t value;  // Of a SHORT: in its upper half.
};
std::string Tiff(bool big, const std::vector<Entry>& entries) {
  const auto number = big ? Big : Little;
  std::string block = (big ? "MM" : "II") + number(42, 2) + number(8, 4);
  block += number(static_cast<uint32_t>(entries.size()), 2);
  for (const Entry& entry : entries) {
    block += number(entry.tag, 2) + number(entry.type, 2) + number(entry.count, 4);
    block += entry.type == 3 ? number(entry.value, 2) + number(0, 2) : number(entry.value, 4);
  }
  return block + number(0, 4) + kMaker;
}
std::string Exif(uint32_t orientation, bool big = false) {
  return Tiff(big, {{0x010F, 2, 20, 38}, {0x0112, 3, 1, orientation}, {0x8825, 4, 1, 38}});
}

std::string JpegWith(const std::string& tiff) {
  std::string jpeg = Jpeg("pixels");
  const std::string exif = std::string("Exif\0\0", 6) + tiff;
  jpeg.insert(2, "\xFF\xE1" + Big(static_cast<uint32_t>(exif.size() + 2), 2) + exif);
  return jpeg;
}

std::string PngChunk(const std::string& type, const std::string& content) {
  return Big(static_cast<uint32_t>(content.size()), 4) + type + content + "crc!";
}
std::string Png(const std::string& extra) {
  return "\x89PNG\r\n\x1A\n" +
         PngChunk("IHDR", Big(4, 4) + Big(3, 4) + std::string("\x8\x2\0\0\0", 5)) + extra +
         PngChunk("IDAT", "pixels") + PngChunk("IEND", "");
}

std::string WebpChunk(const std::string& type, const std::string& content) {
  std::string chunk = type + Little(static_cast<uint32_t>(content.size()), 4) + content;
  if (content.size() % 2 == 1) chunk.push_back('\0');
  return chunk;
}
std::string Webp(const std::string& chunks) {
  return "RIFF" + Little(static_cast<uint32_t>(chunks.size() + 4), 4) + "WEBP" + chunks;
}
// 4 by 3 pixels.
std::string Lossy() {
  return WebpChunk(
      "VP8 ", std::string("\x30\x01\0\x9D\x01\x2A", 6) + Little(4, 2) + Little(3, 2) + "pixels");
}
std::string Lossless() {
  return WebpChunk("VP8L", "\x2F" + Little(3 | 2 << 14 | 1 << 28, 4) + "pixels");
}
std::string Extended(char flags) {
  return WebpChunk("VP8X",
                   std::string(1, flags) + std::string(3, '\0') + Little(3, 3) + Little(2, 3));
}

struct Case {
  const char* type;
  std::string plain;
  std::string turned;  // By Exif, with the camera's maker.
};
std::vector<Case> Pictures(const std::string& tiff) {
  const std::string marked = std::string("Exif\0\0", 6) + tiff;
  return {{"image/jpeg", Jpeg("pixels"), JpegWith(tiff)},
          {"image/png", Png(""), Png(PngChunk("eXIf", tiff))},
          {"image/webp", Webp(Extended('\0') + Lossy()),
           Webp(Extended('\x08') + Lossy() + WebpChunk("EXIF", marked))},
          {"image/webp", Webp(Lossy()), Webp(Lossy() + WebpChunk("EXIF", tiff))},
          {"image/webp", Webp(Lossless()), Webp(Lossless() + WebpChunk("EXIF", tiff))}};
}

// What exiv2 makes of the picture: "key=value" of its Exif, and its size.
std::string Read(const std::string& picture) {
  const auto image = OpenPicture(picture);
  std::string text = absl::StrCat(image->pixelWidth(), "x", image->pixelHeight());
  for (const auto& datum : image->exifData()) {
    absl::StrAppend(&text, " ", datum.key(), "=", datum.toString());
  }
  return text;
}

TEST(CleanCopyTest, ATurnedPictureStaysTurnedAndLosesAllElseOfItsExif) {
  for (uint32_t orientation = 2; orientation <= 8; ++orientation) {
    for (const bool big : {false, true}) {
      for (const Case& one : Pictures(Exif(orientation, big))) {
        SCOPED_TRACE(absl::StrCat(one.type, " ", orientation, big ? " MM" : " II"));
        ASSERT_TRUE(absl::StrContains(one.turned, kMaker));
        const auto clean = CleanCopy(one.type, one.turned);
        ASSERT_TRUE(clean.ok()) << clean.status();
        EXPECT_EQ(Read(*clean),
                  absl::StrCat(Read(one.plain), " Exif.Image.Orientation=", orientation));
        EXPECT_FALSE(absl::StrContains(*clean, kMaker));
        EXPECT_TRUE(absl::StrContains(*clean, "pixels"));
        EXPECT_EQ(*CleanCopy(one.type, *clean), *clean) << "cleaned again it stays as it is";
      }
    }
  }
}

TEST(CleanCopyTest, ThePngChunkHasTheChecksumThatDecodersAskFor) {
  const auto clean = CleanCopy("image/png", Png(PngChunk("eXIf", Exif(6))));
  ASSERT_TRUE(clean.ok()) << clean.status();
  const std::string chunk = Big(26, 4) + "eXIf" + OrientationBlock(6) + Big(0xD6674B69, 4);
  EXPECT_TRUE(absl::StrContains(*clean, chunk)) << "as zlib's crc32 gives it";
}

TEST(CleanCopyTest, AnUprightPictureHasNoExif) {
  for (const uint32_t orientation : {0U, 1U, 9U, 0xFFFFU}) {
    for (const Case& one : Pictures(Exif(orientation))) {
      SCOPED_TRACE(absl::StrCat(one.type, " ", orientation));
      EXPECT_EQ(*CleanCopy(one.type, one.turned), one.plain);
    }
  }
}

TEST(CleanCopyTest, OnlyTheFirstExifBeforeTheScanCounts) {
  const std::string first = JpegWith(Exif(6)), second = JpegWith(Exif(3));
  const std::string segment = second.substr(2, second.size() - Jpeg("pixels").size());
  std::string twice = first;
  twice.insert(first.size() - Jpeg("pixels").size() + 2, segment);
  EXPECT_EQ(*CleanCopy("image/jpeg", twice), *CleanCopy("image/jpeg", first));
  std::string behind = Jpeg("pixels");
  behind.insert(behind.size() - 2, segment);
  EXPECT_EQ(*CleanCopy("image/jpeg", behind), Jpeg("pixels"));
}

TEST(CleanCopyTest, OfAJpegOnlySegmentsThatAreDrawnAreKept) {
  const std::string plain = *BarePicture("image/jpeg", Jpeg("pixels"));
  for (int marker = 0x02; marker <= 0xFE; ++marker) {
    const bool is_drawn = marker >= 0xC0 && marker <= 0xDF;
    if (is_drawn) continue;
    std::string jpeg = Jpeg("pixels");
    jpeg.insert(2, "\xFF" + Big(static_cast<uint32_t>(marker), 1) + Big(2 + 4, 2) + "data");
    const auto bare = BarePicture("image/jpeg", jpeg);
    ASSERT_TRUE(bare.ok()) << marker << ": " << bare.status();
    EXPECT_EQ(*bare, plain) << marker;
  }
}

TEST(CleanCopyTest, AJpegMarkerThatStandsAloneIsRefusedWhereASegmentBegins) {
  for (const int marker : {0x00, 0x01, 0xD0, 0xD7, 0xD8}) {
    std::string jpeg = Jpeg("pixels");
    jpeg.insert(2, "\xFF" + Big(static_cast<uint32_t>(marker), 1) + Big(2 + 4, 2) + "data");
    EXPECT_EQ(base::ReasonOf(BarePicture("image/jpeg", jpeg).status()), "ATTACHMENT_MALFORMED")
        << marker;
  }
}

TEST(CleanCopyTest, AWebpWhoseSizeCannotBeToldIsRefusedRatherThanTurned) {
  const std::string exif = WebpChunk("EXIF", Exif(6));
  const std::string pictures[] = {
      WebpChunk("VP8 ", std::string("\x30\x01\0\x9D\x01\x2A\0\0\0\0pixels", 16)),
      WebpChunk("VP8 ", "no start code"),
      WebpChunk("VP8L", "no signature"),
      WebpChunk("ALPH", "pixels"),
      WebpChunk("VP8X", "") + Lossy(),
      WebpChunk("VP8X", std::string(9, '\0')) + Lossy()};
  for (const std::string& picture : pictures) {
    EXPECT_EQ(base::ReasonOf(BarePicture("image/webp", Webp(picture + exif)).status()),
              "ATTACHMENT_MALFORMED")
        << picture;
  }
}

TEST(OrientationTest, IsReadInBothByteOrdersWithAndWithoutItsMark) {
  EXPECT_EQ(OrientationOf(Exif(6, true)), 6);
  EXPECT_EQ(OrientationOf(Exif(8, false)), 8);
  EXPECT_EQ(OrientationOf(std::string("Exif\0\0", 6) + Exif(3)), 3);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    EXPECT_EQ(OrientationBlock(orientation).size(), 26u);
    EXPECT_EQ(OrientationOf(OrientationBlock(orientation)), orientation);
  }
}

TEST(OrientationTest, ABlockThatIsCutAnywhereIsReadNoFurther) {
  const std::string block = OrientationBlock(6);
  for (size_t size = 0; size < block.size(); ++size) {
    // The entry is whole at 22 of 26 bytes; what follows is the place of the next directory.
    EXPECT_EQ(OrientationOf(block.substr(0, size)), size < 22 ? 1 : 6) << size;
  }
}

TEST(OrientationTest, WhatIsOddIsUpright) {
  const auto changed = [](size_t at, const std::string& bytes) {
    return OrientationBlock(6).replace(at, bytes.size(), bytes);
  };
  EXPECT_EQ(OrientationOf(""), 1);
  EXPECT_EQ(OrientationOf(std::string("Exif\0\0", 6)), 1);
  EXPECT_EQ(OrientationOf(changed(0, "XX")), 1);
  EXPECT_EQ(OrientationOf(changed(2, Big(43, 2))), 1);
  for (const uint32_t offset :
       {0U, 7U, 24U, 25U, 26U, 27U, 0x7FFFFFFFU, 0xFFFFFFFEU, 0xFFFFFFFFU}) {
    EXPECT_EQ(OrientationOf(changed(4, Big(offset, 4))), 1) << offset;
  }
  EXPECT_EQ(OrientationOf(changed(8, Big(0, 2))), 1) << "no entry";
  EXPECT_EQ(OrientationOf(changed(8, Big(0xFFFF, 2))), 6) << "more entries than there is room for";
  EXPECT_EQ(OrientationOf(changed(12, Big(4, 2))), 1) << "no SHORT";
  EXPECT_EQ(OrientationOf(changed(14, Big(2, 4))), 1) << "two of them";
  EXPECT_EQ(OrientationOf(changed(14, Big(0xFFFFFFFF, 4))), 1);
  EXPECT_EQ(OrientationOf(changed(18, Big(0, 2))), 1);
  EXPECT_EQ(OrientationOf(changed(18, Big(0x0600, 2))), 1);
}

}  // namespace
}  // namespace zoufang::storage
