#include "server/rpc/evidence_work.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/attachment_errors.h"
#include "domain/complaint_workflow.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/checks.h"
#include "server/rpc/complaint_staff.h"
#include "server/rpc/complaint_steps.h"
#include "server/rpc/upload_ticket.h"
#include "server/storage/rows.h"
#include "server/storage/save.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

constexpr int64_t kMostFileBytes = 20 << 20;
constexpr size_t kMostChunkBytes = 1 << 20;
constexpr size_t kMostCaption = 200;
constexpr size_t kMostReason = 200;
constexpr absl::Duration kTicketGood = absl::Hours(24);

absl::Status CheckAdd(const v1::AddEvidenceRequest& request) {
  const std::string& sha256 = request.sha256();
  const bool digits =
      sha256.size() == 64 && sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
  Checks checks;
  checks.Require(digits, "sha256", "须为64位小写十六进制", "must be 64 hexadecimal digits");
  checks.Require(request.size_bytes() >= 1 && request.size_bytes() <= kMostFileBytes, "size_bytes",
                 "文件须为1字节至20 MiB", "must be 1 byte to 20 MiB");
  checks.RequireWords(request.caption(), 0, kMostCaption, "caption");
  return checks.Result();
}

// A case's file is the same when its content is.
std::string FileId(const std::string& complaint_id, const v1::AddEvidenceRequest& request) {
  return storage::RowIdFor(
      absl::StrCat(complaint_id, "\n", request.sha256(), "\n", request.size_bytes()),
      "complaint_file", 0);
}

}  // namespace

absl::StatusOr<v1::EvidenceUpload> EvidenceWork::Add(const v1::AddEvidenceRequest& request) {
  RETURN_IF_ERROR(CheckAdd(request));
  ASSIGN_OR_RETURN(const std::string complaint_id, proof_.Identify(request.reporter()));
  v1::ComplaintFile file;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(file, FindOrAdd(database, complaint_id, request));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(const storage::UploadPlace place, attachments_.Begin(file));
  ASSIGN_OR_RETURN(v1::EvidenceUpload upload, Answer(file.id(), place));
  upload.set_ticket(
      MakeUploadTicket(settings_.server_key, file.id(), parts_.clock.Now() + kTicketGood));
  return upload;
}

absl::StatusOr<v1::ComplaintFile> EvidenceWork::FindOrAdd(sql::Database& database,
                                                          const std::string& complaint_id,
                                                          const v1::AddEvidenceRequest& request) {
  v1::ComplaintFile file;
  file.set_id(FileId(complaint_id, request));
  absl::StatusOr<v1::ComplaintFile> known = Load(database, file.id());
  if (!absl::IsNotFound(known.status())) return known;
  file.set_complaint_id(complaint_id);
  file.set_sha256(request.sha256());
  file.set_size_bytes(request.size_bytes());
  file.set_caption(request.caption());
  file.set_state(v1::ATTACHMENT_STATE_PENDING);
  *file.mutable_added_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      absl::ToUnixMicros(parts_.clock.Now()));
  RETURN_IF_ERROR(Enter(database, file));
  return file;
}

absl::Status EvidenceWork::Enter(sql::Database& database, const v1::ComplaintFile& file) {
  const absl::Time now = parts_.clock.Now();
  ASSIGN_OR_RETURN(storage::FoundComplaint found, complaints_.Find(database, file.complaint_id()));
  v1::Complaint& complaint = found.complaint;
  RETURN_IF_ERROR(
      domain::CheckStep(complaint, v1::COMPLAINT_ACTION_ADD_EVIDENCE, domain::Actor{}, now)
          .status());
  complaint.set_evidence_files(complaint.evidence_files() + 1);
  v1::ComplaintEvent event;
  event.set_action(v1::COMPLAINT_ACTION_ADD_EVIDENCE);
  event.set_from_state(complaint.state());
  event.set_text(file.caption());
  const std::string uuid = parts_.random.Bytes(16);
  ASSIGN_OR_RETURN(auto edits, record_.Edits(database, uuid, complaint, std::move(event), now));
  ASSIGN_OR_RETURN(edits.emplace_back(), record_.Child(uuid, file));
  return storage::Save(parts_.hub, database, {.user_id = "", .server = true}, uuid,
                       std::move(edits));
}

absl::StatusOr<v1::EvidenceUpload> EvidenceWork::Write(const v1::WriteEvidenceRequest& request) {
  Checks checks;
  checks.Require(request.data().size() <= kMostChunkBytes, "data", "每次最多1 MiB",
                 "must have at most 1 MiB");
  checks.Require(request.offset() >= 0, "offset", "不能为负", "must not be negative");
  RETURN_IF_ERROR(checks.Result());
  if (!IsUploadTicket(settings_.server_key, request.file_id(), request.ticket(),
                      parts_.clock.Now())) {
    return domain::UploadTicketInvalid();
  }
  v1::ComplaintFile file;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(file, Load(database, request.file_id()));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(const storage::UploadPlace place,
                   attachments_.Write(file, request.offset(), request.data()));
  return Answer(file.id(), place);
}

absl::StatusOr<v1::EvidenceUpload> EvidenceWork::Answer(const std::string& id,
                                                        const storage::UploadPlace& place) {
  v1::EvidenceUpload upload;
  upload.set_received_bytes(place.received);
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(*upload.mutable_file(), Load(database, id));
    return absl::OkStatus();
  }));
  return upload;
}

absl::StatusOr<v1::ComplaintFile> EvidenceWork::Load(sql::Database& database,
                                                     const std::string& id) {
  ASSIGN_OR_RETURN(auto found, storage::Select<v1::ComplaintFile>(database, parts_.catalogue,
                                                                  "WHERE id=?1", {id}));
  if (found.empty()) return domain::EvidenceNotFound(id);
  return std::move(found.front().message);
}

absl::StatusOr<v1::ComplaintFile> EvidenceWork::OpenToRead(const v1::ReadEvidenceRequest& request) {
  const bool original = request.sealed_original();
  Checks checks;
  checks.RequireUuid(request.file_id(), "file_id");
  checks.Require(request.offset() >= 0, "offset", "不能为负", "must not be negative");
  if (original) checks.RequireWords(request.reason(), 1, kMostReason, "reason");
  RETURN_IF_ERROR(checks.Result());
  v1::ComplaintFile file;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(file, Load(database, request.file_id()));
    return FindForStaff(database, complaints_, caller_, file.complaint_id()).status();
  }));
  if (file.state() != v1::ATTACHMENT_STATE_STORED) return domain::AttachmentNotStored(file.id());
  if (!original) {
    if (file.clean_sha256().empty()) return domain::EvidenceNotPublic(file.id());
    return file;
  }
  RETURN_IF_ERROR(ComplaintSteps(parts_, settings_, caller_)
                      .Note(file.complaint_id(), v1::COMPLAINT_ACTION_OPEN_ORIGINAL,
                            absl::StrCat(request.reason(), "（材料 ", file.id(), "）"))
                      .status());
  return file;
}

}  // namespace zoufang::rpc
