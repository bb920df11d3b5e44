// A receiver of webhooks on this machine.
#pragma once

#include <httplib.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace zoufang::testing {

// Keeps what is POSTed to /hook and answers as it is told.
class WebhookReceiver {
 public:
  struct Post {
    std::string id, timestamp, signature, body;
  };

  WebhookReceiver() : port_(server_.bind_to_any_port("127.0.0.1")) {
    server_.Post("/hook", [this](const httplib::Request& request, httplib::Response& response) {
      absl::MutexLock lock(&mu_);
      posts_.push_back({.id = request.get_header_value("webhook-id"),
                        .timestamp = request.get_header_value("webhook-timestamp"),
                        .signature = request.get_header_value("webhook-signature"),
                        .body = request.body});
      response.status = answer_;
    });
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) absl::SleepFor(absl::Milliseconds(1));
  }
  ~WebhookReceiver() {
    server_.stop();
    thread_.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }
  void AnswerWith(int status) {
    absl::MutexLock lock(&mu_);
    answer_ = status;
  }
  // Those received so far, once there are `count`; fewer when they do not come.
  std::vector<Post> Await(size_t count, absl::Duration patience = absl::Seconds(20)) {
    absl::MutexLock lock(&mu_);
    const auto come = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return posts_.size() >= count; };
    mu_.AwaitWithTimeout(absl::Condition(&come), patience);
    return posts_;
  }

 private:
  httplib::Server server_;
  const int port_;
  std::thread thread_;
  absl::Mutex mu_;
  int answer_ ABSL_GUARDED_BY(mu_) = 200;
  std::vector<Post> posts_ ABSL_GUARDED_BY(mu_);
};

}  // namespace zoufang::testing
