#include "server/channels.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "domain/errors.h"
#include "server/notify/file_channel.h"
#include "server/notify/webhook_channel.h"
#include "sync/base/status.h"

namespace zoufang::server {
namespace {

absl::StatusOr<std::string> SecretOf(const ServerOptions& options) {
  const std::string& path = options.notify_webhook_secret_file;
  if (path.empty()) return options.notify_webhook_secret;
  std::ifstream file(path, std::ios::binary);
  if (!file) return domain::PathUnusable(path, std::strerror(errno));
  return std::string{std::istreambuf_iterator<char>(file), {}};
}

absl::StatusOr<std::unique_ptr<notify::Channel>> OpenWebhook(const ServerOptions& options) {
  if (!notify::IsWebhookUrl(options.notify_webhook)) {
    return domain::OptionInvalid("--notify-webhook", "须为 https:// 地址，本机可用 http://",
                                 "must be an https:// address, or http:// on this machine");
  }
  ASSIGN_OR_RETURN(const std::string secret, SecretOf(options));
  absl::StatusOr<std::string> key = notify::WebhookKey(secret);
  if (!key.ok()) {
    return domain::OptionInvalid("--notify-webhook-secret-file",
                                 "密钥须为 whsec_ 加 24 至 64 字节的 base64",
                                 "the secret must be whsec_ and 24 to 64 bytes in base64");
  }
  return std::make_unique<notify::WebhookChannel>(options.notify_webhook, *std::move(key));
}

}  // namespace

absl::StatusOr<std::vector<std::unique_ptr<notify::Channel>>> OpenChannels(
    const ServerOptions& options) {
  std::vector<std::unique_ptr<notify::Channel>> channels;
  if (!options.notify_file.empty()) {
    channels.push_back(std::make_unique<notify::FileChannel>(options.notify_file));
  }
  if (!options.notify_webhook.empty()) {
    ASSIGN_OR_RETURN(channels.emplace_back(), OpenWebhook(options));
  }
  return channels;
}

}  // namespace zoufang::server
