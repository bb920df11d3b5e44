#include "server/http/connect_error.h"

#include <google/protobuf/util/json_util.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "sync/base/error.h"

namespace zoufang::http {
namespace {

namespace pb = google::protobuf;

struct Code {
  const char* name;
  int http;
};

// By the number of the code.
constexpr Code kCodes[] = {
    {"ok", 200},
    {"canceled", 499},
    {"unknown", 500},
    {"invalid_argument", 400},
    {"deadline_exceeded", 504},
    {"not_found", 404},
    {"already_exists", 409},
    {"permission_denied", 403},
    {"resource_exhausted", 429},
    {"failed_precondition", 400},
    {"aborted", 409},
    {"out_of_range", 400},
    {"unimplemented", 501},
    {"internal", 500},
    {"unavailable", 503},
    {"data_loss", 500},
    {"unauthenticated", 401},
};

const Code& CodeOf(const google::rpc::Status& status) {
  const int code = status.code();
  const bool known = code >= 0 && code < static_cast<int>(std::size(kCodes));
  return kCodes[known ? code : static_cast<int>(absl::StatusCode::kUnknown)];
}

// A detail as JSON; null when its type is not linked in.
nlohmann::json DebugOf(const std::string& type, const std::string& value) {
  const auto* descriptor = pb::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) return nullptr;
  const std::unique_ptr<pb::Message> detail(
      pb::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  std::string json;
  if (!detail->ParseFromString(value) || !pb::util::MessageToJsonString(*detail, &json).ok()) {
    return nullptr;
  }
  return nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
}

// Connect leaves base64's padding out.
std::string Base64(const std::string& bytes) {
  const std::string padded = absl::Base64Escape(bytes);
  return padded.substr(0, padded.find('='));
}

nlohmann::ordered_json ErrorOf(const google::rpc::Status& status) {
  nlohmann::ordered_json error;
  error["code"] = CodeOf(status).name;
  error["message"] = status.message();
  for (const pb::Any& any : status.details()) {
    absl::string_view type = any.type_url();
    type = type.substr(type.rfind('/') + 1);
    nlohmann::ordered_json detail;
    detail["type"] = std::string(type);
    detail["value"] = Base64(any.value());
    const nlohmann::json debug = DebugOf(std::string(type), any.value());
    if (!debug.is_null()) detail["debug"] = debug;
    error["details"].push_back(std::move(detail));
  }
  return error;
}

std::string Dump(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

google::rpc::Status WireStatus(const absl::Status& status) {
  google::rpc::Status wire;
  wire.ParseFromString(base::SerializeDetails(status));
  return wire;
}

int HttpStatusOf(const google::rpc::Status& status) { return CodeOf(status).http; }

std::string ErrorJson(const google::rpc::Status& status) { return Dump(ErrorOf(status)); }

std::string EndOfStreamJson(const google::rpc::Status& status,
                            const std::vector<std::pair<std::string, std::string>>& trailers) {
  nlohmann::ordered_json end = nlohmann::ordered_json::object();
  if (status.code() != 0) end["error"] = ErrorOf(status);
  for (const auto& [key, value] : trailers) end["metadata"][key].push_back(value);
  return Dump(end);
}

}  // namespace zoufang::http
