#include "tools/bench/echo.h"

#include <grpcpp/grpcpp.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "zoufang/v1/auth_service.grpc.pb.h"

namespace zoufang::bench {
namespace {

// Borrows the method SignIn for its shape: a request and a reply with a string each.
class Service : public v1::AuthService::CallbackService {
 public:
  grpc::ServerUnaryReactor* SignIn(grpc::CallbackServerContext* context,
                                   const v1::SignInRequest* request,
                                   v1::SignInResponse* response) override {
    response->set_token(request->user_name());
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

struct EchoServer::Parts {
  Service service;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<v1::AuthService::Stub> stub;
};

EchoServer::EchoServer() : parts_(std::make_unique<Parts>()) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&parts_->service);
  parts_->server = builder.BuildAndStart();
  parts_->stub = v1::AuthService::NewStub(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
}

EchoServer::~EchoServer() { parts_->server->Shutdown(); }

bool EchoServer::Call(const std::string& text) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
  v1::SignInRequest request;
  request.set_user_name(text);
  v1::SignInResponse response;
  return parts_->stub->SignIn(&context, request, &response).ok() && response.token() == text;
}

}  // namespace zoufang::bench
