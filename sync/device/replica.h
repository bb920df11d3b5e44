// A tablet's copy of its scopes, with what was saved on it: the device's side of the protocol.
//
//   screen = image (the server's row) + every held mutation not yet included in the row's scope
//
// The entities' tables show the screen. Any SQL by any tool on them is captured in the same
// transaction; Save folds it into the chain before it commits. Acknowledgements never touch rows;
// rows are written by TakePull only. A mutation is forgotten only when it is durable on the server,
// its outcome is known and every granted scope includes it.
//
//   image       the row itself when nothing of one's own lies on it, else a record in _shadow
//   chain       _chain: seq, uuid, hash over the one before, body, outcome
//   included    per scope: the last own seq whose effects the scope's images contain
//
// The Make… and Take… pairs are the protocol's messages (protocol T5-T12); a reply counts only for
// the request it answers, and taking it is one transaction. Nothing here waits, sleeps or calls
// out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "sync/device/context.h"
#include "sync/device/enrollment.h"
#include "sync/device/env.h"
#include "sync/device/file_store.h"
#include "sync/device/repair.h"
#include "sync/device/report.h"
#include "sync/device/uploads.h"
#include "sync/device/verify.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"
#include "zoufang/sync/v1/mutation.pb.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::device {

inline constexpr uint32_t kApplicationId = 0x5a464431;  // "ZFD1"

// Thread-safe: one mutex around one connection; other processes may write the same file.
class Replica {
 public:
  // Opens or makes the file, with tables and triggers for `catalogue`. `catalogue` and what `env`
  // names outlive it.
  static absl::StatusOr<std::unique_ptr<Replica>> Open(const std::string& path,
                                                       const schema::Catalogue& catalogue, Env env);

  // Runs `body`'s SQL and folds what it changed into one mutation, in one durable transaction. When
  // this returns OK, power may fail. Changes that break a field's declared rules are refused
  // (FIELDS_INVALID) and nothing is saved; likewise MUTATION_TOO_LARGE, and NOT_ENROLLED when there
  // is no author yet.
  absl::Status Save(absl::FunctionRef<absl::Status(sql::Database&)> body);
  // Runs `body` on one snapshot of the screen.
  absl::Status Read(absl::FunctionRef<absl::Status(sql::Database&)> body);

  // Another user, or another server, makes another install: it attaches anew with the same chain.
  absl::Status SetEnrollment(const Enrollment& enrollment);
  absl::StatusOr<Enrollment> GetEnrollment();  // FAILED_PRECONDITION NOT_ENROLLED.

  absl::StatusOr<ReplicaStatus> Status();
  absl::StatusOr<std::vector<Attention>> AttentionList();
  // What was saved and has no outcome yet, in order; also of rows that are no longer here.
  absl::StatusOr<std::vector<Unsent>> UnsentList();
  absl::StatusOr<PendingWork> Pending();
  // Computes each scope's digest from the rows and compares it with the last checkpoint's.
  // DATA_LOSS DIGEST_DIFFERS names the scope, which is repaired from then on.
  absl::Status VerifyDigests();
  // All that can be checked of the file; scopes that differ are repaired from then on, as above.
  absl::StatusOr<TabletReport> Verify();

  // --- protocol messages; nullopt: nothing to send ----------------------------------------------
  absl::StatusOr<std::optional<sync::v1::AttachRequest>> MakeAttach();
  absl::Status TakeAttach(const sync::v1::AttachRequest& request,
                          const sync::v1::AttachReply& reply);
  absl::StatusOr<std::optional<sync::v1::PushRequest>> MakePush();
  absl::Status TakePush(const sync::v1::PushRequest& request, const sync::v1::PushReply& reply);
  absl::StatusOr<std::optional<sync::v1::SnapshotRequest>> MakeSnapshot();
  // Stages one page, durably. `asked` is the cursor that the page answers: the request's, and after
  // each page its `next`. A page that does not continue what is staged is ignored.
  absl::Status TakeSnapshotPage(const sync::v1::SnapshotCursor& asked,
                                const sync::v1::SnapshotPage& page);
  // nullopt while attaching. Names no scope while none can take part; even so it tells which are
  // granted.
  absl::StatusOr<std::optional<sync::v1::PullRequest>> MakePull();
  // Applies a whole pull: all pages, the last with the checkpoint, in one transaction. DATA_LOSS
  // DIGEST_DIFFERS: it was applied, and a scope that differs will be repaired, or taken anew when
  // it was repaired before.
  absl::Status TakePull(const sync::v1::PullRequest& request,
                        const std::vector<sync::v1::PullPage>& pages);
  // The descent into a scope under repair: digests of groups, of ranges, rows. What a digest tells
  // says what to ask next; nothing: settled, or begin again after a pull.
  absl::StatusOr<std::optional<sync::v1::DigestRequest>> MakeDigest();
  absl::StatusOr<RepairNext> TakeDigest(const sync::v1::DigestRequest& request,
                                        const sync::v1::DigestReply& reply);
  // Makes the images of the asked ranges the rows of `pages`, and nothing else.
  absl::Status TakeRepair(const sync::v1::RepairRequest& request,
                          const std::vector<sync::v1::RepairPage>& pages);
  // The server withdrew this device's access (INSTALL_REVOKED): every row goes at once, for good;
  // Save and Read answer DEVICE_WITHDRAWN from then on. What no verified backup of the server's
  // holds is handed in, and when that is done nothing is left.
  absl::Status TakeRevoked();
  absl::StatusOr<std::optional<sync::v1::SurrenderRequest>> MakeSurrender();
  absl::Status TakeSurrender(const sync::v1::SurrenderRequest& request);
  // The server does not know this install (UNKNOWN_INSTALL): as FORKED. `install_id` is the
  // request's.
  absl::Status TakeUnknownInstall(absl::string_view install_id);

  // --- files, named by their content, in <path>.files/ ------------------------------------------
  FileStore& files() { return files_; }
  absl::StatusOr<std::vector<Upload>> Uploads();
  // The next call about the next file. One that cannot be read is noted for the author.
  absl::StatusOr<std::optional<UploadCall>> MakeUpload();
  // True: the server has closed the file and changed its row. See uploads.h.
  absl::StatusOr<bool> TakeUpload(const UploadCall& call,
                                  const absl::StatusOr<UploadProgress>& answer);

 private:
  Replica(std::unique_ptr<sql::Database> database, const schema::Catalogue& catalogue, Env env);
  absl::Status Prepare();
  absl::Status FoldCaptured();
  // Removes the files that no entry names; a file that is just being attached is younger.
  absl::Status CollectFiles();
  // What `make` reads in one read transaction.
  template <typename Made, typename Maker>
  absl::StatusOr<Made> InRead(Maker make);

  absl::Mutex mu_;
  const std::unique_ptr<sql::Database> db_ ABSL_PT_GUARDED_BY(mu_);
  const SqlTexts sql_;
  const Context context_;
  FileStore files_;
};

}  // namespace zoufang::device
