// The bytes of files, for tests that look for what must not be in them.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace zoufang::testing {

inline std::string BytesOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Every file below a folder, one after the other.
inline std::string BytesBelow(const std::filesystem::path& folder) {
  std::string bytes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += BytesOf(entry.path());
  }
  return bytes;
}

}  // namespace zoufang::testing
