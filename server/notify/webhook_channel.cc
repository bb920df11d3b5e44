#include "server/notify/webhook_channel.h"

#include <httplib.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/storage/keys.h"

namespace zoufang::notify {
namespace {

constexpr time_t kConnectSeconds = 5;
constexpr time_t kAnswerSeconds = 15;
constexpr size_t kLeastKeyBytes = 24;
constexpr size_t kMostKeyBytes = 64;

// "https://a.example:8443/hook" -> {"https://a.example:8443", "/hook"}.
std::pair<std::string, std::string> Split(absl::string_view url) {
  const size_t path = url.find('/', url.find("://") + 3);
  if (path == absl::string_view::npos) return {std::string(url), "/"};
  return {std::string(url.substr(0, path)), std::string(url.substr(path))};
}

std::string Timestamp(const Letter& letter) {
  return absl::StrCat(absl::ToUnixSeconds(letter.sent_at));
}

// These say that the receiver is out of order or busy; others are about the one letter.
bool IsOutOfOrder(int status) { return status >= 500 || status == 429 || status == 410; }

}  // namespace

absl::StatusOr<std::string> WebhookKey(absl::string_view secret) {
  secret = absl::StripAsciiWhitespace(secret);
  std::string key;
  if (!absl::ConsumePrefix(&secret, "whsec_") || !absl::Base64Unescape(secret, &key) ||
      key.size() < kLeastKeyBytes || key.size() > kMostKeyBytes) {
    return absl::InvalidArgumentError("must be whsec_ and 24 to 64 bytes in base64");
  }
  return key;
}

bool IsWebhookUrl(absl::string_view url) {
  if (absl::StrContains(url, '@') || absl::StrContains(url, ' ')) return false;
  if (absl::ConsumePrefix(&url, "https://")) return !url.empty() && url[0] != '/';
  if (!absl::ConsumePrefix(&url, "http://")) return false;
  const absl::string_view host = url.substr(0, url.find_first_of(":/"));
  return host == "localhost" || absl::StartsWith(host, "127.") || absl::StartsWith(url, "[::1]");
}

std::string WebhookSignature(absl::string_view key, const Letter& letter) {
  const std::string code =
      storage::Hmac(key, absl::StrCat(letter.id, ".", Timestamp(letter), ".", letter.body));
  return absl::StrCat("v1,", absl::Base64Escape(code));
}

struct WebhookChannel::Impl {
  Impl(const std::string& url, std::string secret)
      : path(Split(url).second), key(std::move(secret)), client(Split(url).first) {
    client.set_connection_timeout(kConnectSeconds);
    client.set_read_timeout(kAnswerSeconds);
    client.set_write_timeout(kAnswerSeconds);
    client.set_follow_location(false);
  }

  const std::string path;
  const std::string key;
  httplib::Client client;
};

WebhookChannel::WebhookChannel(const std::string& url, std::string key)
    : impl_(std::make_unique<Impl>(url, std::move(key))) {}
WebhookChannel::~WebhookChannel() = default;

absl::Status WebhookChannel::Deliver(const Letter& letter) {
  const httplib::Headers headers = {{"webhook-id", letter.id},
                                    {"webhook-timestamp", Timestamp(letter)},
                                    {"webhook-signature", WebhookSignature(impl_->key, letter)}};
  const httplib::Result result =
      impl_->client.Post(impl_->path, headers, letter.body, "application/json");
  if (!result) return absl::UnavailableError(httplib::to_string(result.error()));
  if (result->status >= 200 && result->status < 300) return absl::OkStatus();
  const std::string message = absl::StrCat("HTTP ", result->status);
  return IsOutOfOrder(result->status) ? absl::UnavailableError(message)
                                      : absl::FailedPreconditionError(message);
}

void WebhookChannel::Cancel() { impl_->client.stop(); }

}  // namespace zoufang::notify
