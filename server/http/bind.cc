#include "server/http/bind.h"

#include "absl/strings/numbers.h"
#include "domain/errors.h"

namespace zoufang::http {
namespace {

// Only one process may listen: httplib would let a second one share the port.
void ReuseAddressOnly(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

}  // namespace

absl::StatusOr<int> Bind(httplib::Server& server, const std::string& address) {
  const size_t colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  int asked = -1;
  if (colon == std::string::npos || !server.is_valid() ||
      !absl::SimpleAtoi(address.substr(colon + 1), &asked) || asked < 0 || asked > 65535) {
    return domain::CannotListen(address);
  }
  server.set_socket_options(ReuseAddressOnly);
  const int port = asked == 0                         ? server.bind_to_any_port(host)
                   : server.bind_to_port(host, asked) ? asked
                                                      : -1;
  if (port <= 0) return domain::CannotListen(address);
  return port;
}

}  // namespace zoufang::http
