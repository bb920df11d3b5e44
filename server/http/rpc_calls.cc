#include "server/http/rpc_calls.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "server/http/connect_error.h"
#include "server/http/errors.h"
#include "server/http/reply.h"
#include "server/http/request_parts.h"
#include "sync/base/hash.h"

namespace zoufang::http {
namespace {

// The same entity for the same bytes, whoever asks.
std::string EntityTag(Encoding encoding, const std::string& body) {
  return absl::StrCat("\"", absl::BytesToHexString(base::Hash128({MediaTypeOf(encoding), body})),
                      "\"");
}

absl::StatusOr<RpcMethod> FindMethod(const httplib::Request& request) {
  return RpcMethod::Find(request.matches[1].str(), request.matches[2].str());
}

}  // namespace

RpcCalls::Answer RpcCalls::Refused(const absl::Status& status) {
  return {.status = WireStatus(status)};
}

RpcCalls::Answer RpcCalls::Call(const RpcMethod& method, Encoding encoding,
                                absl::string_view message, const httplib::Request& request,
                                httplib::Response& response) {
  const absl::StatusOr<absl::Duration> timeout = TimeoutOf(request);
  if (!timeout.ok()) return Refused(timeout.status());
  absl::StatusOr<std::string> wire = method.DecodeRequest(encoding, message);
  if (!wire.ok()) return Refused(wire.status());
  const UpstreamAnswer answer =
      upstream_.Call({.path = method.path(),
                      .request = *std::move(wire),
                      .authorization = request.get_header_value("Authorization"),
                      .filing_work = request.get_header_value("X-Zoufang-Work"),
                      .call_id = request.get_header_value("X-Request-Id"),
                      .peer = PeerOf(request, behind_proxy_),
                      .timeout = *timeout});
  for (const auto& [key, value] : answer.trailers) {
    response.set_header(absl::StrCat("Trailer-", key), value);
  }
  if (answer.status.code() != 0) return {.status = answer.status};
  absl::StatusOr<std::string> body = method.EncodeResponse(encoding, answer.response);
  if (!body.ok()) return Refused(domain::InternalError());
  return {.body = *std::move(body)};
}

void RpcCalls::Post(const httplib::Request& request, httplib::Response& response) {
  const auto method = FindMethod(request);
  if (!method.ok()) return SendErrorAs(404, method.status(), response);
  if (method->streams()) return SendErrorAs(415, MethodStreams(method->path()), response);
  const Encoding encoding = *EncodingOfMediaType(request.get_header_value("Content-Type"));
  Answer answer = Call(*method, encoding, request.body, request, response);
  if (!answer.ok()) return SendError(answer.status, response);
  response.set_header("Cache-Control", "no-store");
  SendBody(request, std::move(answer.body), MediaTypeOf(encoding), response);
}

void RpcCalls::Get(const httplib::Request& request, httplib::Response& response) {
  const auto method = FindMethod(request);
  if (!method.ok()) return SendErrorAs(404, method.status(), response);
  if (!method->changes_nothing()) {
    response.set_header("Allow", "POST");
    return SendErrorAs(405, MethodChanges(method->path()), response);
  }
  const absl::StatusOr<Query> query = ReadQuery(request);
  if (!query.ok()) return SendError(query.status(), response);
  Answer answer = Call(*method, query->encoding, query->message, request, response);
  if (!answer.ok()) return SendError(answer.status, response);
  const std::string tag = EntityTag(query->encoding, answer.body);
  response.set_header("ETag", tag);
  response.set_header("Cache-Control", "private, no-cache");
  response.set_header("Vary", "Authorization");
  if (request.get_header_value("If-None-Match") == tag) {
    response.status = 304;
    return;
  }
  SendBody(request, std::move(answer.body), MediaTypeOf(query->encoding), response);
}

}  // namespace zoufang::http
