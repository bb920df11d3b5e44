#include "server/http/request_parts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/http/errors.h"
#include "sync/base/status.h"

namespace zoufang::http {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);
constexpr absl::Duration kMostTimeout = absl::Seconds(120);
// A page that is left open asks again, as after a cut.
constexpr absl::Duration kStreamTimeout = absl::Hours(1);

absl::StatusOr<absl::Duration> ReadTimeout(const httplib::Request& request, absl::Duration without,
                                           absl::Duration most) {
  if (!request.has_header("Connect-Timeout-Ms")) return without;
  const std::string text = request.get_header_value("Connect-Timeout-Ms");
  int64_t ms = 0;
  if (text.size() > 10 || !absl::SimpleAtoi(text, &ms) || ms < 0) return TimeoutInvalid();
  return std::min(absl::Milliseconds(ms), most);
}

}  // namespace

absl::StatusOr<absl::Duration> TimeoutOf(const httplib::Request& request) {
  return ReadTimeout(request, kTimeout, kMostTimeout);
}

absl::StatusOr<absl::Duration> StreamTimeoutOf(const httplib::Request& request) {
  return ReadTimeout(request, kStreamTimeout, kStreamTimeout);
}

absl::StatusOr<Query> ReadQuery(const httplib::Request& request) {
  Query query;
  ASSIGN_OR_RETURN(query.encoding, EncodingOfMediaType(absl::StrCat(
                                       "application/", request.get_param_value("encoding"))));
  const std::string compression = request.get_param_value("compression");
  if (!compression.empty() && compression != "identity") return CompressionUnknown(compression);
  query.message = request.get_param_value("message");
  if (request.get_param_value("base64") != "1") return query;
  std::string decoded;
  if (!absl::WebSafeBase64Unescape(query.message, &decoded)) {
    return BodyUndecodable("message is not URL-safe base64");
  }
  query.message = std::move(decoded);
  return query;
}

std::string PeerOf(const httplib::Request& request, bool behind_proxy) {
  std::string address = request.remote_addr;
  if (behind_proxy && request.has_header("X-Forwarded-For")) {
    const std::string chain = request.get_header_value(
        "X-Forwarded-For", request.get_header_value_count("X-Forwarded-For") - 1);
    address = std::string(
        absl::StripAsciiWhitespace(absl::string_view(chain).substr(chain.rfind(',') + 1)));
  }
  return absl::StrCat(absl::StrContains(address, ':') ? "ipv6:" : "ipv4:", address);
}

}  // namespace zoufang::http
