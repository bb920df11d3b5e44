#include "server/http/patient_server.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/cleanup/cleanup.h"

namespace zoufang::http {
namespace {

SSL_CTX* NewContext(const std::string& cert, const std::string& key) {
  SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  const bool serves = SSL_CTX_use_certificate_chain_file(context, cert.c_str()) == 1 &&
                      SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) == 1 &&
                      SSL_CTX_check_private_key(context) == 1;
  if (serves) return context;
  ERR_clear_error();
  SSL_CTX_free(context);
  return nullptr;
}

}  // namespace

PatientServer::PatientServer(const Patience& patience, absl::Duration idlest,
                             const std::string& tls_cert, const std::string& tls_key)
    : patience_(patience), idlest_(idlest), tls_(nullptr, SSL_CTX_free) {
  if (tls_cert.empty()) return;
  tls_.reset(NewContext(tls_cert, tls_key));
  valid_ = tls_ != nullptr;
}

bool PatientServer::process_and_close_socket(socket_t socket) {
  const absl::Cleanup closer = [socket] {
    shutdown(socket, SHUT_RDWR);
    close(socket);
  };
  fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
  if (tls_ == nullptr) {
    ClientStream stream(socket, nullptr, patience_);
    Serve(stream, nullptr);
    return true;
  }
  const std::unique_ptr<SSL, void (*)(SSL*)> tls(SSL_new(tls_.get()), SSL_free);
  SSL_set_fd(tls.get(), socket);
  ClientStream stream(socket, tls.get(), patience_);
  if (stream.Greet()) {
    Serve(stream, tls.get());
    SSL_shutdown(tls.get());
  }
  ERR_clear_error();  // OpenSSL keeps errors by thread; the next connection's are its own.
  return true;
}

void PatientServer::Serve(ClientStream& stream, SSL* tls) {
  const auto note_tls = [tls](httplib::Request& request) { request.ssl = tls; };
  for (size_t left = keep_alive_max_count_; left > 0; --left) {
    if (!stream.AwaitRequest(idlest_, svr_sock_)) return;
    bool closed = false;
    if (!process_request(stream, left == 1, closed, note_tls) || closed) return;
  }
}

}  // namespace zoufang::http
