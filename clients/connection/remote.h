// The server's services, called one at a time.
#pragma once

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"

namespace zoufang::connection {

// Where the server is, and who calls.
struct Endpoint {
  std::string server;   // host:port
  std::string ca_file;  // Empty: plaintext, which is refused off loopback.
  std::string token;    // Empty: nobody signed in.
};

// CA_NEEDED when the endpoint would send its token in the clear over a network; CA_UNREADABLE when
// the authority's file holds no certificate.
absl::Status CheckConfidential(absl::string_view server, absl::string_view ca_file);

// The status of a call to `server`: as the server explained it, else what its code means to a
// person; a handshake that failed is told apart from a server that is not there.
absl::Status Explained(const absl::Status& status, absl::string_view server);

// Every call has a deadline and is safe to repeat by the API's design; nothing is retried here.
class Remote {
 public:
  static absl::StatusOr<Remote> Open(const Endpoint& endpoint);

  // Calls a method of a service's stub: Call(&v1::AuthService::Stub::SignIn, request).
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request,
                                absl::Duration timeout = absl::Seconds(60)) const {
    grpc::ClientContext context;
    Prepare(context, timeout);
    Stub stub(channel_);
    Response response;
    absl::Status status = ToStatus((stub.*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // Reads a stream: Read(&v1::AttachmentService::Stub::ReadAttachment, request, take). Hands each
  // message to `take` and stops at its first error.
  template <typename Stub, typename Request, typename Message>
  absl::Status Read(std::unique_ptr<grpc::ClientReader<Message>> (Stub::*method)(
                        grpc::ClientContext*, const Request&),
                    const Request& request, absl::FunctionRef<absl::Status(const Message&)> take,
                    absl::Duration timeout = absl::Minutes(15)) const {
    grpc::ClientContext context;
    Prepare(context, timeout);
    Stub stub(channel_);
    const auto reader = (stub.*method)(&context, request);
    Message message;
    absl::Status taken;
    while (taken.ok() && reader->Read(&message)) taken = take(message);
    if (!taken.ok()) context.TryCancel();
    const grpc::Status finished = reader->Finish();
    return taken.ok() ? ToStatus(finished) : taken;
  }

  const Endpoint& endpoint() const { return endpoint_; }

 private:
  Remote(std::shared_ptr<grpc::Channel> channel, const Endpoint& endpoint)
      : channel_(std::move(channel)), endpoint_(endpoint) {}

  void Prepare(grpc::ClientContext& context, absl::Duration timeout) const;
  absl::Status ToStatus(const grpc::Status& status) const;

  std::shared_ptr<grpc::Channel> channel_;
  Endpoint endpoint_;
};

}  // namespace zoufang::connection
