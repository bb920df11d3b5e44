#include "server/http/upstream.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/notification.h"
#include "server/rpc/filing_work.h"
#include "server/rpc/forwarded_peer.h"

namespace zoufang::http {
namespace {

constexpr char kAuthorizationKey[] = "authorization";
constexpr char kCallIdKey[] = "x-request-id";
constexpr char kUnusable[] = "?";

// gRPC ends the process over metadata that is no printable ASCII.
std::string Carried(const std::string& value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return absl::ascii_isprint(c); })
             ? value
             : kUnusable;
}

google::rpc::Status StatusOf(const grpc::Status& status) {
  google::rpc::Status wire;
  const bool detailed = wire.ParseFromString(status.error_details());
  if (!detailed) wire.clear_details();
  wire.set_code(static_cast<int>(status.error_code()));
  wire.set_message(status.error_message());
  return wire;
}

void TakeTrailers(const grpc::ClientContext& context, UpstreamAnswer& answer) {
  for (const auto& [key, value] : context.GetServerTrailingMetadata()) {
    const absl::string_view name(key.data(), key.size());
    if (absl::StartsWith(name, "grpc-") || absl::EndsWith(name, "-bin")) continue;
    answer.trailers.emplace_back(std::string(name), std::string(value.data(), value.size()));
  }
}

}  // namespace

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

UpstreamAnswer AnswerOf(const grpc::Status& status, const grpc::ClientContext& context) {
  UpstreamAnswer answer{.status = StatusOf(status)};
  TakeTrailers(context, answer);
  return answer;
}

void Upstream::Prepare(const UpstreamCall& call, grpc::ClientContext& context) const {
  context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(call.timeout));
  context.AddMetadata(rpc::kGatewayKeyKey, key_);
  context.AddMetadata(rpc::kForwardedPeerKey, Carried(call.peer));
  if (!call.authorization.empty()) {
    context.AddMetadata(kAuthorizationKey, Carried(call.authorization));
  }
  if (!call.filing_work.empty()) {
    context.AddMetadata(rpc::kFilingWorkKey, Carried(call.filing_work));
  }
  if (!call.call_id.empty()) context.AddMetadata(kCallIdKey, Carried(call.call_id));
}

UpstreamAnswer Upstream::Call(const UpstreamCall& call) {
  grpc::ClientContext context;
  Prepare(call, context);
  const grpc::Slice slice(call.request);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  grpc::Status status;
  absl::Notification done;
  stub_.UnaryCall(&context, call.path, grpc::StubOptions(), &request, &response,
                  [&](grpc::Status ended) {
                    status = std::move(ended);
                    done.Notify();
                  });
  done.WaitForNotification();
  UpstreamAnswer answer = AnswerOf(status, context);
  if (status.ok()) answer.response = BytesOf(response);
  return answer;
}

}  // namespace zoufang::http
