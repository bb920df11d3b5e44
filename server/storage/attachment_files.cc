#include "server/storage/attachment_files.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "domain/attachment_errors.h"
#include "domain/errors.h"
#include "server/storage/disk_file.h"
#include "server/storage/store.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

namespace fs = std::filesystem;

constexpr char kFolder[] = "/attachments";
constexpr char kOriginal[] = ".original";
constexpr char kClean[] = ".clean";
constexpr char kUnfinished[] = ".new";

// Makes `path` and what is missing above it, durably.
absl::Status MakeFolder(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return absl::OkStatus();
  const std::string above = fs::path(path).parent_path();
  RETURN_IF_ERROR(MakeFolder(above));
  fs::create_directory(path, error);
  if (error) return domain::PathUnusable(path, error.message());
  fs::permissions(path, fs::perms::owner_all, error);
  if (error) return domain::PathUnusable(path, error.message());
  return SyncToDisk(above);
}

// The files under `folder`, at any depth.
absl::StatusOr<std::vector<fs::path>> FilesUnder(const std::string& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, error)) {
    std::error_code ignored;
    if (entry.is_regular_file(ignored)) files.push_back(entry.path());
  }
  if (error) return domain::PathUnusable(folder, error.message());
  return files;
}

}  // namespace

absl::StatusOr<std::unique_ptr<AttachmentFiles>> AttachmentFiles::Open(
    const std::string& data_directory, absl::string_view server_key) {
  const std::string folder = data_directory + kFolder;
  RETURN_IF_ERROR(MakeFolder(folder + "/partial"));
  ASSIGN_OR_RETURN(const std::vector<fs::path> files, FilesUnder(folder));
  for (const fs::path& file : files) {
    std::error_code ignored;
    if (file.extension() == kUnfinished) fs::remove(file, ignored);
  }
  return absl::WrapUnique(new AttachmentFiles(folder, SealingKey(server_key)));
}

// --- uploads -------------------------------------------------------------------------------------

std::string AttachmentFiles::UploadPath(absl::string_view id) const {
  return absl::StrCat(folder_, "/partial/", id);
}

absl::Status AttachmentFiles::Append(absl::string_view id, int64_t received,
                                     absl::string_view bytes) {
  const std::string path = UploadPath(id);
  {
    ASSIGN_OR_RETURN(DiskFile file, DiskFile::OpenToWrite(path));
    RETURN_IF_ERROR(file.Resize(received));
    RETURN_IF_ERROR(file.SeekTo(received));
    RETURN_IF_ERROR(file.Write(Veil(key_, id, received, bytes)));
    RETURN_IF_ERROR(file.Sync());
  }
  return received == 0 ? SyncToDisk(folder_ + "/partial") : absl::OkStatus();
}

absl::StatusOr<std::string> AttachmentFiles::ReadUpload(absl::string_view id, int64_t size) const {
  ASSIGN_OR_RETURN(DiskFile file, DiskFile::OpenToRead(UploadPath(id)));
  ASSIGN_OR_RETURN(const std::string veiled, file.Read(static_cast<size_t>(size)));
  if (veiled.size() != static_cast<size_t>(size)) return domain::AttachmentDamaged();
  return Veil(key_, id, 0, veiled);
}

absl::Status AttachmentFiles::RemoveUpload(absl::string_view id) {
  std::error_code error;
  fs::remove(UploadPath(id), error);
  return error ? domain::PathUnusable(UploadPath(id), error.message()) : absl::OkStatus();
}

bool AttachmentFiles::HoldsUpload(absl::string_view id, int64_t size) const {
  std::error_code error;
  const auto found = fs::file_size(UploadPath(id), error);
  return !error && found >= static_cast<uintmax_t>(size);
}

absl::StatusOr<std::vector<std::string>> AttachmentFiles::Uploads() const {
  ASSIGN_OR_RETURN(const std::vector<fs::path> files, FilesUnder(folder_ + "/partial"));
  std::vector<std::string> ids;
  for (const fs::path& file : files) ids.push_back(file.filename());
  return ids;
}

// --- stored files --------------------------------------------------------------------------------

std::string AttachmentFiles::StoredPath(absl::string_view sha256, absl::string_view kind) const {
  return absl::StrCat(folder_, "/", sha256.substr(0, 2), "/", sha256.substr(2, 2), "/", sha256,
                      kind);
}

absl::Status AttachmentFiles::Place(absl::string_view sha256, absl::string_view kind,
                                    absl::string_view content) {
  const std::string path = StoredPath(sha256, kind);
  RETURN_IF_ERROR(MakeFolder(fs::path(path).parent_path()));
  return PlaceFile(path, content);
}

absl::Status AttachmentFiles::Store(absl::string_view sha256, absl::string_view original,
                                    absl::string_view clean) {
  if (!clean.empty()) RETURN_IF_ERROR(Place(sha256, kClean, clean));
  return Place(sha256, kOriginal, Seal(key_, sha256, original));
}

bool AttachmentFiles::Holds(absl::string_view sha256) const {
  std::error_code error;
  return fs::is_regular_file(StoredPath(sha256, kOriginal), error);
}

absl::StatusOr<std::unique_ptr<SealedReader>> AttachmentFiles::OpenOriginal(
    absl::string_view sha256) const {
  return SealedReader::Open(StoredPath(sha256, kOriginal), key_, sha256);
}

absl::StatusOr<std::string> AttachmentFiles::ReadOriginal(absl::string_view sha256) const {
  ASSIGN_OR_RETURN(const std::unique_ptr<SealedReader> reader, OpenOriginal(sha256));
  std::string content;
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<std::string> piece, reader->Next());
    if (!piece.has_value()) return content;
    content += *piece;
  }
}

absl::StatusOr<std::string> AttachmentFiles::ReadClean(absl::string_view sha256, int64_t offset,
                                                       size_t most) const {
  ASSIGN_OR_RETURN(DiskFile file, DiskFile::OpenToRead(StoredPath(sha256, kClean)));
  RETURN_IF_ERROR(file.SeekTo(offset));
  return file.Read(most);
}

absl::StatusOr<std::vector<std::string>> AttachmentFiles::Originals() const {
  ASSIGN_OR_RETURN(const std::vector<fs::path> files, FilesUnder(folder_));
  std::vector<std::string> hashes;
  for (const fs::path& file : files) {
    if (file.extension() == kOriginal) hashes.push_back(file.stem());
  }
  return hashes;
}

// --- copies --------------------------------------------------------------------------------------

namespace {

// Durably: a second name for the file where the disk allows it, else a copy.
absl::Status LinkOrCopy(const fs::path& from, const fs::path& to) {
  RETURN_IF_ERROR(MakeFolder(to.parent_path()));
  std::error_code error;
  fs::create_hard_link(from, to, error);
  if (!error) return SyncToDisk(to.parent_path());
  const auto size = fs::file_size(from, error);
  if (error) return domain::PathUnusable(from.string(), error.message());
  ASSIGN_OR_RETURN(DiskFile source, DiskFile::OpenToRead(from));
  ASSIGN_OR_RETURN(const std::string content, source.Read(static_cast<size_t>(size)));
  return PlaceFile(to, content);
}

}  // namespace

absl::StatusOr<int64_t> AddStoredFiles(const std::string& from, const std::string& to) {
  const std::string source = from + kFolder;
  std::error_code error;
  if (!fs::is_directory(source, error)) return 0;
  ASSIGN_OR_RETURN(const std::vector<fs::path> files, FilesUnder(source));
  int64_t added = 0;
  for (const fs::path& file : files) {
    if (file.extension() != kOriginal && file.extension() != kClean) continue;
    const fs::path copy = fs::path(to + kFolder) / file.lexically_relative(source);
    if (fs::exists(copy, error)) continue;
    RETURN_IF_ERROR(LinkOrCopy(file, copy));
    ++added;
  }
  return added;
}

}  // namespace zoufang::storage
