#include "server/storage/attachments.h"

#include <type_traits>
#include <utility>
#include <vector>

#include "domain/content_type.h"
#include "domain/entities.h"
#include "domain/attachment_errors.h"
#include "server/storage/clean_copy.h"
#include "server/storage/save.h"
#include "sync/base/content_hash.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"

namespace zoufang::storage {
namespace {

constexpr char kServer[] = "server";  // Who sets what the server found.

// What is stored must be what this row says of it too.
absl::Status CheckAgrees(const FileClaim& row, const FileRecord& record) {
  if (row.size != record.size) return domain::AttachmentTooLarge(row.size);
  if (!row.mime_type.empty() && row.mime_type != record.mime_type) {
    return domain::AttachmentType(record.mime_type, row.mime_type);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<UploadPlace> Attachments::PlaceOf(const FileClaim& row) {
  if (row.stored()) return UploadPlace{row.size, true};
  UploadPlace place;
  std::optional<FileRecord> record;
  RETURN_IF_ERROR(store_.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(record, FindFileRecord(database, row.sha256));
    ASSIGN_OR_RETURN(place.received, ReceivedBytes(database, row.id));
    return absl::OkStatus();
  }));
  if (record.has_value() && row.shares()) {
    RETURN_IF_ERROR(Adopt(row, *record));
    return UploadPlace{row.size, true};
  }
  // The folder may be older than the database.
  if (!files_->HoldsUpload(row.id, place.received)) place.received = 0;
  return place;
}

absl::StatusOr<UploadPlace> Attachments::Begin(const FileClaim& row) {
  RETURN_IF_ERROR(CollectDaily());
  const Turn turn(turns_, row.id);
  if (!turn.given()) return domain::UploadBusy();
  ASSIGN_OR_RETURN(const UploadPlace place, PlaceOf(row));
  const bool whole = !place.stored && place.received > 0 && place.received == row.size;
  return whole ? Finish(row) : place;
}

absl::StatusOr<UploadPlace> Attachments::Write(const FileClaim& row, int64_t offset,
                                               absl::string_view bytes) {
  const Turn turn(turns_, row.id);
  if (!turn.given()) return domain::UploadBusy();
  ASSIGN_OR_RETURN(UploadPlace place, PlaceOf(row));
  if (place.stored) return place;
  if (offset != place.received) return domain::UploadOffset(place.received);
  const auto count = static_cast<int64_t>(bytes.size());
  if (count > row.size - offset) {
    return Refuse(row, domain::AttachmentTooLarge(row.size));
  }
  if (count > 0) {
    RETURN_IF_ERROR(files_->Append(row.id, offset, bytes));
    place.received += count;
    RETURN_IF_ERROR(store_.Write([&](sql::Database& database) {
      return NoteReceived(database, row.id, place.received, clock_.Now());
    }));
  }
  return place.received == row.size ? Finish(row) : place;
}

absl::StatusOr<UploadPlace> Attachments::Finish(const FileClaim& row) {
  absl::MutexLock lock(&checking_);
  ASSIGN_OR_RETURN(const std::string content, files_->ReadUpload(row.id, row.size));
  std::string clean;
  const absl::StatusOr<FileRecord> record = Check(row, content, clean);
  if (!record.ok()) return Refuse(row, record.status());
  if (!files_->Holds(row.sha256)) {
    RETURN_IF_ERROR(files_->Store(row.sha256, content, clean));
  }
  RETURN_IF_ERROR(store_.Write(
      [&](sql::Database& database) { return InsertFileRecord(database, *record, clock_.Now()); }));
  RETURN_IF_ERROR(Adopt(row, *record));
  return UploadPlace{row.size, true};
}

absl::StatusOr<FileRecord> Attachments::Check(const FileClaim& row, absl::string_view content,
                                              std::string& clean) {
  if (base::HexSha256(content) != row.sha256) return domain::AttachmentHash();
  const absl::string_view type = domain::ContentType(content);
  if (type.empty()) return domain::AttachmentType(type, row.mime_type);
  FileRecord record{.sha256 = row.sha256,
                    .size = static_cast<int64_t>(content.size()),
                    .mime_type = std::string(type)};
  RETURN_IF_ERROR(CheckAgrees(row, record));
  if (!domain::HasCleanCopy(type)) return record;
  ASSIGN_OR_RETURN(clean, CleanCopy(type, content));
  record.clean_sha256 = base::HexSha256(clean);
  record.clean_size = static_cast<int64_t>(clean.size());
  return record;
}

absl::Status Attachments::Adopt(const FileClaim& row, const FileRecord& record) {
  const absl::Status agrees = CheckAgrees(row, record);
  if (!agrees.ok()) return Refuse(row, agrees);
  RETURN_IF_ERROR(store_.Write([&](sql::Database& database) -> absl::Status {
    RETURN_IF_ERROR(SetState(database, row, v1::ATTACHMENT_STATE_STORED, record));
    return DeleteUpload(database, row.id);
  }));
  return files_->RemoveUpload(row.id);
}

absl::Status Attachments::Refuse(const FileClaim& row, const absl::Status& why) {
  RETURN_IF_ERROR(store_.Write([&](sql::Database& database) -> absl::Status {
    RETURN_IF_ERROR(SetState(database, row, v1::ATTACHMENT_STATE_REFUSED, {}));
    return DeleteUpload(database, row.id);
  }));
  RETURN_IF_ERROR(files_->RemoveUpload(row.id));
  return why;
}

absl::Status Attachments::SetState(sql::Database& database, const FileClaim& row,
                                   v1::AttachmentState state, const FileRecord& record) {
  return row.of == FileClaim::Of::kVisit
             ? SetStateOf<v1::Attachment>(database, row.id, state, record)
             : SetStateOf<v1::ComplaintFile>(database, row.id, state, record);
}

template <typename Row>
absl::Status Attachments::SetStateOf(sql::Database& database, const std::string& id,
                                     v1::AttachmentState state, const FileRecord& record) {
  const schema::Entity& entity = domain::EntityOf<Row>(catalogue_);
  const absl::StatusOr<hub::StoredRow> stored = hub::LoadRow(database, entity, id);
  if (absl::IsNotFound(stored.status())) return domain::AttachmentNotFound(id);
  RETURN_IF_ERROR(stored.status());
  auto wanted = hub::MessageOf<Row>(entity, stored->row);
  wanted.set_state(state);
  wanted.set_clean_sha256(record.clean_sha256);
  wanted.set_clean_size_bytes(record.clean_size);
  // A citizen's browser does not say what it is.
  if constexpr (std::is_same_v<Row, v1::ComplaintFile>) wanted.set_mime_type(record.mime_type);
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, wanted));
  return Save(hub_, database, {.user_id = kServer, .server = true}, random_.Bytes(16),
              {hub::UpdateEdit(entity, *stored, row)});
}

}  // namespace zoufang::storage
