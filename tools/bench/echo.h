// The plainest gRPC server: returns what it is sent.
#pragma once

#include <memory>
#include <string>

namespace zoufang::bench {

// One unary method on loopback, with a connected client. Calls one at a time.
class EchoServer {
 public:
  EchoServer();
  ~EchoServer();
  // Sends `text` and waits for it to come back; false when it does not.
  bool Call(const std::string& text);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace zoufang::bench
