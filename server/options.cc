#include "server/options.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "domain/complaint_clock.h"
#include "domain/errors.h"
#include "sync/base/status.h"

namespace zoufang::server {

bool IsLoopback(absl::string_view listen) {
  if (absl::StartsWith(listen, "unix:")) return true;
  absl::string_view host = listen.substr(0, listen.rfind(':'));
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  return host == "localhost" || host == "::1" || absl::StartsWith(host, "127.");
}

namespace {

bool IsOrigin(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "https://") && !absl::ConsumePrefix(&text, "http://"))
    return false;
  return !text.empty() && text.find_first_of("/*, ?#@") == absl::string_view::npos;
}

// True when `path` lies under `folder`.
bool Within(const std::string& path, const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path inner = fs::weakly_canonical(path, error);
  const fs::path outer = fs::weakly_canonical(folder, error);
  const auto [end, ignored] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return end == outer.end();
}

}  // namespace

absl::Status CheckOptions(const ServerOptions& options) {
  if (options.data.empty()) {
    return domain::OptionInvalid("--data", "须指定数据目录", "name the data directory");
  }
  if (options.tls_cert.empty() != options.tls_key.empty()) {
    return domain::OptionInvalid("--tls-cert", "须与 --tls-key 一同给出",
                                 "must be given together with --tls-key");
  }
  if (options.threads < 1 || options.threads > 256) {
    return domain::OptionInvalid("--threads", "须在1至256之间", "must be 1 to 256");
  }
  if (options.queue < 1 || options.queue > 1000000) {
    return domain::OptionInvalid("--queue", "须在1至1000000之间", "must be 1 to 1,000,000");
  }
  if (options.tablet_calls < 0) {
    return domain::OptionInvalid("--tablet-calls", "不能小于0", "must not be below 0");
  }
  if (domain::FindClockProfile(options.complaint_clock) == nullptr) {
    return domain::OptionInvalid("--complaint-clock", "没有这个时限规则",
                                 "there is no such profile");
  }
  if (options.filing_work < 0 || options.filing_work > 24) {
    return domain::OptionInvalid("--filing-work", "须在0至24之间", "must be 0 to 24");
  }
  if (options.http_streams < 1 || options.http_streams > 4096) {
    return domain::OptionInvalid("--http-streams", "须在1至4096之间", "must be 1 to 4,096");
  }
  for (const std::string& origin : options.http_allow_origins) {
    if (IsOrigin(origin)) continue;
    return domain::OptionInvalid("--http-allow-origin", "须形如 https://desk.example，不带路径",
                                 "must look like https://desk.example, without a path");
  }
  const std::string& secret = options.identity_secret_key_file;
  if (!secret.empty() && Within(secret, options.data)) {
    return domain::OptionInvalid("--identity-secret-key-file", "不得放在数据目录内",
                                 "must not lie in the data directory");
  }
  if (!options.web.empty() && options.http.empty()) {
    return domain::OptionInvalid("--web", "须与 --http 一同给出", "needs --http");
  }
  for (const std::string& address :
       {options.listen, options.listen_tablets, options.http, options.metrics}) {
    if (options.tls_cert.empty() && !address.empty() && !IsLoopback(address)) {
      return domain::PlaintextOffLoopback(address);
    }
  }
  return absl::OkStatus();
}

}  // namespace zoufang::server
