#include "server/http/reply.h"

#include <algorithm>
#include <utility>

#include "server/http/compression.h"
#include "server/http/connect_error.h"

namespace zoufang::http {
namespace {

// Below it the headers of compression cost more than they save.
constexpr size_t kLeastCompressed = 1024;

}  // namespace

void SetOnly(httplib::Response& response, const std::string& name, const std::string& value) {
  response.headers.erase(name);
  response.set_header(name, value);
}

void SendBytes(std::shared_ptr<const std::string> body, const std::string& type,
               httplib::Response& response) {
  if (body->empty()) return response.set_content(*body, type);
  const size_t size = body->size();
  // A provider's bytes of known length are the one thing that httplib leaves as they are.
  response.set_content_provider(
      size, type, [body = std::move(body)](size_t offset, size_t length, httplib::DataSink& sink) {
        return sink.write(body->data() + offset, length);
      });
}

void SendBody(const httplib::Request& request, std::string body, const char* type,
              httplib::Response& response) {
  response.set_header("Vary", "Accept-Encoding");
  if (body.size() >= kLeastCompressed && Accepts(request, "gzip")) {
    response.set_header("Content-Encoding", "gzip");
    body = Gzip(body);
  }
  SendBytes(std::make_shared<const std::string>(std::move(body)), type, response);
}

void SendError(const google::rpc::Status& status, httplib::Response& response) {
  response.status = HttpStatusOf(status);
  response.set_header("Cache-Control", "no-store");
  response.set_content(ErrorJson(status), "application/json");
}

void SendError(const absl::Status& status, httplib::Response& response) {
  SendError(WireStatus(status), response);
}

void SendErrorAs(int http_status, const absl::Status& status, httplib::Response& response) {
  SendError(status, response);
  response.status = http_status;
}

}  // namespace zoufang::http
