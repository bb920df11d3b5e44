// Requests that may be repeated: the same request_id returns the first answer and changes nothing.
#pragma once

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "server/rpc/caller.h"
#include "sync/sql/database.h"

namespace zoufang::rpc {

// What identifies a request for good, and its content.
struct RequestKey {
  std::string uuid;  // First 16 bytes of SHA-256 over ("request", user, method, request_id).
  std::string payload_hash;  // Over the request without its request_id.
};

// The key of a request that has a field `request_id`. FIELDS_INVALID when that is no UUID.
absl::StatusOr<RequestKey> KeyOf(const Caller& caller, const google::protobuf::Message& request);

// When the request was answered first, and that answer in `response`; nullopt: it is new.
// ALREADY_EXISTS REQUEST_ID_REUSED when it came before with another payload. Inside a transaction.
absl::StatusOr<std::optional<absl::Time>> Answered(sql::Database& database, const RequestKey& key,
                                                   google::protobuf::Message& response);

// Inside a write: answers a repeat, or runs `work`, which fills `response`, and keeps the answer.
absl::Status RunOnce(sql::Database& database, const RequestKey& key,
                     google::protobuf::Message& response, absl::Time now,
                     absl::FunctionRef<absl::Status()> work);

}  // namespace zoufang::rpc
