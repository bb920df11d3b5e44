// Unary calls by the Connect protocol.
#pragma once

#include <httplib.h>

#include <string>

#include "google/rpc/status.pb.h"
#include "server/http/rpc_method.h"
#include "server/http/upstream.h"

namespace zoufang::http {

// Calls the method that a request names and writes what it answers. Thread-safe.
class RpcCalls {
 public:
  // `behind_proxy`: a request's address is what the proxy says it is.
  RpcCalls(Upstream& upstream, bool behind_proxy)
      : upstream_(upstream), behind_proxy_(behind_proxy) {}

  void Post(const httplib::Request& request, httplib::Response& response);
  void Get(const httplib::Request& request, httplib::Response& response);

 private:
  // What a call came to: a body when the status is OK.
  struct Answer {
    google::rpc::Status status;
    std::string body;

    bool ok() const { return status.code() == 0; }
  };

  static Answer Refused(const absl::Status& status);
  // The call's trailers go into the response whatever the status.
  Answer Call(const RpcMethod& method, Encoding encoding, absl::string_view message,
              const httplib::Request& request, httplib::Response& response);

  Upstream& upstream_;
  const bool behind_proxy_;
};

}  // namespace zoufang::http
