#include "server/rpc/once.h"

#include <memory>

#include "domain/errors.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "server/rpc/checks.h"
#include "server/storage/answers.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

std::string SerializeDeterministically(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&out);
  out.Trim();
  return bytes;
}

}  // namespace

absl::StatusOr<RequestKey> KeyOf(const Caller& caller, const google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  const std::string request_id = request.GetReflection()->GetString(request, field);
  Checks checks;
  checks.RequireUuid(request_id, "request_id");
  RETURN_IF_ERROR(checks.Result());
  const std::unique_ptr<google::protobuf::Message> payload(request.New());
  payload->CopyFrom(request);
  payload->GetReflection()->ClearField(payload.get(), field);
  return RequestKey{.uuid = base::Hash128({"request", caller.user_id(), caller.method, request_id}),
                    .payload_hash = base::Sha256({SerializeDeterministically(*payload)})};
}

absl::StatusOr<std::optional<absl::Time>> Answered(sql::Database& database, const RequestKey& key,
                                                   google::protobuf::Message& response) {
  ASSIGN_OR_RETURN(const auto first, storage::FindAnswer(database, key.uuid));
  if (!first.has_value()) return std::nullopt;
  if (first->payload_hash != key.payload_hash) return domain::RequestIdReused();
  response.ParseFromString(first->response);
  return first->at;
}

absl::Status RunOnce(sql::Database& database, const RequestKey& key,
                     google::protobuf::Message& response, absl::Time now,
                     absl::FunctionRef<absl::Status()> work) {
  ASSIGN_OR_RETURN(const auto before, Answered(database, key, response));
  if (before.has_value()) return absl::OkStatus();
  RETURN_IF_ERROR(work());
  return storage::InsertAnswer(
      database, key.uuid,
      {.payload_hash = key.payload_hash, .response = response.SerializeAsString(), .at = now});
}

}  // namespace zoufang::rpc
