// How a server is to run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/storage/passwords.h"

namespace zoufang::server {

struct ServerOptions {
  std::string data;                       // The data directory, initialised.
  std::string listen = "127.0.0.1:8440";  // host:port; port 0: any free one.
  std::string listen_tablets;             // host:port of what tablets call alone; "": none.
  std::string http;                       // host:port of the gateway; "": none.
  std::string web;                        // A folder with the built web pages; "": none.
  int http_streams = 128;                 // Streams that HTTP's clients may have open at once.
  std::vector<std::string> http_allow_origins;      // Sites whose pages may call by HTTP.
  absl::Duration http_slowest = absl::Seconds(10);  // Between two bytes of an HTTP client.
  absl::Duration http_whole = absl::Seconds(20);    // Waiting within one request, for its size.
  absl::Duration http_idlest = absl::Seconds(5);    // Between two requests on one connection.
  bool http_behind_proxy = false;          // Its clients' addresses come from X-Forwarded-For.
  std::string metrics;                     // host:port of /metrics; "": nowhere.
  std::string notify_file;                 // Notifications go into this file; "": into none.
  std::string notify_webhook;              // And to this address; "": to none.
  std::string notify_webhook_secret_file;  // One of both with a webhook: "whsec_…".
  std::string notify_webhook_secret;
  std::string tls_cert;  // PEM files; both or neither.
  std::string tls_key;
  int threads = 16;                      // They wait for the disk more than they compute.
  int queue = 1024;                      // Calls that may wait for a thread.
  int tablet_calls = 600;                // Calls a minute of one tablet; 0: any number.
  std::string identity_public_key;       // "": anonymous complaints only, unless there is the next.
  std::string identity_secret_key_file;  // "": no identity is opened here.
  int filing_work = 0;  // Bits of work before a complaint without an account; 0: none.
  std::string complaint_clock = "default/1";
  std::optional<bool> reflection;  // Unset: on loopback only.
  storage::PasswordCost password_cost = storage::PasswordCost::kInteractive;
};

// True for 127.0.0.0/8, ::1, localhost and unix sockets.
bool IsLoopback(absl::string_view listen);

// OPTION_INVALID or PLAINTEXT_OFF_LOOPBACK.
absl::Status CheckOptions(const ServerOptions& options);

}  // namespace zoufang::server
