// What happened in a run, line by line. Two runs of one seed have the same lines: the hash says so.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace zoufang::simulation {

enum class Keep { kHashOnly, kLines };

class Trace {
 public:
  explicit Trace(Keep keep) : keep_(keep) {}

  // Adds a line made of `parts`.
  template <typename... Parts>
  void Say(const Parts&... parts) {
    AddLine(absl::StrCat(parts...));
  }
  uint64_t hash() const { return hash_; }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  void AddLine(std::string line) {
    for (const char c : line) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    hash_ = (hash_ ^ '\n') * 0x100000001b3;
    if (keep_ == Keep::kLines) lines_.push_back(std::move(line));
  }

  const Keep keep_;
  uint64_t hash_ = 0xcbf29ce484222325;  // FNV-1a.
  std::vector<std::string> lines_;
};

}  // namespace zoufang::simulation
