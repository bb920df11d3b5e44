#include "server/rpc/status.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "domain/errors.h"
#include "sync/base/error.h"
#include "sync/base/errors.h"

namespace zoufang::rpc {
namespace {

constexpr size_t kMostMessageBytes = 1024;

// The reasons that say "the disk or the file is not right": the caller can only wait.
const absl::flat_hash_set<std::string>& StorageReasons() {
  static const auto* const kReasons = new absl::flat_hash_set<std::string>{
      base::ReasonOf(base::DiskFull("")),          base::ReasonOf(base::FileReadOnly("")),
      base::ReasonOf(base::FileMissing("")),       base::ReasonOf(base::FileCannotBeOpened("")),
      base::ReasonOf(base::NotOurFile("")),        base::ReasonOf(base::FileTooNew("", 0, 0)),
      base::ReasonOf(base::DatabaseBusy("")),      base::ReasonOf(base::DatabaseDamaged("")),
      base::ReasonOf(domain::PathUnusable("", ""))};
  return *kReasons;
}

// The reasons that say "we have a bug".
const absl::flat_hash_set<std::string>& InternalReasons() {
  static const auto* const kReasons = new absl::flat_hash_set<std::string>{
      base::ReasonOf(base::SqlConstraint("")), base::ReasonOf(base::SqlDuplicate("")),
      base::ReasonOf(base::SqlFailed(0, ""))};
  return *kReasons;
}

// Cuts before a UTF-8 character, never inside one.
std::string Shorten(absl::string_view text) {
  if (text.size() <= kMostMessageBytes) return std::string(text);
  size_t end = kMostMessageBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end));
}

}  // namespace

absl::Status PublicStatus(const absl::Status& status) {
  if (status.ok()) return status;
  const std::string reason = base::ReasonOf(status);
  if (StorageReasons().contains(reason)) return domain::StorageUnavailable();
  const bool ours = status.code() == absl::StatusCode::kInternal || reason.empty() ||
                    InternalReasons().contains(reason);
  return ours ? domain::InternalError() : status;
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  // The two enumerations have the same numbers.
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), Shorten(status.message()),
                      base::SerializeDetails(status));
}

}  // namespace zoufang::rpc
