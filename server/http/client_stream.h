// One HTTP client's connection, read and written with limited patience.
#pragma once

#include <httplib.h>

#include <array>
#include <atomic>
#include <string>

#include "absl/time/time.h"
#include "server/http/patience.h"

namespace zoufang::http {

// Over a socket that does not block, with TLS or without. Used by one thread.
class ClientStream : public httplib::Stream {
 public:
  // `tls` nullptr: plaintext. Owns neither.
  ClientStream(socket_t socket, SSL* tls, const Patience& patience)
      : socket_(socket), tls_(tls), patience_(patience) {}

  // TLS' greeting. False: the client is no use.
  bool Greet();
  // Waits for the first byte of another request, at most `idlest`; false: it does not come.
  bool AwaitRequest(absl::Duration idlest, const std::atomic<socket_t>& listening);

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* to, size_t size) override;
  ssize_t write(const char* from, size_t size) override;
  using httplib::Stream::write;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

 private:
  // Waits for the socket; false: it failed, or patience is at its end.
  bool Wait(short events) const;
  // What OpenSSL waits for after `result`; false: it has given up.
  bool WaitForTls(int result) const;
  ssize_t ReadSome();
  ssize_t WriteSome(const char* from, size_t size);

  const socket_t socket_;
  SSL* const tls_;
  const Patience patience_;
  // Of the request at work.
  mutable absl::Duration waited_;
  int64_t moved_ = 0;
  // Read and not yet asked for: httplib asks byte by byte.
  std::array<char, 4096> buffer_;
  size_t at_ = 0;
  size_t filled_ = 0;
};

}  // namespace zoufang::http
