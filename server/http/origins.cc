#include "server/http/origins.h"

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "server/http/errors.h"
#include "server/http/reply.h"

namespace zoufang::http {
namespace {

constexpr char kAllowedHeaders[] =
    "Authorization, Content-Type, Connect-Protocol-Version, Connect-Timeout-Ms, X-Request-Id, "
    "X-Zoufang-Work";
constexpr char kExposedHeaders[] = "ETag, Trailer-X-Request-Id";
constexpr char kPreflightSeconds[] = "7200";

bool IsOwn(absl::string_view origin, const httplib::Request& request) {
  if (!absl::ConsumePrefix(&origin, "https://") && !absl::ConsumePrefix(&origin, "http://")) {
    return false;
  }
  return origin == request.get_header_value("Host");
}

// What a browser sends to follow a link, or to open an address that was typed.
bool IsNavigation(const httplib::Request& request) {
  return (request.method == "GET" || request.method == "HEAD") &&
         request.get_header_value("Sec-Fetch-Mode") == "navigate" &&
         !absl::StartsWith(request.path, "/zoufang.");
}

bool IsOfAnotherSite(const httplib::Request& request) {
  const std::string origin = request.get_header_value("Origin");
  if (!origin.empty()) return !IsOwn(origin, request);
  const std::string site = request.get_header_value("Sec-Fetch-Site");
  return (site == "cross-site" || site == "same-site") && !IsNavigation(request);
}

void AllowPreflight(httplib::Response& response) {
  response.status = 204;
  response.set_header("Access-Control-Allow-Methods", "GET, POST");
  response.set_header("Access-Control-Allow-Headers", kAllowedHeaders);
  response.set_header("Access-Control-Max-Age", kPreflightSeconds);
}

}  // namespace

bool Origins::Admit(const httplib::Request& request, httplib::Response& response) const {
  const std::string origin = request.get_header_value("Origin");
  const bool allowed = allowed_.contains(origin);
  if (!allowed && IsOfAnotherSite(request)) {
    SendError(OriginRefused(), response);
    return false;
  }
  if (!allowed) return true;
  response.set_header("Access-Control-Allow-Origin", origin);
  response.set_header("Access-Control-Expose-Headers", kExposedHeaders);
  response.set_header("Vary", "Origin");
  SetOnly(response, "Cross-Origin-Resource-Policy", "cross-origin");
  if (request.method != "OPTIONS") return true;
  AllowPreflight(response);
  return false;
}

}  // namespace zoufang::http
