#include "server/http/rpc_streams.h"

#include <utility>

#include "domain/errors.h"
#include "server/http/connect_error.h"
#include "server/http/envelope.h"
#include "server/http/errors.h"
#include "server/http/reply.h"
#include "server/http/request_parts.h"
#include "server/http/upstream_stream.h"
#include "sync/base/status.h"

namespace zoufang::http {
namespace {

// How often a silent stream looks whether its client is still there.
constexpr absl::Duration kLook = absl::Milliseconds(500);

std::string EndMessage(const google::rpc::Status& status, const UpstreamAnswer& end) {
  return Enclose(Envelope::kEndOfStream, EndOfStreamJson(status, end.trailers));
}

// One open stream: the place it takes, the call behind it.
class OpenStream {
 public:
  OpenStream(StreamPlaces::Place place, const RpcMethod& method, Encoding encoding,
             Upstream& upstream, const UpstreamCall& call)
      : place_(std::move(place)), method_(method), encoding_(encoding), stream_(upstream, call) {}

  // httplib calls it until `sink` is done. False: the client is gone.
  bool Pump(httplib::DataSink& sink) {
    switch (stream_.Next(kLook)) {
      case UpstreamStream::Turn::kNothingYet:
        return sink.is_writable();
      case UpstreamStream::Turn::kEnd:
        return End(stream_.end().status, sink);
      case UpstreamStream::Turn::kMessage:
        break;
    }
    const absl::StatusOr<std::string> text = method_.EncodeResponse(encoding_, stream_.message());
    if (!text.ok()) return End(WireStatus(domain::InternalError()), sink);
    return Write(Enclose(Envelope::kMessage, *text), sink);
  }

 private:
  static bool Write(const std::string& bytes, httplib::DataSink& sink) {
    return sink.is_writable() && sink.write(bytes.data(), bytes.size());
  }
  bool End(const google::rpc::Status& status, httplib::DataSink& sink) {
    if (!Write(EndMessage(status, stream_.end()), sink)) return false;
    sink.done();
    return true;
  }

  const StreamPlaces::Place place_;
  const RpcMethod method_;
  const Encoding encoding_;
  UpstreamStream stream_;
};

// A stream's errors are told in its last message, which is then its only one.
void SendEnd(const absl::Status& status, Encoding encoding, httplib::Response& response) {
  response.set_content(EndMessage(WireStatus(status), {}), StreamTypeOf(encoding));
}

}  // namespace

absl::StatusOr<UpstreamCall> RpcStreams::ReadCall(const httplib::Request& request,
                                                  const RpcMethod& method,
                                                  Encoding encoding) const {
  ASSIGN_OR_RETURN(const absl::Duration timeout, StreamTimeoutOf(request));
  ASSIGN_OR_RETURN(const std::string message, OpenOnly(request.body));
  ASSIGN_OR_RETURN(std::string wire, method.DecodeRequest(encoding, message));
  return UpstreamCall{.path = method.path(),
                      .request = std::move(wire),
                      .authorization = request.get_header_value("Authorization"),
                      .call_id = request.get_header_value("X-Request-Id"),
                      .peer = PeerOf(request, behind_proxy_),
                      .timeout = timeout};
}

void RpcStreams::Post(const httplib::Request& request, httplib::Response& response) {
  const auto method = RpcMethod::Find(request.matches[1].str(), request.matches[2].str());
  if (!method.ok()) return SendErrorAs(404, method.status(), response);
  const std::string type = request.get_header_value("Content-Type");
  if (!method->streams()) return SendErrorAs(415, MediaTypeUnknown(type), response);
  const Encoding encoding = *EncodingOfStream(type);
  response.set_header("Cache-Control", "no-store");
  const absl::StatusOr<UpstreamCall> call = ReadCall(request, *method, encoding);
  if (!call.ok()) return SendEnd(call.status(), encoding, response);
  StreamPlaces::Place place = places_.Take(call->peer);
  if (!place) return SendEnd(TooManyStreams(), encoding, response);
  auto stream = std::make_shared<OpenStream>(std::move(place), *method, encoding, upstream_, *call);
  // shared_ptr: httplib copies the provider.
  response.set_chunked_content_provider(
      StreamTypeOf(encoding),
      [stream = std::move(stream)](size_t, httplib::DataSink& sink) { return stream->Pump(sink); });
}

}  // namespace zoufang::http
