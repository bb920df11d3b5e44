// What the gateway writes into a response.
#pragma once

#include <httplib.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"

namespace zoufang::http {

// One header of this name, whatever was there: of two policies a browser obeys both.
void SetOnly(httplib::Response& response, const std::string& name, const std::string& value);

// A body, compressed when that pays and the client takes it.
void SendBody(const httplib::Request& request, std::string body, const char* type,
              httplib::Response& response);
// Bytes as they are; `body` is kept until they are sent.
void SendBytes(std::shared_ptr<const std::string> body, const std::string& type,
               httplib::Response& response);

// Connect's error, never cached.
void SendError(const google::rpc::Status& status, httplib::Response& response);
void SendError(const absl::Status& status, httplib::Response& response);
// With an HTTP status other than the one that Connect has for the code.
void SendErrorAs(int http_status, const absl::Status& status, httplib::Response& response);

}  // namespace zoufang::http
