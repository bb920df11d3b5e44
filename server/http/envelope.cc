#include "server/http/envelope.h"

#include <cstdint>

#include "server/http/errors.h"

namespace zoufang::http {
namespace {

constexpr size_t kHeadBytes = 5;
constexpr char kCompressed = 1;

uint32_t LengthIn(absl::string_view head) {
  uint32_t length = 0;
  for (size_t i = 1; i < kHeadBytes; ++i)
    length = length << 8 | static_cast<unsigned char>(head[i]);
  return length;
}

}  // namespace

std::string Enclose(Envelope kind, absl::string_view message) {
  std::string enclosed;
  enclosed.reserve(kHeadBytes + message.size());
  enclosed.push_back(static_cast<char>(kind));
  const auto length = static_cast<uint32_t>(message.size());
  for (int shift = 24; shift >= 0; shift -= 8)
    enclosed.push_back(static_cast<char>(length >> shift));
  enclosed.append(message.data(), message.size());
  return enclosed;
}

absl::StatusOr<std::string> OpenOnly(absl::string_view body) {
  if (body.size() < kHeadBytes) return BodyUndecodable("no enveloped message");
  if ((body[0] & kCompressed) != 0) return CompressionUnknown("a message");
  if (LengthIn(body) != body.size() - kHeadBytes) {
    return BodyUndecodable("not exactly one enveloped message");
  }
  return std::string(body.substr(kHeadBytes));
}

}  // namespace zoufang::http
