// One server stream of a service for one HTTP request.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "server/http/upstream.h"

namespace zoufang::http {

// Reads one message ahead of who takes them, no more: a slow client slows the service. Used by one
// thread at a time; its destructor cancels the call and waits for its end, which comes at once.
class UpstreamStream : private grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  enum class Turn { kMessage, kEnd, kNothingYet };

  UpstreamStream(Upstream& upstream, const UpstreamCall& call);
  ~UpstreamStream() override;
  UpstreamStream(const UpstreamStream&) = delete;
  UpstreamStream& operator=(const UpstreamStream&) = delete;

  // Waits at most `wait` for a message or the end. After the end there is nothing more.
  Turn Next(absl::Duration wait);
  const std::string& message() const { return message_; }  // Of the last kMessage.
  const UpstreamAnswer& end() const { return end_; }       // After kEnd.

 private:
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer read_;  // Of the read in flight, then of Next.
  std::string message_;
  UpstreamAnswer end_;
  absl::Mutex mu_;
  bool arrived_ ABSL_GUARDED_BY(mu_) = false;  // `read_` holds a message that Next has not taken.
  bool ended_ ABSL_GUARDED_BY(mu_) = false;
  bool leaving_ ABSL_GUARDED_BY(mu_) = false;
  bool idle_ = false;  // Of the taker: no read is in flight: Next starts one.
  absl::Notification done_;
};

}  // namespace zoufang::http
