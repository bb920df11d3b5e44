#include "sync/base/error.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace zoufang::base {
namespace {

constexpr char kTypePrefix[] = "type.googleapis.com/";

template <typename Detail>
std::string TypeUrl() {
  return absl::StrCat(kTypePrefix, Detail::descriptor()->full_name());
}

template <typename Detail>
void Attach(absl::Status& status, const Detail& detail) {
  status.SetPayload(TypeUrl<Detail>(), absl::Cord(detail.SerializeAsString()));
}

template <typename Detail>
std::optional<Detail> Find(const absl::Status& status) {
  const auto payload = status.GetPayload(TypeUrl<Detail>());
  Detail detail;
  if (!payload.has_value() || !detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

}  // namespace

absl::Status MakeError(const ErrorText& text) {
  absl::Status status(text.code, text.en);
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(text.reason));
  info.set_domain(kErrorDomain);
  Attach(status, info);
  google::rpc::LocalizedMessage message;
  message.set_locale("zh-CN");
  message.set_message(text.zh);
  Attach(status, message);
  return status;
}

absl::Status MakeError(const ErrorText& text, const std::vector<FieldViolation>& violations) {
  absl::Status status = MakeError(text);
  google::rpc::BadRequest bad;
  for (const FieldViolation& violation : violations) {
    auto* added = bad.add_field_violations();
    added->set_field(violation.field);
    added->set_description(violation.zh);
  }
  Attach(status, bad);
  return status;
}

absl::Status WithRetryAfter(absl::Status status, absl::Duration delay) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(delay));
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int>(absl::ToInt64Nanoseconds(delay % absl::Seconds(1))));
  Attach(status, retry);
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = Find<google::rpc::ErrorInfo>(status);
  return info.has_value() ? info->reason() : "";
}

std::string ChineseMessageOf(const absl::Status& status) {
  const auto message = Find<google::rpc::LocalizedMessage>(status);
  return message.has_value() ? message->message() : std::string(status.message());
}

std::vector<FieldViolation> ViolationsOf(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  const auto bad = Find<google::rpc::BadRequest>(status);
  if (!bad.has_value()) return violations;
  for (const auto& one : bad->field_violations()) {
    violations.push_back({.field = one.field(), .zh = one.description(), .en = ""});
  }
  return violations;
}

std::string SerializeDetails(const absl::Status& status) {
  google::rpc::Status wire;
  wire.set_code(static_cast<int>(status.code()));
  wire.set_message(std::string(status.message()));
  status.ForEachPayload([&wire](absl::string_view url, const absl::Cord& payload) {
    auto* detail = wire.add_details();
    detail->set_type_url(std::string(url));
    detail->set_value(std::string(payload));
  });
  return wire.SerializeAsString();
}

absl::Status StatusFromDetails(absl::StatusCode code, absl::string_view message,
                               absl::string_view details) {
  absl::Status status(code, message);
  google::rpc::Status wire;
  if (!wire.ParseFromArray(details.data(), static_cast<int>(details.size()))) return status;
  for (const auto& detail : wire.details()) {
    status.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return status;
}

}  // namespace zoufang::base
