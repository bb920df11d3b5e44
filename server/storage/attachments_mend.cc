// Attachments: what a start and the passing of time mend.
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "server/storage/attachments.h"
#include "server/storage/rows.h"
#include "sync/base/error.h"
#include "sync/base/log.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

using Names = absl::flat_hash_set<std::string>;

// Rows whose file is stored and which do not say so, and rows which say so wrongly. State 2 is
// STORED, 3 REFUSED; a row may be without any.
constexpr char kToMend[] =
    "WHERE CASE WHEN sha256 IN (SELECT sha256 FROM attachment_file) THEN coalesce(state, 0) < 2"
    " ELSE state = 2 END";

Names AsSet(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

}  // namespace

absl::Status Attachments::Mend() {
  RETURN_IF_ERROR(MendRecords());
  RETURN_IF_ERROR(MendRows());
  RETURN_IF_ERROR(MendUploads());
  return CollectUploads(kUploadPatience).status();
}

// The folder decides: a record without its file goes, a file without its record gets one.
absl::Status Attachments::MendRecords() {
  std::vector<std::string> recorded;
  RETURN_IF_ERROR(store_.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(recorded, ListFileRecords(database));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(const std::vector<std::string> there, files_->Originals());
  const Names have = AsSet(there);
  for (const std::string& sha256 : recorded) {
    if (have.contains(sha256)) continue;
    base::Log(base::Severity::kError, "attachment_missing", {{"sha256", sha256}});
    RETURN_IF_ERROR(
        store_.Write([&](sql::Database& database) { return DeleteFileRecord(database, sha256); }));
  }
  const Names known = AsSet(recorded);
  for (const std::string& sha256 : there) {
    if (known.contains(sha256)) continue;
    const absl::Status readopted = ReadoptOriginal(sha256);
    if (readopted.ok()) continue;
    base::Log(base::Severity::kError, "attachment_not_readopted",
              {{"sha256", sha256}, {"reason", base::ReasonOf(readopted)}});
  }
  return absl::OkStatus();
}

absl::Status Attachments::ReadoptOriginal(const std::string& sha256) {
  ASSIGN_OR_RETURN(const std::string content, files_->ReadOriginal(sha256));
  v1::Attachment claim;
  claim.set_sha256(sha256);
  claim.set_size_bytes(static_cast<int64_t>(content.size()));
  std::string clean;
  ASSIGN_OR_RETURN(const FileRecord record, Check(claim, content, clean));
  if (!clean.empty()) RETURN_IF_ERROR(files_->Store(sha256, content, clean));
  return store_.Write(
      [&](sql::Database& database) { return InsertFileRecord(database, record, clock_.Now()); });
}

absl::Status Attachments::MendRows() {
  std::vector<FileClaim> rows;
  RETURN_IF_ERROR(store_.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto files, Select<v1::Attachment>(database, catalogue_, kToMend, {}));
    for (const auto& file : files) rows.emplace_back(file.message);
    ASSIGN_OR_RETURN(auto evidence, Select<v1::ComplaintFile>(database, catalogue_, kToMend, {}));
    for (const auto& file : evidence) rows.emplace_back(file.message);
    return absl::OkStatus();
  }));
  for (const FileClaim& row : rows) RETURN_IF_ERROR(MendRow(row));
  return absl::OkStatus();
}

absl::Status Attachments::MendRow(const FileClaim& row) {
  if (row.stored()) {  // Its file is gone: it is asked for again.
    return store_.Write([&](sql::Database& database) {
      return SetState(database, row, v1::ATTACHMENT_STATE_PENDING, {});
    });
  }
  const absl::Status begun = Begin(row).status();
  return absl::IsInvalidArgument(begun) ? absl::OkStatus() : begun;
}

// An upload is a file and a number; one without the other is nothing.
absl::Status Attachments::MendUploads() {
  std::vector<std::string> noted;
  RETURN_IF_ERROR(store_.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(noted, ListUploads(database));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(const std::vector<std::string> there, files_->Uploads());
  const Names known = AsSet(noted);
  for (const std::string& id : there) {
    if (!known.contains(id)) RETURN_IF_ERROR(files_->RemoveUpload(id));
  }
  return absl::OkStatus();
}

absl::Status Attachments::CollectDaily() {
  const absl::Time last = absl::FromUnixMicros(collected_us_);
  return clock_.Now() < last + absl::Hours(24) ? absl::OkStatus()
                                               : CollectUploads(kUploadPatience).status();
}

absl::StatusOr<int> Attachments::CollectUploads(absl::Duration patience) {
  collected_us_ = absl::ToUnixMicros(clock_.Now());
  std::vector<std::string> stale;
  RETURN_IF_ERROR(store_.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(stale, StaleUploads(database, clock_.Now() - patience));
    return absl::OkStatus();
  }));
  int dropped = 0;
  for (const std::string& id : stale) {
    const Turn turn(turns_, id);
    if (!turn.given()) continue;
    RETURN_IF_ERROR(
        store_.Write([&](sql::Database& database) { return DeleteUpload(database, id); }));
    RETURN_IF_ERROR(files_->RemoveUpload(id));
    ++dropped;
  }
  return dropped;
}

}  // namespace zoufang::storage
