// /metrics on a port of its own, which a firewall can keep from the public's.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace zoufang::http {

struct MetricsOptions {
  std::string address;   // host:port; port 0: any free one.
  std::string tls_cert;  // PEM files; both or neither.
  std::string tls_key;
  // The page, made anew for each request, on the listener's threads. An error answers 503.
  std::function<absl::StatusOr<std::string>()> page;
};

// Listens from Start until Stop. GET /metrics, and nothing else.
class MetricsListener {
 public:
  // UNAVAILABLE CANNOT_LISTEN, also when the certificate or its key does not serve.
  static absl::StatusOr<std::unique_ptr<MetricsListener>> Start(const MetricsOptions& options);
  ~MetricsListener();  // Stop().
  MetricsListener(const MetricsListener&) = delete;
  MetricsListener& operator=(const MetricsListener&) = delete;

  int port() const;
  void Stop();  // Safe to repeat.

 private:
  struct Impl;
  explicit MetricsListener(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace zoufang::http
