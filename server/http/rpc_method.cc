#include "server/http/rpc_method.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/util/json_util.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/http/errors.h"
#include "sync/base/status.h"

namespace zoufang::http {
namespace {

namespace pb = google::protobuf;

constexpr char kOurPackages[] = "zoufang.";

std::unique_ptr<pb::Message> NewMessage(const pb::Descriptor* type) {
  return std::unique_ptr<pb::Message>(
      pb::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

absl::StatusOr<Encoding> EncodingAfter(absl::string_view prefix, absl::string_view media_type) {
  const std::string type =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(media_type.substr(0, media_type.find(';'))));
  if (type == absl::StrCat(prefix, "json")) return Encoding::kJson;
  if (type == absl::StrCat(prefix, "proto")) return Encoding::kProto;
  return MediaTypeUnknown(absl::StartsWith(type, "application/") ? type : "");
}

}  // namespace

absl::StatusOr<Encoding> EncodingOfMediaType(absl::string_view media_type) {
  return EncodingAfter("application/", media_type);
}

const char* MediaTypeOf(Encoding encoding) {
  return encoding == Encoding::kJson ? "application/json" : "application/proto";
}

absl::StatusOr<Encoding> EncodingOfStream(absl::string_view media_type) {
  return EncodingAfter("application/connect+", media_type);
}

const char* StreamTypeOf(Encoding encoding) {
  return encoding == Encoding::kJson ? "application/connect+json" : "application/connect+proto";
}

absl::StatusOr<RpcMethod> RpcMethod::Find(absl::string_view service, absl::string_view method) {
  const std::string path = absl::StrCat("/", service, "/", method);
  if (!absl::StartsWith(service, kOurPackages)) return MethodUnknown(path);
  const auto* found = pb::DescriptorPool::generated_pool()->FindServiceByName(std::string(service));
  const auto* named = found == nullptr ? nullptr : found->FindMethodByName(std::string(method));
  if (named == nullptr) return MethodUnknown(path);
  if (named->client_streaming()) return MethodStreams(path);
  return RpcMethod(named);
}

std::string RpcMethod::path() const {
  return absl::StrCat("/", method_->service()->full_name(), "/", method_->name());
}

bool RpcMethod::changes_nothing() const {
  return method_->options().idempotency_level() == pb::MethodOptions::NO_SIDE_EFFECTS;
}

absl::StatusOr<std::string> RpcMethod::DecodeRequest(Encoding encoding,
                                                     absl::string_view body) const {
  const std::unique_ptr<pb::Message> request = NewMessage(method_->input_type());
  if (encoding == Encoding::kProto) {
    if (!request->ParseFromArray(body.data(), static_cast<int>(body.size()))) {
      return BodyUndecodable(absl::StrCat("not a ", method_->input_type()->full_name()));
    }
    return std::string(body);
  }
  pb::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  const auto parsed = pb::util::JsonStringToMessage(pb::StringPiece(body.data(), body.size()),
                                                    request.get(), options);
  if (!parsed.ok()) return BodyUndecodable(std::string(parsed.message()));
  return request->SerializeAsString();
}

absl::StatusOr<std::string> RpcMethod::EncodeResponse(Encoding encoding,
                                                      const std::string& wire) const {
  if (encoding == Encoding::kProto) return wire;
  const std::unique_ptr<pb::Message> response = NewMessage(method_->output_type());
  std::string json;
  if (!response->ParseFromString(wire) || !pb::util::MessageToJsonString(*response, &json).ok()) {
    return absl::InternalError("a response cannot be encoded");
  }
  return json;
}

}  // namespace zoufang::http
