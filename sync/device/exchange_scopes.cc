// Snapshot and Pull.
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/device/chain.h"
#include "sync/device/checkpoint.h"
#include "sync/device/exchange.h"
#include "sync/device/fold.h"
#include "sync/device/screen.h"
#include "sync/device/staging.h"

namespace zoufang::device {
namespace {

using sync::v1::PullPage;
using sync::v1::PullRequest;
using sync::v1::SnapshotCursor;
using sync::v1::SnapshotPage;
using sync::v1::SnapshotRequest;

// Mutations named in a pull: what a twin may have pushed meanwhile is among the oldest.
constexpr int64_t kMaxHeldLinks = 2000;

bool Same(const sync::v1::LogPoint& a, const sync::v1::LogPoint& b) {
  return a.seq() == b.seq() && a.hash() == b.hash();
}

bool Same(const SnapshotCursor& a, const SnapshotCursor& b) {
  return a.has_start() == b.has_start() && Same(a.start(), b.start()) &&
         Same(a.latest(), b.latest()) && a.after_entity() == b.after_entity() &&
         a.after_id() == b.after_id();
}

// True when every scope still stands where the request said.
absl::StatusOr<bool> StillStands(const PullRequest& request, ScopeSet& scopes,
                                 sql::Database& database) {
  for (const sync::v1::ScopeCursor& cursor : request.scopes()) {
    const Scope* scope = scopes.Find(cursor.scope());
    if (scope == nullptr) return false;
    if (scope->installed()) {
      if (cursor.has_latest() || cursor.at().seq() != static_cast<uint64_t>(scope->seq) ||
          cursor.at().hash() != scope->hash) {
        return false;
      }
      continue;
    }
    ASSIGN_OR_RETURN(const auto staging, LoadStaging(scope->n, database));
    if (!staging.has_value() || !staging->done || !Same(staging->cursor.start(), cursor.at()) ||
        !Same(staging->cursor.latest(), cursor.latest())) {
      return false;
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<std::optional<SnapshotRequest>> MakeSnapshot(const Context& context) {
  ASSIGN_OR_RETURN(const DeviceState state, LoadState(context.db));
  if (state.attach_pending) return std::optional<SnapshotRequest>();
  ASSIGN_OR_RETURN(const ScopeSet scopes, ScopeSet::Load(context.db));
  SnapshotRequest request;
  request.set_install_id(state.install_id);
  for (const Scope& scope : scopes.all()) {
    if (scope.installed()) continue;
    ASSIGN_OR_RETURN(auto staging, LoadStaging(scope.n, context.db));
    if (staging.has_value() && staging->done) continue;
    SnapshotCursor* cursor = request.add_scopes();
    if (staging.has_value()) *cursor = std::move(staging->cursor);
    cursor->set_scope(scope.name);
  }
  if (request.scopes().empty()) return std::optional<SnapshotRequest>();
  return std::optional<SnapshotRequest>(std::move(request));
}

absl::Status TakeSnapshotPage(const Context& context, const SnapshotCursor& asked,
                              const SnapshotPage& page) {
  if (page.next().scope() != asked.scope()) return base::ReplyMalformed("scope of a page");
  ASSIGN_OR_RETURN(ScopeSet scopes, ScopeSet::Load(context.db));
  const Scope* scope = scopes.Find(asked.scope());
  if (scope == nullptr || scope->installed()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto staging, LoadStaging(scope->n, context.db));
  const StagingState before = staging.value_or(StagingState());
  if (before.done || !Same(before.cursor, asked)) return absl::OkStatus();
  if (page.refused()) return DropStaging(scope->n, context.db);
  const bool starts_over = asked.has_start() && !Same(page.next().start(), asked.start());
  if (!page.next().has_start() || !page.next().has_latest() || starts_over) {
    return base::ReplyMalformed("cursor of a page");
  }
  return StagePage(scope->n, before, page, context.db);
}

absl::StatusOr<std::optional<PullRequest>> MakePull(const Context& context) {
  ASSIGN_OR_RETURN(const DeviceState state, LoadState(context.db));
  if (state.attach_pending) return std::optional<PullRequest>();
  ASSIGN_OR_RETURN(const ScopeSet scopes, ScopeSet::Load(context.db));
  PullRequest request;
  request.set_install_id(state.install_id);
  std::vector<sync::v1::ScopeCursor> invalid;
  bool invalid_complete = true;
  for (const Scope& scope : scopes.all()) {
    sync::v1::ScopeCursor cursor;
    cursor.set_scope(scope.name);
    if (scope.installed()) {
      cursor.mutable_at()->set_seq(scope.seq);
      cursor.mutable_at()->set_hash(scope.hash);
      *request.add_scopes() = std::move(cursor);
      continue;
    }
    ASSIGN_OR_RETURN(const auto staging, LoadStaging(scope.n, context.db));
    const bool complete = staging.has_value() && staging->done;
    const bool is_invalid = scope.standing == ScopeStanding::kInvalid;
    if (is_invalid) invalid_complete = invalid_complete && complete;
    if (!complete) continue;
    *cursor.mutable_at() = staging->cursor.start();
    *cursor.mutable_latest() = staging->cursor.latest();
    if (is_invalid) {
      invalid.push_back(std::move(cursor));
    } else {
      *request.add_scopes() = std::move(cursor);
    }
  }
  if (invalid_complete) {
    for (sync::v1::ScopeCursor& cursor : invalid) *request.add_scopes() = std::move(cursor);
  }
  ASSIGN_OR_RETURN(std::vector<sync::v1::ChainLink> links,
                   ReadLinks(state.pushed_to, kMaxHeldLinks, context.db));
  for (sync::v1::ChainLink& link : links) *request.add_held() = std::move(link);
  return std::optional<PullRequest>(std::move(request));
}

absl::Status DropStagingOf(const Context& context, const PullRequest& request) {
  ASSIGN_OR_RETURN(ScopeSet scopes, ScopeSet::Load(context.db));
  for (const sync::v1::ScopeCursor& cursor : request.scopes()) {
    const Scope* scope = scopes.Find(cursor.scope());
    if (scope == nullptr || !cursor.has_latest()) continue;
    RETURN_IF_ERROR(DropStaging(scope->n, context.db));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> TakePull(const Context& context,
                                                  const PullRequest& request,
                                                  const std::vector<PullPage>& pages) {
  if (pages.empty() || !pages.back().has_checkpoint()) {
    return base::ReplyMalformed("a pull without checkpoint");
  }
  const sync::v1::Checkpoint& checkpoint = pages.back().checkpoint();
  std::vector<std::string> differing;
  ASSIGN_OR_RETURN(DeviceState state, LoadState(context.db));
  if (request.install_id() != state.install_id || state.attach_pending) return differing;
  ASSIGN_OR_RETURN(ScopeSet scopes, ScopeSet::Load(context.db));
  ASSIGN_OR_RETURN(const bool stands, StillStands(request, scopes, context.db));
  if (!stands) return differing;
  ASSIGN_OR_RETURN(const bool current, IsOfThisStart(context, checkpoint.incarnation(), state));
  if (!current) return differing;
  ASSIGN_OR_RETURN(const bool accepted,
                   AcceptApplied(context, checkpoint.has_applied(), checkpoint.applied(), state));
  if (!accepted) return differing;
  if (checkpoint.rolled() > static_cast<uint64_t>(state.last.seq)) {
    return base::ReplyMalformed("rolled");
  }
  const int64_t pushed_to = state.pushed_to;
  RETURN_IF_ERROR(FoldOthers(context));
  ASSIGN_OR_RETURN(state, LoadState(context.db));
  state.pushed_to = pushed_to;
  RETURN_IF_ERROR(WithoutCapture(context.db, [&]() -> absl::Status {
    ASSIGN_OR_RETURN(HeldIndex held, HeldIndex::Open(context));
    CheckpointApply apply(context, state, scopes, held, pages);
    RETURN_IF_ERROR(apply.Run());
    differing = apply.differing();
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(StoreState(state, context.db));
  return differing;
}

}  // namespace zoufang::device
