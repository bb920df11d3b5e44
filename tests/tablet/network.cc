#include "tests/tablet/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

namespace zoufang::testing {
namespace {

constexpr int kLookMs = 10;
constexpr size_t kAtOnce = 16 * 1024;

sockaddr_in Local(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool SendAll(int to, const char* bytes, ssize_t count) {
  while (count > 0) {
    const ssize_t sent = ::send(to, bytes, static_cast<size_t>(count), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    count -= sent;
  }
  return true;
}

}  // namespace

Network::Network(int server_port) : server_port_(server_port) {
  listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = Local(0);
  socklen_t size = sizeof(address);
  ::bind(listening_, reinterpret_cast<sockaddr*>(&address), size);
  ::listen(listening_, 16);
  ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Run(); });
}

Network::~Network() {
  ending_ = true;
  thread_.join();
  CloseAll();
  ::close(listening_);
}

void Network::CloseAll() {
  for (const auto& [end, other] : other_) ::close(end);
  other_.clear();
  is_down_.clear();
}

void Network::Accept() {
  const int tablet = ::accept(listening_, nullptr, nullptr);
  if (tablet < 0) return;
  const int server = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = Local(server_port_);
  if (cut() ||
      ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    ::close(tablet);
    ::close(server);
    return;
  }
  other_[tablet] = server;
  other_[server] = tablet;
  is_down_[tablet] = false;
  is_down_[server] = true;
}

bool Network::Carry(int from, bool down) {
  char bytes[kAtOnce];
  const ssize_t count = ::recv(from, bytes, sizeof(bytes), 0);
  if (count <= 0 || !SendAll(other_.at(from), bytes, count)) return false;
  if (down) bytes_down_ += count;
  return true;
}

void Network::Run() {
  while (!ending_) {
    if (cut()) CloseAll();
    std::vector<pollfd> watched = {{.fd = listening_, .events = POLLIN, .revents = 0}};
    for (const auto& [end, down] : is_down_) {
      if (down || !held_) watched.push_back({.fd = end, .events = POLLIN, .revents = 0});
    }
    if (::poll(watched.data(), watched.size(), kLookMs) <= 0) continue;
    if (watched.front().revents != 0) Accept();
    for (size_t i = 1; i < watched.size() && !cut(); ++i) {
      const int end = watched[i].fd;
      if (watched[i].revents == 0 || !other_.contains(end)) continue;
      if (Carry(end, is_down_.at(end))) continue;
      const int other = other_.at(end);
      for (const int closed : {end, other}) {
        ::close(closed);
        other_.erase(closed);
        is_down_.erase(closed);
      }
    }
  }
}

}  // namespace zoufang::testing
