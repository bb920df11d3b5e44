// A QR code, for a terminal or as a picture.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::cli {

struct QrCode {
  int width = 0;           // Modules on each side, without the margin.
  std::vector<bool> dark;  // width * width, line by line.
};

// Error correction M. FIELDS_INVALID: the text is empty or longer than a QR code takes (2,331
// bytes).
absl::StatusOr<QrCode> MakeQrCode(const std::string& text);

// Two lines of modules to a line of half blocks; with the margin of 4 that readers need. Light on
// a dark terminal.
std::string QrText(const QrCode& code);
// A PNG, black on white, 8 pixels to a module, with the margin.
std::string QrPng(const QrCode& code);

}  // namespace zoufang::cli
