// httplib's server over connections of limited patience.
#pragma once

#include <httplib.h>

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "server/http/client_stream.h"

namespace zoufang::http {

// httplib's own waits anew for each byte, so that a byte now and then holds a thread for hours.
class PatientServer : public httplib::Server {
 public:
  // With TLS when there is a certificate; both are PEM files. is_valid() is false when they do not
  // serve.
  PatientServer(const Patience& patience, absl::Duration idlest, const std::string& tls_cert,
                const std::string& tls_key);

  bool is_valid() const override { return valid_; }

 private:
  bool process_and_close_socket(socket_t socket) override;
  void Serve(ClientStream& stream, SSL* tls);

  const Patience patience_;
  const absl::Duration idlest_;  // Between two requests on one connection.
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> tls_;
  bool valid_ = true;
};

}  // namespace zoufang::http
