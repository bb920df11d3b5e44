// The methods of all services that are linked in, found by name: nothing here knows any of them.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::http {

enum class Encoding { kJson, kProto };

// "application/json" with or without parameters, "application/proto".
absl::StatusOr<Encoding> EncodingOfMediaType(absl::string_view media_type);
const char* MediaTypeOf(Encoding encoding);
// "application/connect+json", "application/connect+proto": of a stream's messages.
absl::StatusOr<Encoding> EncodingOfStream(absl::string_view media_type);
const char* StreamTypeOf(Encoding encoding);

// A method of one of our services, unary or with a stream of answers.
class RpcMethod {
 public:
  // METHOD_UNKNOWN; METHOD_STREAMS: it takes a stream, which HTTP/1.1 does not carry.
  static absl::StatusOr<RpcMethod> Find(absl::string_view service, absl::string_view method);

  std::string path() const;  // "/zoufang.v1.OrganizationService/GetOrganization"
  bool streams() const { return method_->server_streaming(); }
  // Whether its proto says that it changes nothing, so that GET may call it.
  bool changes_nothing() const;

  // The wire form of a request. BODY_UNDECODABLE. Unknown members of JSON are ignored, as unknown
  // fields of the wire form are.
  absl::StatusOr<std::string> DecodeRequest(Encoding encoding, absl::string_view body) const;
  // A response's wire form in `encoding`.
  absl::StatusOr<std::string> EncodeResponse(Encoding encoding, const std::string& wire) const;

 private:
  explicit RpcMethod(const google::protobuf::MethodDescriptor* method) : method_(method) {}

  const google::protobuf::MethodDescriptor* method_;
};

}  // namespace zoufang::http
