// A client of one server stream by the Connect protocol.
#pragma once

#include <httplib.h>

#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace zoufang::testing {

// Opens the stream in a thread of its own and keeps its messages as they come. Goes away when it is
// destroyed, or by Leave.
class ConnectStream {
 public:
  struct Message {
    bool end = false;
    std::string body;

    nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
  };

  ConnectStream(int port, const std::string& path, const std::string& token,
                const std::string& body = Enclose("{}"),
                const std::string& type = "application/connect+json")
      : client_("127.0.0.1", port), thread_([=, this] { Run(path, token, body, type); }) {}
  ~ConnectStream() {
    Leave();
    thread_.join();
  }

  static std::string Enclose(const std::string& message) {
    std::string enclosed(4, '\0');
    enclosed.push_back(static_cast<char>(message.size()));  // Short ones only.
    return enclosed + message;
  }

  void Leave() { client_.stop(); }

  // The n-th message, from 0; an empty one when it does not come.
  Message At(size_t n, absl::Duration patience = absl::Seconds(20)) {
    absl::MutexLock lock(&mu_);
    const auto come = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return messages_.size() > n; };
    return mu_.AwaitWithTimeout(absl::Condition(&come), patience) ? messages_[n] : Message{};
  }
  // The first message from the n-th on that names `scope` among its heads, or ends the stream.
  Message Naming(const std::string& scope, size_t n) {
    while (true) {
      const Message message = At(n++);
      if (message.body.empty() || message.end) return message;
      if (message.body.find("\"" + scope + "\"") != std::string::npos) return message;
    }
  }

 private:
  void Run(const std::string& path, const std::string& token, const std::string& body,
           const std::string& type) {
    httplib::Request request;
    request.method = "POST";
    request.path = path;
    request.body = body;
    request.set_header("Content-Type", type);
    if (!token.empty()) request.set_header("Authorization", "Bearer " + token);
    request.content_receiver = [this](const char* data, size_t size, uint64_t, uint64_t) {
      Take(std::string(data, size));
      return true;
    };
    client_.set_read_timeout(60);
    (void)client_.send(request);
  }
  void Take(const std::string& bytes) {
    absl::MutexLock lock(&mu_);
    pending_ += bytes;
    while (pending_.size() >= 5) {
      size_t length = 0;
      for (int i = 1; i < 5; ++i) length = length << 8 | static_cast<unsigned char>(pending_[i]);
      if (pending_.size() < 5 + length) return;
      messages_.push_back({.end = pending_[0] == 2, .body = pending_.substr(5, length)});
      pending_.erase(0, 5 + length);
    }
  }

  httplib::Client client_;
  absl::Mutex mu_;
  std::string pending_ ABSL_GUARDED_BY(mu_);
  std::vector<Message> messages_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;
};

}  // namespace zoufang::testing
