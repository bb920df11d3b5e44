#include "server/rpc/attachment_work.h"

#include "domain/access.h"
#include "domain/attachment_errors.h"
#include "domain/errors.h"
#include "server/rpc/checks.h"
#include "server/storage/audit.h"
#include "server/storage/rows.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

constexpr size_t kMostChunkBytes = 1 << 20;
constexpr size_t kMostReasonCharacters = 200;

absl::Status CheckId(const std::string& id) {
  Checks checks;
  checks.RequireUuid(id, "attachment_id");
  return checks.Result();
}

v1::UploadStatus StatusOf(const v1::Attachment& row, const storage::UploadPlace& place) {
  v1::UploadStatus status;
  status.set_received_bytes(place.received);
  status.set_size_bytes(row.size_bytes());
  status.set_stored(place.stored);
  return status;
}

}  // namespace

absl::StatusOr<v1::UploadStatus> AttachmentWork::Begin(const v1::BeginUploadRequest& request) {
  ASSIGN_OR_RETURN(const v1::Attachment row, LoadInArea(request.attachment_id()));
  ASSIGN_OR_RETURN(const storage::UploadPlace place, attachments_.Begin(row));
  return StatusOf(row, place);
}

absl::StatusOr<v1::UploadStatus> AttachmentWork::Write(const v1::WriteChunkRequest& request) {
  Checks checks;
  checks.Require(request.data().size() <= kMostChunkBytes, "data", "每次最多1 MiB",
                 "must have at most 1 MiB");
  checks.Require(request.offset() >= 0, "offset", "不能为负", "must not be negative");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const v1::Attachment row, LoadInArea(request.attachment_id()));
  ASSIGN_OR_RETURN(const storage::UploadPlace place,
                   attachments_.Write(row, request.offset(), request.data()));
  return StatusOf(row, place);
}

absl::StatusOr<v1::Attachment> AttachmentWork::Load(sql::Database& database,
                                                    const std::string& id) {
  ASSIGN_OR_RETURN(
      auto found, storage::Select<v1::Attachment>(database, parts_.catalogue, "WHERE id=?1", {id}));
  if (found.empty()) return domain::AttachmentNotFound(id);
  return std::move(found.front().message);
}

absl::StatusOr<v1::Attachment> AttachmentWork::LoadInArea(const std::string& id) {
  RETURN_IF_ERROR(CheckId(id));
  v1::Attachment row;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(row, Load(database, id));
    ASSIGN_OR_RETURN(auto visits, storage::Select<v1::Visit>(database, parts_.catalogue,
                                                             "WHERE id=?1", {row.visit_id()}));
    if (visits.empty()) return domain::AttachmentNotFound(id);
    const std::string& area = visits.front().message.area_code();
    return caller_.CoversArea(area) ? absl::OkStatus() : domain::OutsideArea(area);
  }));
  return row;
}

absl::StatusOr<v1::Attachment> AttachmentWork::OpenToRead(
    const v1::ReadAttachmentRequest& request) {
  Checks checks;
  checks.Require(request.offset() >= 0, "offset", "不能为负", "must not be negative");
  RETURN_IF_ERROR(checks.Result());
  const std::string& id = request.attachment_id();
  if (request.sealed_original()) RETURN_IF_ERROR(LogOpening(request));
  v1::Attachment row;
  if (!request.sealed_original()) {
    ASSIGN_OR_RETURN(row, LoadInArea(id));
  } else {
    RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
      ASSIGN_OR_RETURN(row, Load(database, id));
      return absl::OkStatus();
    }));
  }
  if (row.state() != v1::ATTACHMENT_STATE_STORED) return domain::AttachmentNotStored(id);
  if (!request.sealed_original() && row.clean_sha256().empty()) {
    return domain::AttachmentNotPublic(id);
  }
  return row;
}

absl::Status AttachmentWork::LogOpening(const v1::ReadAttachmentRequest& request) {
  RETURN_IF_ERROR(CheckId(request.attachment_id()));
  if (caller_.principal.role != v1::ROLE_ADMINISTRATOR) {
    return domain::RoleNotAllowed(caller_.method);
  }
  const size_t length = Characters(request.reason());
  Checks checks;
  checks.Require(length >= 1 && length <= kMostReasonCharacters, "reason",
                 "调阅封存原件须说明理由，1至200个字符", "must have 1 to 200 characters");
  RETURN_IF_ERROR(checks.Result());
  return parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    RETURN_IF_ERROR(storage::InsertOpening(database, caller_.call_id, request.attachment_id(),
                                           request.reason(), now));
    return storage::Audit(database, caller_.Did(request.attachment_id()), now);
  });
}

}  // namespace zoufang::rpc
