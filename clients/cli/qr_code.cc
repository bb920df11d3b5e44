#include "clients/cli/qr_code.h"

#include <qrencode.h>
#include <zlib.h>

#include "absl/cleanup/cleanup.h"
#include "sync/base/errors.h"

namespace zoufang::cli {
namespace {

constexpr int kMargin = 4;
constexpr int kPixels = 8;

bool IsDark(const QrCode& code, int x, int y) {
  x -= kMargin;
  y -= kMargin;
  if (x < 0 || y < 0 || x >= code.width || y >= code.width) return false;
  return code.dark[static_cast<size_t>(y) * code.width + x];
}

void AppendNumber(std::string& out, uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xFF);
}

void AppendChunk(std::string& out, const std::string& type, const std::string& content) {
  const std::string checked = type + content;
  AppendNumber(out, static_cast<uint32_t>(content.size()));
  out += checked;
  AppendNumber(out, static_cast<uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(checked.data()),
                                                static_cast<uInt>(checked.size()))));
}

std::string Deflate(const std::string& plain) {
  uLongf size = compressBound(plain.size());
  std::string out(size, '\0');
  compress(reinterpret_cast<Bytef*>(out.data()), &size,
           reinterpret_cast<const Bytef*>(plain.data()), plain.size());
  out.resize(size);
  return out;
}

// PNG's lines of a grey byte to a pixel, each after the byte of its filter (none).
std::string GreyLines(const QrCode& code, int side) {
  std::string lines;
  for (int y = 0; y < side; ++y) {
    lines += '\0';
    for (int x = 0; x < side; ++x) lines += IsDark(code, x / kPixels, y / kPixels) ? '\0' : '\xFF';
  }
  return lines;
}

}  // namespace

absl::StatusOr<QrCode> MakeQrCode(const std::string& text) {
  QRcode* const made = QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M);
  if (made == nullptr) {
    return base::FieldsInvalid({{"qr", "内容为空或过长", "the text is empty or too long"}});
  }
  const auto free = absl::MakeCleanup([made] { QRcode_free(made); });
  QrCode code{.width = made->width, .dark = {}};
  for (int i = 0; i < made->width * made->width; ++i) code.dark.push_back((made->data[i] & 1) != 0);
  return code;
}

std::string QrText(const QrCode& code) {
  std::string text;
  const int side = code.width + 2 * kMargin;
  for (int y = 0; y < side; y += 2) {
    for (int x = 0; x < side; ++x) {
      const bool above = !IsDark(code, x, y);
      const bool below = y + 1 < side && !IsDark(code, x, y + 1);
      text += above ? (below ? "█" : "▀") : below ? "▄" : " ";
    }
    text += "\n";
  }
  return text;
}

std::string QrPng(const QrCode& code) {
  const int side = (code.width + 2 * kMargin) * kPixels;
  std::string header;
  AppendNumber(header, static_cast<uint32_t>(side));
  AppendNumber(header, static_cast<uint32_t>(side));
  header += std::string("\x08\0\0\0\0", 5);  // 8 bits of grey, the usual methods.
  std::string png = "\x89PNG\r\n\x1A\n";
  AppendChunk(png, "IHDR", header);
  AppendChunk(png, "IDAT", Deflate(GreyLines(code, side)));
  AppendChunk(png, "IEND", "");
  return png;
}

}  // namespace zoufang::cli
