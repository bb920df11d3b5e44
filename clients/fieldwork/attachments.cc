#include "clients/fieldwork/attachments.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/words.h"
#include "domain/content_type.h"
#include "domain/attachment_errors.h"
#include "domain/errors.h"
#include "sync/base/status.h"

namespace zoufang::fieldwork {
namespace {

constexpr size_t kHeadBytes = 32;

absl::StatusOr<std::string> TypeOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return base::FileMissing(path);
  std::string head(kHeadBytes, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<size_t>(file.gcount()));
  const absl::string_view type = domain::ContentType(head);
  if (type.empty()) return domain::AttachmentType("", "—");
  return std::string(type);
}

absl::Status CheckDraft(sql::Database& db, const schema::Catalogue& catalogue,
                        absl::string_view visit_id) {
  ASSIGN_OR_RETURN(const v1::Visit visit, GetRow<v1::Visit>(db, catalogue, visit_id));
  if (visit.state() == v1::VISIT_STATE_DRAFT) return absl::OkStatus();
  const auto* state = v1::VisitState_descriptor()->FindValueByNumber(visit.state());
  return domain::VisitState(visit_id, state == nullptr ? "" : ChineseWord(*state));
}

}  // namespace

absl::StatusOr<std::string> Attachments::Attach(absl::string_view visit_id, const std::string& path,
                                                absl::string_view caption,
                                                absl::string_view finding_id) {
  device::Replica& replica = tablet_.replica();
  const schema::Catalogue& catalogue = tablet_.catalogue();
  RETURN_IF_ERROR(
      replica.Read([&](sql::Database& db) { return CheckDraft(db, catalogue, visit_id); }));
  v1::Attachment row;
  ASSIGN_OR_RETURN(*row.mutable_mime_type(), TypeOf(path));
  ASSIGN_OR_RETURN(const device::StoredFile file,
                   replica.files().Add(path, domain::kMaxAttachmentBytes));
  row.set_id(tablet_.NewId());
  row.set_visit_id(std::string(visit_id));
  row.set_sha256(file.sha256);
  row.set_size_bytes(file.size);
  row.set_caption(std::string(caption));
  row.set_finding_id(std::string(finding_id));
  const schema::Entity& entity = domain::EntityOf<v1::Attachment>(catalogue);
  RETURN_IF_ERROR(replica.Save([&](sql::Database& db) -> absl::Status {
    RETURN_IF_ERROR(CheckDraft(db, catalogue, visit_id));
    RETURN_IF_ERROR(InsertRow(db, catalogue, row));
    return device::AddUpload({entity.number, row.id()}, file, db);
  }));
  return row.id();
}

constexpr char kOfVisit[] = "WHERE \"visit_id\" = ?1 ORDER BY \"id\"";

absl::StatusOr<std::vector<AttachedFile>> Attachments::OfVisit(absl::string_view visit_id) {
  std::vector<v1::Attachment> rows;
  RETURN_IF_ERROR(tablet_.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(rows, SelectRows<v1::Attachment>(db, tablet_.catalogue(), kOfVisit,
                                                      {std::string(visit_id)}));
    return absl::OkStatus();
  }));
  std::vector<AttachedFile> files;
  for (v1::Attachment& row : rows) {
    ASSIGN_OR_RETURN(auto upload, UploadOf(row.id()));
    files.push_back({std::move(row), std::move(upload)});
  }
  return files;
}

absl::StatusOr<AttachedFile> Attachments::Find(absl::string_view id) {
  AttachedFile file;
  RETURN_IF_ERROR(tablet_.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(file.row, GetRow<v1::Attachment>(db, tablet_.catalogue(), id));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(file.upload, UploadOf(id));
  return file;
}

absl::StatusOr<std::optional<device::Upload>> Attachments::UploadOf(absl::string_view id) {
  ASSIGN_OR_RETURN(const std::vector<device::Upload> uploads, tablet_.replica().Uploads());
  for (const device::Upload& upload : uploads) {
    if (upload.row.id == id) return std::optional<device::Upload>(upload);
  }
  return std::optional<device::Upload>();
}

absl::StatusOr<std::optional<std::string>> Attachments::ReadOwn(const v1::Attachment& row) {
  const device::FileStore& files = tablet_.replica().files();
  if (!files.Has(row.sha256())) return std::optional<std::string>();
  ASSIGN_OR_RETURN(std::string content, files.Read(row.sha256(), 0, domain::kMaxAttachmentBytes));
  return std::optional<std::string>(std::move(content));
}

absl::StatusOr<int64_t> Attachments::CountWaiting() {
  ASSIGN_OR_RETURN(const std::vector<device::Upload> uploads, tablet_.replica().Uploads());
  return std::count_if(uploads.begin(), uploads.end(),
                       [](const device::Upload& upload) { return upload.open(); });
}

// The server says PENDING (1) of itself only when it has lost what was stored (2, 3: closed here).
constexpr char kSendLostAgain[] =
    "UPDATE _upload SET state = 1, sent = 0, tries = 0, next_try_us = 0"
    " WHERE state = 3 AND row_id IN (SELECT \"id\" FROM attachment WHERE \"state\" = 1)";

absl::Status Attachments::SendLostAgain() {
  return tablet_.replica().Save([](sql::Database& db) { return db.Execute(kSendLostAgain); });
}

}  // namespace zoufang::fieldwork
