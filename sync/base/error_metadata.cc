#include "sync/base/error_metadata.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace zoufang::base {
namespace {

std::string InfoUrl() {
  return absl::StrCat("type.googleapis.com/", google::rpc::ErrorInfo::descriptor()->full_name());
}

google::rpc::ErrorInfo InfoOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  const auto payload = status.GetPayload(InfoUrl());
  if (payload.has_value()) (void)info.ParseFromString(std::string(*payload));
  return info;
}

}  // namespace

absl::Status WithMetadata(absl::Status status, absl::string_view key, absl::string_view value) {
  google::rpc::ErrorInfo info = InfoOf(status);
  (*info.mutable_metadata())[std::string(key)] = std::string(value);
  status.SetPayload(InfoUrl(), absl::Cord(info.SerializeAsString()));
  return status;
}

std::string MetadataOf(const absl::Status& status, absl::string_view key) {
  const google::rpc::ErrorInfo info = InfoOf(status);
  const auto found = info.metadata().find(std::string(key));
  return found == info.metadata().end() ? "" : found->second;
}

}  // namespace zoufang::base
