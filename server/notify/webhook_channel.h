// Notifications by HTTP, signed as Standard Webhooks are (standardwebhooks.com).
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/notify/channel.h"

namespace zoufang::notify {

// The key in a secret's text, "whsec_" and 24 to 64 bytes in base64. INVALID_ARGUMENT, without the
// text.
absl::StatusOr<std::string> WebhookKey(absl::string_view secret);
// True for https://…, and for http://… on this machine.
bool IsWebhookUrl(absl::string_view url);
// The header webhook-signature: "v1," and HMAC-SHA256 of "id.timestamp.body" in base64.
std::string WebhookSignature(absl::string_view key, const Letter& letter);

// POSTs each letter's body with webhook-id, webhook-timestamp and webhook-signature. Any answer of
// 2xx is an acknowledgement; redirections are not followed. A certificate is checked against the
// system's (SSL_CERT_FILE names others).
class WebhookChannel : public Channel {
 public:
  // `url` is a webhook's, `key` a secret's.
  WebhookChannel(const std::string& url, std::string key);
  ~WebhookChannel() override;

  absl::string_view name() const override { return "webhook"; }
  absl::Status Deliver(const Letter& letter) override;
  void Cancel() override;

 private:
  struct Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace zoufang::notify
