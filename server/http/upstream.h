// One call of a service for one HTTP request.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace zoufang::http {

struct UpstreamCall {
  std::string path;  // "/package.Service/Method"
  std::string request;
  std::string authorization;  // "": none. Bytes that gRPC would not carry make it an invalid one.
  std::string filing_work;    // "": none.
  std::string call_id;        // "": the service makes one.
  std::string peer;           // "ipv4:10.1.2.3"
  absl::Duration timeout;
};

struct UpstreamAnswer {
  google::rpc::Status status;
  std::string response;                                       // When the status is OK.
  std::vector<std::pair<std::string, std::string>> trailers;  // Texts only, gRPC's own left out.
};

std::string BytesOf(const grpc::ByteBuffer& buffer);
// An ended call's status and trailers.
UpstreamAnswer AnswerOf(const grpc::Status& status, const grpc::ClientContext& context);

// Thread-safe.
class Upstream {
 public:
  // `key` makes the services believe each call's peer.
  Upstream(std::shared_ptr<grpc::Channel> channel, std::string key)
      : stub_(std::move(channel)), key_(std::move(key)) {}

  // Blocks until the answer or the timeout.
  UpstreamAnswer Call(const UpstreamCall& call);

  // For a stream: the call's metadata and deadline.
  void Prepare(const UpstreamCall& call, grpc::ClientContext& context) const;
  grpc::GenericStub& stub() { return stub_; }

 private:
  grpc::GenericStub stub_;
  const std::string key_;
};

}  // namespace zoufang::http
