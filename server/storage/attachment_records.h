// What the database knows of attachments' bytes: which files are stored, how far each upload is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

// A file that is whole and checked. Without a clean copy: clean_sha256 is "" and clean_size 0.
struct FileRecord {
  std::string sha256;
  int64_t size = 0;
  std::string mime_type;
  std::string clean_sha256;
  int64_t clean_size = 0;
};

absl::Status InsertFileRecord(sql::Database& database, const FileRecord& record, absl::Time now);
absl::StatusOr<std::optional<FileRecord>> FindFileRecord(sql::Database& database,
                                                         absl::string_view sha256);
absl::StatusOr<std::vector<std::string>> ListFileRecords(sql::Database& database);
absl::Status DeleteFileRecord(sql::Database& database, absl::string_view sha256);

// What an upload has received and acknowledged; 0 when there is none.
absl::StatusOr<int64_t> ReceivedBytes(sql::Database& database, absl::string_view attachment_id);
absl::Status NoteReceived(sql::Database& database, absl::string_view attachment_id,
                          int64_t received, absl::Time now);
absl::Status DeleteUpload(sql::Database& database, absl::string_view attachment_id);
absl::StatusOr<std::vector<std::string>> ListUploads(sql::Database& database);
// Those without progress since `time`.
absl::StatusOr<std::vector<std::string>> StaleUploads(sql::Database& database, absl::Time time);

// Why a sealed original is opened: together with the audit's entry, before the first byte.
absl::Status InsertOpening(sql::Database& database, absl::string_view call_id,
                           absl::string_view attachment_id, absl::string_view reason,
                           absl::Time now);

}  // namespace zoufang::storage
