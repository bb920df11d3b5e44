#include "server/http/client_stream.h"

#include <netdb.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

namespace zoufang::http {
namespace {

// How soon a stop is noticed by a connection that has nothing to do.
constexpr absl::Duration kLook = absl::Milliseconds(200);

bool Poll(socket_t socket, short events, absl::Duration patience) {
  pollfd asked{.fd = socket, .events = events, .revents = 0};
  const auto ms = absl::ToInt64Milliseconds(absl::Ceil(patience, absl::Milliseconds(1)));
  return poll(&asked, 1, static_cast<int>(std::max<int64_t>(ms, 0))) > 0;
}

// By a clock that nobody sets.
absl::Duration SinceBoot() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

void Describe(const sockaddr_storage& address, socklen_t size, std::string& ip, int& port) {
  char host[NI_MAXHOST], service[NI_MAXSERV];
  if (getnameinfo(reinterpret_cast<const sockaddr*>(&address), size, host, sizeof(host), service,
                  sizeof(service), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return;
  }
  ip = host;
  port = std::atoi(service);
}

}  // namespace

bool ClientStream::Wait(short events) const {
  const absl::Duration allowed = patience_.whole + absl::Seconds(moved_ / patience_.rate);
  const absl::Duration before = SinceBoot();
  const bool ready =
      waited_ < allowed && Poll(socket_, events, std::min(patience_.silence, allowed - waited_));
  waited_ += SinceBoot() - before;
  return ready;
}

bool ClientStream::WaitForTls(int result) const {
  switch (SSL_get_error(tls_, result)) {
    case SSL_ERROR_WANT_READ:
      return Wait(POLLIN);
    case SSL_ERROR_WANT_WRITE:
      return Wait(POLLOUT);
    default:
      return false;
  }
}

bool ClientStream::Greet() {
  while (true) {
    const int result = SSL_accept(tls_);
    if (result == 1) return true;
    if (!WaitForTls(result)) return false;
  }
}

bool ClientStream::AwaitRequest(absl::Duration idlest, const std::atomic<socket_t>& listening) {
  waited_ = absl::ZeroDuration();
  moved_ = 0;
  if (at_ < filled_ || (tls_ != nullptr && SSL_pending(tls_) > 0)) return true;
  const absl::Duration until = SinceBoot() + idlest;
  while (SinceBoot() < until && listening != INVALID_SOCKET) {
    if (Poll(socket_, POLLIN, std::min(kLook, idlest))) return true;
  }
  return false;
}

bool ClientStream::is_readable() const {
  return at_ < filled_ || (tls_ != nullptr && SSL_pending(tls_) > 0) || Wait(POLLIN);
}

// A client that closed its side is gone, whatever it sent before.
bool ClientStream::is_writable() const {
  return Wait(POLLOUT) && !Poll(socket_, POLLRDHUP, absl::ZeroDuration());
}

ssize_t ClientStream::ReadSome() {
  while (tls_ != nullptr) {
    const int read = SSL_read(tls_, buffer_.data(), static_cast<int>(buffer_.size()));
    if (read > 0) return read;
    if (SSL_get_error(tls_, read) == SSL_ERROR_ZERO_RETURN) return 0;
    if (!WaitForTls(read)) return -1;
  }
  while (true) {
    const ssize_t read = recv(socket_, buffer_.data(), buffer_.size(), 0);
    if (read >= 0) return read;
    if (errno != EINTR && (errno != EAGAIN || !Wait(POLLIN))) return -1;
  }
}

ssize_t ClientStream::read(char* to, size_t size) {
  if (at_ == filled_) {
    at_ = filled_ = 0;
    const ssize_t read = ReadSome();
    if (read <= 0) return read;
    filled_ = static_cast<size_t>(read);
    moved_ += read;
  }
  const size_t given = std::min(size, filled_ - at_);
  std::memcpy(to, buffer_.data() + at_, given);
  at_ += given;
  return static_cast<ssize_t>(given);
}

ssize_t ClientStream::WriteSome(const char* from, size_t size) {
  while (tls_ != nullptr) {
    const int wrote = SSL_write(tls_, from, static_cast<int>(std::min<size_t>(size, 1 << 30)));
    if (wrote > 0) return wrote;
    if (!WaitForTls(wrote)) return -1;
  }
  while (true) {
    const ssize_t wrote = send(socket_, from, size, MSG_NOSIGNAL);
    if (wrote >= 0) return wrote;
    if (errno != EINTR && (errno != EAGAIN || !Wait(POLLOUT))) return -1;
  }
}

ssize_t ClientStream::write(const char* from, size_t size) {
  if (size == 0) return 0;
  const ssize_t wrote = WriteSome(from, size);
  if (wrote > 0) moved_ += wrote;
  return wrote;
}

void ClientStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    Describe(address, size, ip, port);
  }
}

void ClientStream::get_local_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    Describe(address, size, ip, port);
  }
}

}  // namespace zoufang::http
