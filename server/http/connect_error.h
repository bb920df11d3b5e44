// Errors as the Connect protocol writes them (connectrpc.com/docs/protocol, "Error end-stream").
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace zoufang::http {

// A status with its details in the wire form. What is not from a service has them too.
google::rpc::Status WireStatus(const absl::Status& status);

// The HTTP status that Connect prescribes for a code; for OK 200.
int HttpStatusOf(const google::rpc::Status& status);

// {"code": "not_found", "message": …, "details": [{"type": …, "value": base64, "debug": {…}}]}.
// `debug` shows a detail as JSON to who reads the answer without a library.
std::string ErrorJson(const google::rpc::Status& status);

// The message that ends a stream: {"error": {…}, "metadata": {"x-request-id": ["…"]}}; no error
// when the status is OK.
std::string EndOfStreamJson(const google::rpc::Status& status,
                            const std::vector<std::pair<std::string, std::string>>& trailers);

}  // namespace zoufang::http
