#include "sync/device/replica.h"

#include <algorithm>
#include <utility>

#include "sync/base/error.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/device/captured.h"
#include "sync/device/device_state.h"
#include "sync/device/exchange.h"
#include "sync/device/fold.h"
#include "sync/device/foreign.h"
#include "sync/device/inspect.h"
#include "sync/device/outcomes.h"
#include "sync/device/received.h"
#include "sync/device/repair.h"
#include "sync/device/screen.h"
#include "sync/device/tables.h"
#include "sync/device/withdrawal.h"
#include "sync/schema/tables.h"

namespace zoufang::device {
namespace {

// How long to wait for another process that writes the same file: a first sync may take seconds.
constexpr absl::Duration kBusyTimeout = absl::Seconds(30);
// Between a file's arrival in the folder and the save that names it.
constexpr absl::Duration kAttaching = absl::Hours(1);

absl::Status FirstDiffers(const std::vector<std::string>& scopes) {
  return scopes.empty() ? absl::OkStatus() : base::DigestDiffers(scopes.front());
}

}  // namespace

Replica::Replica(std::unique_ptr<sql::Database> database, const schema::Catalogue& catalogue,
                 Env env)
    : db_(std::move(database)),
      sql_(MakeSqlTexts(catalogue)),
      context_{*db_, catalogue, sql_, env},
      files_(db_->path() + ".files") {}

absl::StatusOr<std::unique_ptr<Replica>> Replica::Open(const std::string& path,
                                                       const schema::Catalogue& catalogue,
                                                       Env env) {
  ASSIGN_OR_RETURN(
      std::unique_ptr<sql::Database> database,
      sql::Database::Open(path, {.application_id = kApplicationId, .busy_timeout = kBusyTimeout}));
  std::unique_ptr<Replica> replica(new Replica(std::move(database), catalogue, env));
  RETURN_IF_ERROR(replica->Prepare());
  RETURN_IF_ERROR(replica->CollectFiles());
  return replica;
}

absl::Status Replica::Prepare() {
  absl::MutexLock lock(&mu_);
  RETURN_IF_ERROR(db_->Migrate(DeviceMigrations()));
  RETURN_IF_ERROR(db_->Write([this]() -> absl::Status {
    RETURN_IF_ERROR(CreateState(context_.env, context_.db));
    RETURN_IF_ERROR(schema::CreateTables(context_.catalogue, schema::End::kDevice, context_.db));
    RETURN_IF_ERROR(schema::CreateCapture(context_.catalogue, context_.db));
    return AdoptForeign(context_);
  }));
  ASSIGN_OR_RETURN(const Withdrawal withdrawal, LoadWithdrawal(*db_));
  // It may have been cut off before; another process that reads the file only delays it.
  if (!withdrawal.at_work()) Scrub(*db_).IgnoreError();
  return absl::OkStatus();
}

// --- rows ----------------------------------------------------------------------------------------

absl::Status Replica::Save(absl::FunctionRef<absl::Status(sql::Database&)> body) {
  absl::MutexLock lock(&mu_);
  return db_->Write([&]() -> absl::Status {
    RETURN_IF_ERROR(CheckAtWork(context_.db));
    RETURN_IF_ERROR(FoldOthers(context_));
    RETURN_IF_ERROR(body(context_.db));
    return FoldOwn(context_);
  });
}

absl::Status Replica::Read(absl::FunctionRef<absl::Status(sql::Database&)> body) {
  absl::MutexLock lock(&mu_);
  return db_->Read([&]() -> absl::Status {
    RETURN_IF_ERROR(CheckAtWork(context_.db));
    return body(context_.db);
  });
}

absl::Status Replica::FoldCaptured() {
  ASSIGN_OR_RETURN(const bool any, AnythingCaptured(context_.db));
  if (!any) return absl::OkStatus();
  return context_.db.Write([this] { return FoldOthers(context_); });
}

// --- enrolment -----------------------------------------------------------------------------------

absl::Status Replica::SetEnrollment(const Enrollment& enrollment) {
  absl::MutexLock lock(&mu_);
  return db_->Write([&]() -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<Enrollment> before, LoadEnrollment(context_.db));
    RETURN_IF_ERROR(EndWithdrawal(context_));
    RETURN_IF_ERROR(StoreEnrollment(enrollment, context_.db));
    if (!before.has_value() ||
        (before->user_id == enrollment.user_id && before->server == enrollment.server)) {
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(ForgetReceived(context_.db));
    ASSIGN_OR_RETURN(DeviceState state, LoadState(context_.db));
    Fork(state, context_.env);
    return StoreState(state, context_.db);
  });
}

absl::StatusOr<Enrollment> Replica::GetEnrollment() {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(std::optional<Enrollment> enrollment, LoadEnrollment(context_.db));
  if (!enrollment.has_value()) return base::NotEnrolled();
  return *std::move(enrollment);
}

// --- what a person asks --------------------------------------------------------------------------

template <typename Made, typename Maker>
absl::StatusOr<Made> Replica::InRead(Maker make) {
  absl::MutexLock lock(&mu_);
  absl::StatusOr<Made> made;
  RETURN_IF_ERROR(db_->Read([&]() -> absl::Status {
    made = make();
    return made.status();
  }));
  return made;
}

absl::StatusOr<ReplicaStatus> Replica::Status() {
  return InRead<ReplicaStatus>([this] { return ReadStatus(context_.db); });
}

absl::StatusOr<std::vector<Attention>> Replica::AttentionList() {
  return InRead<std::vector<Attention>>([this] { return ReadAttention(context_.db); });
}

absl::StatusOr<std::vector<Unsent>> Replica::UnsentList() {
  return InRead<std::vector<Unsent>>([this] { return ReadUnsent(context_.db); });
}

absl::StatusOr<PendingWork> Replica::Pending() {
  return InRead<PendingWork>([this] { return ReadPendingWork(context_.db); });
}

absl::Status Replica::VerifyDigests() {
  absl::MutexLock lock(&mu_);
  std::vector<std::string> damaged;
  RETURN_IF_ERROR(db_->Write([&]() -> absl::Status {
    ASSIGN_OR_RETURN(damaged, NoteDamaged(context_));
    return absl::OkStatus();
  }));
  return FirstDiffers(damaged);
}

absl::StatusOr<TabletReport> Replica::Verify() {
  absl::MutexLock lock(&mu_);
  TabletReport report;
  RETURN_IF_ERROR(db_->Write([&]() -> absl::Status {
    ASSIGN_OR_RETURN(report, VerifyTablet(context_));
    return absl::OkStatus();
  }));
  return report;
}

// --- protocol messages ---------------------------------------------------------------------------

absl::StatusOr<std::optional<sync::v1::AttachRequest>> Replica::MakeAttach() {
  return InRead<std::optional<sync::v1::AttachRequest>>(
      [this] { return device::MakeAttach(context_); });
}

absl::Status Replica::TakeAttach(const sync::v1::AttachRequest& request,
                                 const sync::v1::AttachReply& reply) {
  absl::MutexLock lock(&mu_);
  return db_->Write([&] { return device::TakeAttach(context_, request, reply); });
}

absl::StatusOr<std::optional<sync::v1::PushRequest>> Replica::MakePush() {
  {
    absl::MutexLock lock(&mu_);
    RETURN_IF_ERROR(FoldCaptured());
  }
  return InRead<std::optional<sync::v1::PushRequest>>(
      [this] { return device::MakePush(context_); });
}

absl::Status Replica::TakePush(const sync::v1::PushRequest& request,
                               const sync::v1::PushReply& reply) {
  absl::MutexLock lock(&mu_);
  return db_->Write([&] { return device::TakePush(context_, request, reply); });
}

absl::StatusOr<std::optional<sync::v1::SnapshotRequest>> Replica::MakeSnapshot() {
  return InRead<std::optional<sync::v1::SnapshotRequest>>(
      [this] { return device::MakeSnapshot(context_); });
}

absl::Status Replica::TakeSnapshotPage(const sync::v1::SnapshotCursor& asked,
                                       const sync::v1::SnapshotPage& page) {
  absl::MutexLock lock(&mu_);
  return db_->Write([&] { return device::TakeSnapshotPage(context_, asked, page); });
}

absl::StatusOr<std::optional<sync::v1::PullRequest>> Replica::MakePull() {
  return InRead<std::optional<sync::v1::PullRequest>>(
      [this] { return device::MakePull(context_); });
}

absl::Status Replica::TakePull(const sync::v1::PullRequest& request,
                               const std::vector<sync::v1::PullPage>& pages) {
  absl::MutexLock lock(&mu_);
  std::vector<std::string> differing;
  std::vector<std::string> left;  // Files of rows that went.
  const absl::Status taken = db_->Write([&]() -> absl::Status {
    ASSIGN_OR_RETURN(differing, device::TakePull(context_, request, pages));
    ASSIGN_OR_RETURN(left, DropLeftUploads(context_));
    return absl::OkStatus();
  });
  if (base::ReasonOf(taken) == "REPLY_MALFORMED") {
    RETURN_IF_ERROR(db_->Write([&] { return DropStagingOf(context_, request); }));
  }
  RETURN_IF_ERROR(taken);
  for (const std::string& file : left) RETURN_IF_ERROR(files_.Remove(file));
  return FirstDiffers(differing);
}

absl::StatusOr<std::optional<sync::v1::DigestRequest>> Replica::MakeDigest() {
  return InRead<std::optional<sync::v1::DigestRequest>>(
      [this] { return device::MakeDigest(context_); });
}

absl::StatusOr<RepairNext> Replica::TakeDigest(const sync::v1::DigestRequest& request,
                                               const sync::v1::DigestReply& reply) {
  absl::MutexLock lock(&mu_);
  RepairNext next;
  RETURN_IF_ERROR(db_->Write([&]() -> absl::Status {
    ASSIGN_OR_RETURN(next, device::TakeDigest(context_, request, reply));
    return absl::OkStatus();
  }));
  return next;
}

absl::Status Replica::TakeRepair(const sync::v1::RepairRequest& request,
                                 const std::vector<sync::v1::RepairPage>& pages) {
  absl::MutexLock lock(&mu_);
  return db_->Write([&] { return device::TakeRepair(context_, request, pages); });
}

absl::Status Replica::TakeRevoked() {
  absl::MutexLock lock(&mu_);
  RETURN_IF_ERROR(db_->Write([&] { return BeginWithdrawal(context_); }));
  ASSIGN_OR_RETURN(const auto files, files_.OlderThan(absl::InfiniteFuture()));
  for (const std::string& file : files) RETURN_IF_ERROR(files_.Remove(file));
  return Scrub(*db_);
}

absl::StatusOr<std::optional<sync::v1::SurrenderRequest>> Replica::MakeSurrender() {
  return InRead<std::optional<sync::v1::SurrenderRequest>>(
      [this] { return device::MakeSurrender(context_); });
}

absl::Status Replica::TakeSurrender(const sync::v1::SurrenderRequest& request) {
  absl::MutexLock lock(&mu_);
  RETURN_IF_ERROR(db_->Write([&] { return device::TakeSurrender(context_, request); }));
  return Scrub(*db_);
}

absl::Status Replica::TakeUnknownInstall(absl::string_view install_id) {
  absl::MutexLock lock(&mu_);
  return db_->Write([&] { return device::TakeUnknownInstall(context_, install_id); });
}

// --- files ---------------------------------------------------------------------------------------

absl::StatusOr<std::vector<Upload>> Replica::Uploads() {
  return InRead<std::vector<Upload>>([this] { return ReadUploads(context_.db); });
}

absl::StatusOr<std::optional<UploadCall>> Replica::MakeUpload() {
  ASSIGN_OR_RETURN(const std::optional<Upload> upload,
                   InRead<std::optional<Upload>>([this] { return NextUpload(context_.db); }));
  if (!upload.has_value()) return std::optional<UploadCall>();
  UploadCall call{.row_id = upload->row.id,
                  .begin = upload->state == UploadState::kWaiting,
                  .offset = upload->sent};
  const int64_t most = call.begin ? 1 : kChunkBytes;
  absl::StatusOr<std::string> data = files_.Read(upload->sha256, call.offset, most);
  if (absl::IsNotFound(data.status())) {
    absl::MutexLock lock(&mu_);
    RETURN_IF_ERROR(db_->Write([&] { return NoteLost(context_, upload->row.id, data.status()); }));
    return std::optional<UploadCall>();
  }
  RETURN_IF_ERROR(data.status());
  if (!call.begin) call.data = *std::move(data);
  return std::optional<UploadCall>(std::move(call));
}

absl::StatusOr<bool> Replica::TakeUpload(const UploadCall& call,
                                         const absl::StatusOr<UploadProgress>& answer) {
  absl::MutexLock lock(&mu_);
  bool closed = false;
  RETURN_IF_ERROR(db_->Write([&]() -> absl::Status {
    ASSIGN_OR_RETURN(closed, device::TakeUpload(context_, files_, call, answer));
    return absl::OkStatus();
  }));
  return closed;
}

absl::Status Replica::CollectFiles() {
  ASSIGN_OR_RETURN(const std::vector<std::string> old,
                   files_.OlderThan(context_.env.clock.Now() - kAttaching));
  if (old.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<Upload> uploads, Uploads());
  for (const std::string& file : old) {
    const bool named = std::any_of(uploads.begin(), uploads.end(),
                                   [&](const Upload& upload) { return upload.sha256 == file; });
    if (!named) RETURN_IF_ERROR(files_.Remove(file));
  }
  return absl::OkStatus();
}

}  // namespace zoufang::device
