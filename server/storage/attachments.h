// The bytes of attachments and of evidence: taken in piece by piece, checked by content, sealed,
// cleaned.
//
// What is acknowledged is durable: first the bytes, then the number that says how many count. So an
// upload goes on after kill -9 of either side at the byte it had come to. When the last one is
// there, in this order, each step durable and safe to repeat: checked; clean copy; sealed original;
// the database's record together with the row's state; the upload removed. Where a crash comes
// between, Mend at the next start does the rest.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/storage/attachment_files.h"
#include "server/storage/attachment_records.h"
#include "server/storage/file_claim.h"
#include "server/storage/store.h"
#include "server/storage/turns.h"
#include "sync/base/clock.h"
#include "sync/base/random.h"
#include "sync/hub/hub.h"

namespace zoufang::storage {

// An upload that brings nothing for so long is given up; its tablet begins anew.
inline constexpr absl::Duration kUploadPatience = absl::Hours(24 * 14);

struct UploadPlace {
  int64_t received = 0;
  bool stored = false;
};

// Thread-safe; blocks. One file is checked at a time, so that memory stays bounded.
class Attachments {
 public:
  // All outlive it.
  Attachments(Store& store, hub::Hub& hub, const schema::Catalogue& catalogue,
              std::unique_ptr<AttachmentFiles> files, const base::Clock& clock,
              base::Random& random)
      : store_(store),
        hub_(hub),
        catalogue_(catalogue),
        files_(std::move(files)),
        clock_(clock),
        random_(random) {}

  // How much of the row's file is here. A file that another row brought is whole at once, unless it
  // is evidence.
  absl::StatusOr<UploadPlace> Begin(const FileClaim& row);
  // Adds bytes. OUT_OF_RANGE UPLOAD_OFFSET; ABORTED UPLOAD_BUSY; INVALID_ARGUMENT with
  // ATTACHMENT_TOO_LARGE, _HASH, _TYPE or _MALFORMED: nothing is kept, the row is REFUSED.
  absl::StatusOr<UploadPlace> Write(const FileClaim& row, int64_t offset, absl::string_view bytes);

  const AttachmentFiles& files() const { return *files_; }

  // After a start, before the first call: what a crash or a restored database left in between.
  absl::Status Mend();
  // Drops uploads without progress for `patience`; returns how many. Mend does it at the start, and
  // Begin once a day.
  absl::StatusOr<int> CollectUploads(absl::Duration patience);

 private:
  absl::Status CollectDaily();
  absl::StatusOr<UploadPlace> PlaceOf(const FileClaim& row);
  absl::StatusOr<UploadPlace> Finish(const FileClaim& row);
  // Takes over a file that is stored, if it is what the row says.
  absl::Status Adopt(const FileClaim& row, const FileRecord& record);
  absl::StatusOr<FileRecord> Check(const FileClaim& row, absl::string_view content,
                                   std::string& clean);
  // Refuses what was sent for the row, and returns `why`.
  absl::Status Refuse(const FileClaim& row, const absl::Status& why);
  absl::Status SetState(sql::Database& database, const FileClaim& row, v1::AttachmentState state,
                        const FileRecord& record);
  template <typename Row>
  absl::Status SetStateOf(sql::Database& database, const std::string& id, v1::AttachmentState state,
                          const FileRecord& record);

  absl::Status MendRecords();
  absl::Status ReadoptOriginal(const std::string& sha256);
  absl::Status MendRows();
  absl::Status MendRow(const FileClaim& row);
  absl::Status MendUploads();

  Store& store_;
  hub::Hub& hub_;
  const schema::Catalogue& catalogue_;
  const std::unique_ptr<AttachmentFiles> files_;
  const base::Clock& clock_;
  base::Random& random_;
  absl::Mutex checking_;
  Turns turns_;  // Of rows: one call writes each.
  std::atomic<int64_t> collected_us_ = 0;
};

}  // namespace zoufang::storage
