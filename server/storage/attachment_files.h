// Attachments' bytes in the data directory:
//
//   attachments/aa/bb/<sha256>.original   sealed; with all metadata, for evidence
//   attachments/aa/bb/<sha256>.clean      without metadata; of the original's hash
//   attachments/partial/<attachment id>   what an upload has brought so far, veiled
//
// A stored file is there whole and durable, or not at all, and never changes. The database says
// which are stored and how much of an upload counts; a copy of this folder without it opens
// nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/storage/sealed_file.h"

namespace zoufang::storage {

// Thread-safe as long as one upload is written by one caller at a time.
class AttachmentFiles {
 public:
  // Makes the folders that are missing, and removes what was left half written. PATH_UNUSABLE.
  static absl::StatusOr<std::unique_ptr<AttachmentFiles>> Open(const std::string& data_directory,
                                                               absl::string_view server_key);

  // --- Uploads ---------------------------------------------------------------------------------
  // Puts `bytes` behind the first `received` ones, dropping whatever lay there, durably.
  absl::Status Append(absl::string_view id, int64_t received, absl::string_view bytes);
  // The first `size` bytes. DATA_LOSS ATTACHMENT_DAMAGED when there are fewer.
  absl::StatusOr<std::string> ReadUpload(absl::string_view id, int64_t size) const;
  absl::Status RemoveUpload(absl::string_view id);
  bool HoldsUpload(absl::string_view id, int64_t size) const;
  absl::StatusOr<std::vector<std::string>> Uploads() const;

  // --- Stored files ----------------------------------------------------------------------------
  // Both, the original last: a file with an original is whole. `clean` may be empty: none.
  absl::Status Store(absl::string_view sha256, absl::string_view original, absl::string_view clean);
  bool Holds(absl::string_view sha256) const;
  // NOT_FOUND FILE_MISSING; DATA_LOSS ATTACHMENT_DAMAGED.
  absl::StatusOr<std::unique_ptr<SealedReader>> OpenOriginal(absl::string_view sha256) const;
  absl::StatusOr<std::string> ReadOriginal(absl::string_view sha256) const;
  absl::StatusOr<std::string> ReadClean(absl::string_view sha256, int64_t offset,
                                        size_t most) const;
  // The hashes of all that are there.
  absl::StatusOr<std::vector<std::string>> Originals() const;

 private:
  AttachmentFiles(std::string folder, std::string key)
      : folder_(std::move(folder)), key_(std::move(key)) {}
  std::string UploadPath(absl::string_view id) const;
  std::string StoredPath(absl::string_view sha256, absl::string_view kind) const;
  absl::Status Place(absl::string_view sha256, absl::string_view kind, absl::string_view content);

  const std::string folder_;
  const std::string key_;
};

// Adds to `to`/attachments the stored files of `from`/attachments that it lacks, durably: beside a
// backup's database, and back from there. On one disk a file gets a second name and no second
// copy. Returns how many were added. PATH_UNUSABLE; RESOURCE_EXHAUSTED DISK_FULL.
absl::StatusOr<int64_t> AddStoredFiles(const std::string& from, const std::string& to);

}  // namespace zoufang::storage
