#include "sync/device/inspect.h"

#include <vector>

#include "sync/base/status.h"
#include "sync/device/captured.h"
#include "sync/device/device_state.h"
#include "sync/device/image_digests.h"
#include "sync/device/received.h"
#include "sync/device/scopes.h"
#include "sync/device/staging.h"
#include "sync/device/uploads.h"
#include "sync/device/withdrawal.h"

namespace zoufang::device {
namespace {

absl::string_view NameOf(ScopeStanding standing) {
  switch (standing) {
    case ScopeStanding::kNew:
      return "new";
    case ScopeStanding::kInstalled:
      return "installed";
    case ScopeStanding::kInvalid:
      return "invalid";
    case ScopeStanding::kRepairing:
      return "repairing";
    case ScopeStanding::kRepaired:
      return "repaired";
  }
  return "";
}

}  // namespace

absl::StatusOr<std::vector<std::string>> NoteDamaged(const Context& context) {
  std::vector<std::string> damaged;
  ASSIGN_OR_RETURN(ScopeSet scopes, ScopeSet::Load(context.db));
  for (Scope& scope : scopes.all()) {
    if (!scope.installed()) continue;
    if (!scope.repairing()) {
      ASSIGN_OR_RETURN(const ImageSum sum, SumOfImages(context, scope.n));
      if (sum.digest == scope.digest && sum.rows == scope.rows) continue;
      scope.standing = ScopeStanding::kRepairing;
      RETURN_IF_ERROR(scopes.Store(scope, context.db));
    }
    damaged.push_back(scope.name);
  }
  return damaged;
}

constexpr char kCountPending[] =
    "SELECT count(*), min(saved_us) FROM _chain WHERE seq>?1"
    " AND seq NOT IN (SELECT seq FROM _outcome)";

absl::StatusOr<ReplicaStatus> ReadStatus(sql::Database& database) {
  ASSIGN_OR_RETURN(const DeviceState state, LoadState(database));
  ReplicaStatus status{.install_id = state.install_id,
                       .attached = !state.attach_pending,
                       .last_seq = static_cast<uint64_t>(state.last.seq),
                       .applied_seq = static_cast<uint64_t>(state.pushed_to),
                       .durable_seq = static_cast<uint64_t>(state.durable_seq),
                       .held = state.last.seq - state.base.seq};
  if (state.last_pull_us != 0) status.last_pull = absl::FromUnixMicros(state.last_pull_us);
  {
    ASSIGN_OR_RETURN(sql::Statement count, database.Prepare(kCountPending));
    count.Bind(1, state.outcome_to);
    RETURN_IF_ERROR(count.Step().status());
    status.pending = count.Int(0);
    if (status.pending > 0) status.oldest_pending = absl::FromUnixMicros(count.Int(1));
  }
  ASSIGN_OR_RETURN(const Withdrawal withdrawal, LoadWithdrawal(database));
  status.withdrawn = !withdrawal.at_work();
  ASSIGN_OR_RETURN(status.late, database.QueryInt("SELECT count(*) FROM _late"));
  ASSIGN_OR_RETURN(status.received, CountReceived(database));
  ASSIGN_OR_RETURN(const ScopeSet scopes, ScopeSet::Load(database));
  for (const Scope& scope : scopes.all()) {
    status.scopes.push_back({.scope = scope.name,
                             .state = std::string(NameOf(scope.standing)),
                             .seq = static_cast<uint64_t>(scope.seq),
                             .included = scope.included,
                             .rows = scope.rows,
                             .expected_rows = scope.expected_rows,
                             .digest = scope.digest});
  }
  return status;
}

absl::StatusOr<PendingWork> ReadPendingWork(sql::Database& database) {
  ASSIGN_OR_RETURN(const Withdrawal withdrawal, LoadWithdrawal(database));
  if (!withdrawal.at_work()) {
    return PendingWork{.withdrawn = true,
                       .surrender = withdrawal.state == WithdrawalState::kHandingIn};
  }
  ASSIGN_OR_RETURN(const DeviceState state, LoadState(database));
  ASSIGN_OR_RETURN(const bool captured, AnythingCaptured(database));
  PendingWork work{.attach = state.attach_pending,
                   .push = captured || state.first_unsent() <= state.last.seq,
                   .first_unsent = state.first_unsent(),
                   .never_pulled = state.last_pull_us == 0};
  ASSIGN_OR_RETURN(const ScopeSet scopes, ScopeSet::Load(database));
  for (const Scope& scope : scopes.all()) {
    if (scope.repairing()) ++work.repairs;
    if (scope.installed()) continue;
    ASSIGN_OR_RETURN(const auto staging, LoadStaging(scope.n, database));
    const bool complete = staging.has_value() && staging->done;
    work.install = work.install || complete;
    work.snapshot = work.snapshot || !complete;
  }
  ASSIGN_OR_RETURN(work.upload_at, NextUploadAt(database));
  return work;
}

constexpr char kSelectUnsent[] =
    "SELECT seq, saved_us, body FROM _chain WHERE seq>(SELECT outcome_to FROM _device)"
    " AND seq NOT IN (SELECT seq FROM _outcome) ORDER BY seq";

absl::StatusOr<std::vector<Unsent>> ReadUnsent(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectUnsent));
  std::vector<Unsent> unsent;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return unsent;
    sync::v1::MutationBody body;
    if (!body.ParseFromString(std::string(select.Blob(2)))) {
      return base::DatabaseDamaged(database.path());
    }
    for (sync::v1::Edit& edit : *body.mutable_edits()) {
      unsent.push_back({.seq = static_cast<uint64_t>(select.Int(0)),
                        .saved = absl::FromUnixMicros(select.Int(1)),
                        .edit = std::move(edit)});
    }
  }
}

}  // namespace zoufang::device
