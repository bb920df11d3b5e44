// Pictures with metadata, made by exiv2, and what it finds in others.
#pragma once

#include <exiv2/exiv2.hpp>
#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::testing {

// What WithMetadata writes, so that a test can look for it in bytes.
inline constexpr char kMaker[] = "Honest Camera Works";

// A JPEG file of 16 x 16 pixels whose scan is `scan`. Nobody decodes it.
inline std::string Jpeg(absl::string_view scan) {
  std::string jpeg("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00", 20);
  jpeg += std::string("\xFF\xDB\x00\x43\x00", 5) + std::string(64, '\x01');
  jpeg += std::string("\xFF\xC0\x00\x0B\x08\x00\x10\x00\x10\x01\x01\x11\x00", 13);
  jpeg += std::string("\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00", 10);
  return jpeg + std::string(scan) + "\xFF\xD9";
}

inline Exiv2::Image::AutoPtr OpenPicture(const std::string& bytes) {
  auto image = Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(bytes.data()),
                                         static_cast<long>(bytes.size()));
  image->readMetadata();
  return image;
}

// The same picture as a phone would have saved it.
inline std::string WithMetadata(const std::string& picture) {
  auto image = OpenPicture(picture);
  image->exifData()["Exif.Image.Make"] = kMaker;
  image->exifData()["Exif.GPSInfo.GPSLatitudeRef"] = "N";
  image->iptcData()["Iptc.Application2.Caption"] = kMaker;
  image->xmpData()["Xmp.dc.creator"] = kMaker;
  image->setComment(kMaker);
  image->writeMetadata();
  Exiv2::BasicIo& io = image->io();
  io.open();
  io.seek(0, Exiv2::BasicIo::beg);
  const Exiv2::DataBuf buffer = io.read(static_cast<long>(io.size()));
  return std::string(reinterpret_cast<const char*>(buffer.pData_), buffer.size_);
}

inline bool HasMetadata(const std::string& picture) {
  const auto image = OpenPicture(picture);
  return !image->exifData().empty() || !image->iptcData().empty() || !image->xmpData().empty() ||
         !image->comment().empty();
}

}  // namespace zoufang::testing
