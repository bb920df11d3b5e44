// Which way up a picture is shown: the one thing of its Exif that the clean copy keeps.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::storage {

// Exif's Orientation (CIPA DC-008, tag 0x0112): 1 as the pixels lie, 2 to 8 turned or mirrored.
inline constexpr int kUpright = 1;

// The Orientation of an Exif block, with or without the "Exif\0\0" before its TIFF header. Reads
// only the first directory, follows no other offset, and takes whatever is odd, missing or cut off
// for kUpright.
int OrientationOf(absl::string_view exif);

// A TIFF block that holds this Orientation and nothing else; 26 bytes.
std::string OrientationBlock(int orientation);

}  // namespace zoufang::storage
