// Server streams by the Connect protocol.
#pragma once

#include <httplib.h>

#include <memory>
#include <string>

#include "server/http/rpc_method.h"
#include "server/http/stream_places.h"
#include "server/http/upstream.h"

namespace zoufang::http {

// Calls the streaming method that a request names and sends each message as it comes. A stream has
// a thread of its connection's while it is open, so there are only so many; a client that goes away
// cancels its call. Thread-safe.
class RpcStreams {
 public:
  RpcStreams(Upstream& upstream, bool behind_proxy, int most)
      : upstream_(upstream), behind_proxy_(behind_proxy), places_(most) {}

  void Post(const httplib::Request& request, httplib::Response& response);

  // Gives streams whose calls have ended the time to say so.
  void AwaitEnds(absl::Duration patience) { places_.AwaitEmpty(patience); }

 private:
  absl::StatusOr<UpstreamCall> ReadCall(const httplib::Request& request, const RpcMethod& method,
                                        Encoding encoding) const;

  Upstream& upstream_;
  const bool behind_proxy_;
  StreamPlaces places_;
};

}  // namespace zoufang::http
