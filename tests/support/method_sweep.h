// Every method of every service, called over HTTP by callers of every kind.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <httplib.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "domain/access.h"

namespace zoufang::testing {

// Answers are kept as they came: bodies and headers.
class MethodSweep {
 public:
  struct Answer {
    std::string caller, method;
    int status = 0;
    std::string bytes;
  };

  // `values` fills the text fields of reading methods' requests, by field name.
  MethodSweep(int port, std::map<std::string, std::string> values)
      : client_("127.0.0.1", port), values_(std::move(values)) {}

  // Calls each method but the one that ends the session, with an empty request, and those that
  // only read with a filled one too.
  void CallAll(const std::string& caller, const std::string& token) {
    for (const domain::MethodRule& rule : domain::MethodRules()) {
      if (rule.method == kSignOut) continue;
      const google::protobuf::MethodDescriptor* const method = Find(rule.method);
      if (method == nullptr) {
        unknown_.emplace_back(rule.method);
        continue;
      }
      Ask(caller, token, *method, "");
      if (Reads(method->name())) Ask(caller, token, *method, FilledRequest(*method));
    }
  }

  const std::vector<Answer>& answers() const { return answers_; }
  const std::vector<std::string>& unknown() const { return unknown_; }

 private:
  static constexpr char kSignOut[] = "AuthService.SignOut";

  static const google::protobuf::MethodDescriptor* Find(absl::string_view rule) {
    const std::vector<std::string> parts = absl::StrSplit(rule, '.');
    const auto* const pool = google::protobuf::DescriptorPool::generated_pool();
    for (const char* package : {"zoufang.v1.", "zoufang.sync.v1."}) {
      const auto* const service = pool->FindServiceByName(absl::StrCat(package, parts[0]));
      if (service != nullptr) return service->FindMethodByName(parts[1]);
    }
    return nullptr;
  }
  static bool Reads(absl::string_view name) {
    for (const char* verb : {"Get", "List", "Search", "Count", "Batch", "Read", "Watch", "Snapshot",
                             "Pull", "Digest", "Repair"}) {
      if (absl::StartsWith(name, verb)) return true;
    }
    return false;
  }

  std::string FilledRequest(const google::protobuf::MethodDescriptor& method) {
    const std::unique_ptr<google::protobuf::Message> request(
        messages_.GetPrototype(method.input_type())->New());
    const auto* const reflection = request->GetReflection();
    for (int i = 0; i < method.input_type()->field_count(); ++i) {
      const auto* const field = method.input_type()->field(i);
      const auto value = values_.find(field->name());
      if (value == values_.end() || field->type() != field->TYPE_STRING) continue;
      field->is_repeated() ? reflection->AddString(request.get(), field, value->second)
                           : reflection->SetString(request.get(), field, value->second);
    }
    return request->SerializeAsString();
  }

  void Ask(const std::string& caller, const std::string& token,
           const google::protobuf::MethodDescriptor& method, const std::string& message) {
    httplib::Headers headers = {{"Connect-Timeout-Ms", "500"}};
    if (!token.empty()) headers.emplace("Authorization", "Bearer " + token);
    const bool streams = method.server_streaming();
    const std::string size(1, static_cast<char>(message.size()));  // Short ones only.
    const httplib::Result result =
        client_.Post(absl::StrCat("/", method.service()->full_name(), "/", method.name()), headers,
                     streams ? absl::StrCat(std::string(4, '\0'), size, message) : message,
                     streams ? "application/connect+proto" : "application/proto");
    Answer answer{.caller = caller, .method = method.name()};
    if (result) {
      answer.status = result->status;
      answer.bytes = result->body;
      for (const auto& [name, value] : result->headers) absl::StrAppend(&answer.bytes, value, "\n");
    }
    answers_.push_back(std::move(answer));
  }

  httplib::Client client_;
  const std::map<std::string, std::string> values_;
  google::protobuf::DynamicMessageFactory messages_;
  std::vector<Answer> answers_;
  std::vector<std::string> unknown_;
};

}  // namespace zoufang::testing
