// Which files of the tablet's rows the server still has to get, and how far each is.
//
//   waiting --BeginUpload--> sending --WriteChunk…--> stored
//      ^------ the server has less than we thought ------'
//   refused: the server does not keep such content.  lost: the file here is gone or damaged.
//
// An entry is written in the save that makes its row, so that neither is without the other. A file
// is sent once every mutation of its row has an outcome, and never before: it delays none. What
// cannot go on now waits alone, from 1 s doubling to 15 min.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/device/context.h"
#include "sync/device/file_store.h"
#include "sync/device/transport.h"
#include "sync/sql/database.h"

namespace zoufang::device {

inline constexpr int64_t kChunkBytes = 256 * 1024;

enum class UploadState { kWaiting = 1, kSending = 2, kStored = 3, kRefused = 4, kLost = 5 };

struct Upload {
  RowKey row;
  std::string sha256;
  int64_t size = 0;
  int64_t sent = 0;  // What the server acknowledged.
  UploadState state = UploadState::kWaiting;
  int tries = 0;  // Failed ones since the last progress.
  absl::Time next_try;

  bool open() const { return state == UploadState::kWaiting || state == UploadState::kSending; }
};

// One call about one file.
struct UploadCall {
  std::string row_id;
  bool begin = false;  // BeginUpload; else WriteChunk with `data`.
  int64_t offset = 0;
  std::string data;
};

// Adds the entry of a row's file: inside the Save that makes the row.
absl::Status AddUpload(const RowKey& row, const StoredFile& file, sql::Database& database);
// All of them, the row's id as order.
absl::StatusOr<std::vector<Upload>> ReadUploads(sql::Database& database);
// When the next file can be sent; InfiniteFuture: none waits. In a read transaction.
absl::StatusOr<absl::Time> NextUploadAt(sql::Database& database);
// The entry that NextUploadAt speaks of.
absl::StatusOr<std::optional<Upload>> NextUpload(sql::Database& database);

// What a call's answer changes; true: the server has closed the file, one way or the other, and
// changed its row. An error that concerns the line and not the file is returned and changes
// nothing. In a write transaction.
absl::StatusOr<bool> TakeUpload(const Context& context, const FileStore& files,
                                const UploadCall& call,
                                const absl::StatusOr<UploadProgress>& answer);
// The file cannot be read: noted for the author. In a write transaction.
absl::Status NoteLost(const Context& context, absl::string_view row_id, const absl::Status& why);

// The server may have lost what it had (restored, another one): asks again about every file.
absl::Status AskAgain(sql::Database& database);
// Drops the stored entries whose rows the tablet no longer holds; returns the files that no entry
// needs any more.
absl::StatusOr<std::vector<std::string>> DropLeftUploads(const Context& context);

}  // namespace zoufang::device
