#include "sync/device/sync_engine.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "sync/base/error.h"
#include "sync/base/errors.h"
#include "sync/base/log.h"
#include "sync/base/status.h"
#include "sync/device/withdrawal.h"

namespace zoufang::device {
namespace {

constexpr absl::Duration kPollLeast = absl::Minutes(4);
constexpr absl::Duration kPollMost = absl::Minutes(6);
constexpr absl::Duration kPause = absl::Minutes(2);

// In the order in which they take turns.
constexpr StepKind kCalls[] = {StepKind::kSurrender, StepKind::kAttach, StepKind::kPush,
                               StepKind::kSnapshot,  StepKind::kPull,   StepKind::kRepair,
                               StepKind::kUpload};

absl::string_view NameOf(StepKind kind) {
  switch (kind) {
    case StepKind::kIdle:
      return "idle";
    case StepKind::kAttach:
      return "attach";
    case StepKind::kPush:
      return "push";
    case StepKind::kSnapshot:
      return "snapshot";
    case StepKind::kPull:
      return "pull";
    case StepKind::kRepair:
      return "repair";
    case StepKind::kUpload:
      return "upload";
    case StepKind::kSurrender:
      return "surrender";
  }
  return "";
}

// Only a person can end it.
bool IsPause(const absl::Status& status) {
  const std::string reason = base::ReasonOf(status);
  return absl::IsUnauthenticated(status) || reason == "APP_TOO_OLD" || reason == "SERVER_TOO_OLD";
}

bool IsRevoked(const absl::Status& status) { return base::ReasonOf(status) == "INSTALL_REVOKED"; }

}  // namespace

SyncEngine::SyncEngine(Replica& replica, Transport& transport, Env env)
    : replica_(replica), transport_(transport), env_(env) {}

void SyncEngine::RequestPull() {
  pull_wanted_ = true;
  pause_ = absl::OkStatus();
  paused_until_ = absl::InfinitePast();
}

absl::Status SyncEngine::SyncNow() {
  RequestPull();
  lanes_.clear();
  while (true) {
    const StepResult step = Step();
    if (IsRevoked(step.status)) continue;
    RETURN_IF_ERROR(step.status);
    if (step.settled) return absl::OkStatus();
    if (step.kind == StepKind::kIdle) return base::ReplyMalformed("the sync makes no progress");
  }
}

StepResult SyncEngine::Step() {
  const absl::Time now = env_.clock.Now();
  NoteTime(now);
  const absl::StatusOr<PendingWork> work = replica_.Pending();
  if (!work.ok()) return {.status = work.status(), .wake_at = now + kPause};
  if (work->repairs == 0) descent_ = {};  // What it was about has been taken anew meanwhile.
  StepResult result{.kind = Choose(*work, now),
                    .status = work->withdrawn ? DeviceWithdrawn() : pause_};
  if (result.kind == StepKind::kIdle) {
    result.settled = Settled(*work, now) && result.status.ok();
    result.wake_at = NextWake(*work, now);
    return result;
  }
  result.status = Run(result.kind);
  if (IsRevoked(result.status)) {
    const absl::Status withdrawn = replica_.TakeRevoked();
    if (!withdrawn.ok()) result.status = withdrawn;
  }
  const absl::StatusOr<PendingWork> after = replica_.Pending();
  if (!after.ok()) return {result.kind, after.status(), now + kPause};
  result.status = CheckProgress(result.kind, *work, *after, std::move(result.status));
  Note(result.kind, result.status, env_.clock.Now());
  result.settled = result.status.ok() && Settled(*after, env_.clock.Now());
  result.wake_at = NextWake(*after, env_.clock.Now());
  return result;
}

void SyncEngine::NoteTime(absl::Time now) {
  const absl::Duration back = last_seen_ - now;
  last_seen_ = now;
  if (back <= absl::ZeroDuration()) return;
  next_poll_ -= back;
  paused_until_ -= back;
  for (auto& [kind, lane] : lanes_) lane.backoff.ClockWentBack(back);
}

// --- what to do ----------------------------------------------------------------------------------

bool SyncEngine::Wants(StepKind kind, const PendingWork& work, absl::Time now) const {
  switch (kind) {
    case StepKind::kIdle:
      return false;
    case StepKind::kAttach:
      return work.attach;
    case StepKind::kPush:
      return !work.attach && work.push;
    case StepKind::kSnapshot:
      return !work.attach && work.snapshot;
    case StepKind::kRepair:
      return !work.attach && work.repairs > 0;
    case StepKind::kUpload:
      return !work.attach && now >= work.upload_at;
    case StepKind::kPull:
      break;
    case StepKind::kSurrender:
      return work.surrender;
  }
  return !work.attach && !work.withdrawn &&
         (pull_wanted_ || work.install || work.never_pulled || now >= next_poll_);
}

StepKind SyncEngine::Choose(const PendingWork& work, absl::Time now) {
  if (now < paused_until_) return StepKind::kIdle;
  const auto due = [&](StepKind kind) {
    return Wants(kind, work, now) && lanes_[kind].backoff.IsDue(now);
  };
  for (const StepKind kind : kCalls) {
    // A scope that was refused may be granted no longer: a pull tells.
    const bool ask_first = kind == StepKind::kSnapshot && lanes_[kind].stalls > 0 && pull_wanted_ &&
                           due(StepKind::kPull);
    if (due(kind) && !ask_first) return kind;
  }
  return StepKind::kIdle;
}

absl::Time SyncEngine::NextWake(const PendingWork& work, absl::Time now) {
  absl::Time wake = next_poll_ > now ? next_poll_ : absl::InfiniteFuture();
  if (work.upload_at > now) wake = std::min(wake, work.upload_at);
  for (const StepKind kind : kCalls) {
    if (!Wants(kind, work, now)) continue;
    wake = std::min(wake, std::max(now, lanes_[kind].backoff.not_before()));
  }
  // A withdrawn device has nothing to do; whoever drives it looks in from time to time.
  if (wake == absl::InfiniteFuture()) wake = now + kPollMost;
  return std::max(wake, paused_until_);
}

void SyncEngine::Note(StepKind kind, const absl::Status& status, absl::Time now) {
  if (!status.ok()) {
    base::Log(base::Severity::kDebug, "sync_call_failed",
              {{"call", NameOf(kind)},
               {"code", absl::StatusCodeToString(status.code())},
               {"reason", base::ReasonOf(status)}});
    lanes_[kind].backoff.Fail(now, status, env_.random);
    if (!IsPause(status)) return;
    pause_ = status;
    paused_until_ = now + Jittered(kPause / 2, kPause, env_.random);
    return;
  }
  lanes_[kind].backoff.Succeed();
  pause_ = absl::OkStatus();
  if (kind == StepKind::kUpload) return;
  // Whatever else succeeded may have changed what a pull brings; in the midst of a descent it would
  // only move the cursor.
  if (kind != StepKind::kRepair || !descent_.any()) pull_wanted_ = kind != StepKind::kPull;
  if (kind == StepKind::kPull) next_poll_ = now + Jittered(kPollLeast, kPollMost, env_.random);
}

// --- calls ---------------------------------------------------------------------------------------

absl::Status SyncEngine::Run(StepKind kind) {
  switch (kind) {
    case StepKind::kIdle:
      break;
    case StepKind::kAttach:
      return RunAttach();
    case StepKind::kPush:
      return RunPush();
    case StepKind::kSnapshot:
      return RunSnapshot();
    case StepKind::kPull:
      return RunPull();
    case StepKind::kRepair:
      return RunRepair();
    case StepKind::kUpload:
      return RunUpload();
    case StepKind::kSurrender:
      return RunSurrender();
  }
  return absl::OkStatus();
}

absl::Status SyncEngine::RunAttach() {
  part_taken_ = false;
  ASSIGN_OR_RETURN(auto request, replica_.MakeAttach());
  if (!request.has_value()) return absl::OkStatus();
  if (!attach_.has_value() || !attach_->Answers(*request)) attach_.emplace(*std::move(request));
  ASSIGN_OR_RETURN(const sync::v1::AttachReply reply,
                   transport_.Attach(attach_->Next(transport_.most_links())));
  const bool fits = attach_->Take(reply);
  part_taken_ = fits && !attach_->done();
  if (part_taken_) return absl::OkStatus();
  const AttachParts ended = *std::exchange(attach_, std::nullopt);
  return fits ? replica_.TakeAttach(ended.whole(), ended.reply()) : absl::OkStatus();
}

absl::Status SyncEngine::RunPush() {
  ASSIGN_OR_RETURN(const auto request, replica_.MakePush());
  if (!request.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const sync::v1::PushReply reply, transport_.Push(*request));
  return replica_.TakePush(*request, reply);
}

absl::Status SyncEngine::RunSnapshot() {
  pages_taken_ = 0;
  ASSIGN_OR_RETURN(const auto request, replica_.MakeSnapshot());
  if (!request.has_value()) return absl::OkStatus();
  absl::flat_hash_map<std::string, sync::v1::SnapshotCursor> asked;
  for (const auto& cursor : request->scopes()) asked[cursor.scope()] = cursor;
  const auto take = [&](const sync::v1::SnapshotPage& page) -> absl::Status {
    const auto found = asked.find(page.next().scope());
    if (found == asked.end()) return base::ReplyMalformed("scope of a page");
    RETURN_IF_ERROR(replica_.TakeSnapshotPage(found->second, page));
    found->second = page.next();
    if (!page.refused()) ++pages_taken_;
    return absl::OkStatus();
  };
  return TakeError(request->install_id(), transport_.Snapshot(*request, take));
}

absl::Status SyncEngine::RunPull() {
  ASSIGN_OR_RETURN(const auto request, replica_.MakePull());
  if (!request.has_value()) return absl::OkStatus();
  const absl::StatusOr<std::vector<sync::v1::PullPage>> pages = transport_.Pull(*request);
  if (!pages.ok()) return TakeError(request->install_id(), pages.status());
  return replica_.TakePull(*request, *pages);
}

absl::Status SyncEngine::RunRepair() {
  const RepairNext step = std::exchange(descent_, {});
  if (step.repair.has_value()) {
    ASSIGN_OR_RETURN(const auto pages, transport_.Repair(*step.repair));
    return replica_.TakeRepair(*step.repair, pages);
  }
  std::optional<sync::v1::DigestRequest> request = step.digest;
  if (!request.has_value()) {
    ASSIGN_OR_RETURN(request, replica_.MakeDigest());
  }
  if (!request.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const sync::v1::DigestReply reply, transport_.Digest(*request));
  ASSIGN_OR_RETURN(descent_, replica_.TakeDigest(*request, reply));
  return absl::OkStatus();
}

absl::Status SyncEngine::RunUpload() {
  ASSIGN_OR_RETURN(const std::optional<UploadCall> call, replica_.MakeUpload());
  if (!call.has_value()) return absl::OkStatus();
  const absl::StatusOr<UploadProgress> answer =
      call->begin ? transport_.BeginUpload(call->row_id)
                  : transport_.WriteChunk(call->row_id, call->offset, call->data);
  ASSIGN_OR_RETURN(const bool closed, replica_.TakeUpload(*call, answer));
  pull_wanted_ = pull_wanted_ || closed;  // Its row says so.
  return absl::OkStatus();
}

absl::Status SyncEngine::RunSurrender() {
  ASSIGN_OR_RETURN(const auto request, replica_.MakeSurrender());
  if (!request.has_value()) return absl::OkStatus();
  RETURN_IF_ERROR(transport_.Surrender(*request).status());
  return replica_.TakeSurrender(*request);
}

absl::Status SyncEngine::TakeError(absl::string_view install_id, absl::Status status) {
  if (base::ReasonOf(status) != "UNKNOWN_INSTALL") return status;
  return replica_.TakeUnknownInstall(install_id);
}

namespace {

// A call that succeeded and left what it was for as it was. `found`: how many pages a snapshot
// brought, whether a descent knows its next step or an attach its next part.
bool Stalled(StepKind kind, const PendingWork& before, const PendingWork& after, int64_t found) {
  switch (kind) {
    case StepKind::kIdle:
    case StepKind::kUpload:  // A file that does not get on waits by itself.
      return false;
    case StepKind::kAttach:
      return after.attach && found == 0;
    case StepKind::kPush:
      return after.attach || after.first_unsent <= before.first_unsent;
    case StepKind::kSnapshot:
      return after.attach || (after.snapshot && found == 0);
    case StepKind::kPull:
      return after.attach || after.install;
    case StepKind::kRepair:
      return after.attach || (after.repairs >= before.repairs && found == 0);
    case StepKind::kSurrender:
      return false;
  }
  return false;
}

}  // namespace

int64_t SyncEngine::Found(StepKind kind) const {
  switch (kind) {
    case StepKind::kAttach:
      return part_taken_ ? 1 : 0;
    case StepKind::kRepair:
      return descent_.any() ? 1 : 0;
    default:
      return pages_taken_;
  }
}

absl::Status SyncEngine::CheckProgress(StepKind kind, const PendingWork& before,
                                       const PendingWork& after, absl::Status status) {
  const bool differs = base::ReasonOf(status) == "DIGEST_DIFFERS";
  if (!status.ok() && !differs) return status;
  int& stalls = lanes_[kind].stalls;
  const int64_t found = Found(kind);
  if (!differs && !Stalled(kind, before, after, found)) {
    stalls = 0;
    return status;
  }
  // A scope that differs is repaired the first time and taken anew the second.
  if (++stalls <= (differs ? 2 : 1)) return absl::OkStatus();
  return differs ? status : base::ReplyMalformed("the same call again brings nothing new");
}

}  // namespace zoufang::device
