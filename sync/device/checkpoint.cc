#include "sync/device/checkpoint.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "sync/base/status.h"
#include "sync/device/bulk_load.h"
#include "sync/device/chain.h"
#include "sync/device/outcomes.h"
#include "sync/device/screen.h"
#include "sync/device/staging.h"
#include "sync/device/uploads.h"
#include "sync/schema/row.h"

namespace zoufang::device {
namespace {

// From this many rows on it pays to set triggers and indexes aside.
constexpr int64_t kBulkRows = 2000;

}  // namespace

CheckpointApply::CheckpointApply(const Context& context, DeviceState& state, ScopeSet& scopes,
                                 HeldIndex& held, const std::vector<sync::v1::PullPage>& pages)
    : context_(context),
      state_(state),
      scopes_(scopes),
      held_(held),
      pages_(pages),
      checkpoint_(pages.back().checkpoint()),
      rolled_(static_cast<int64_t>(checkpoint_.rolled())),
      images_(context, scopes, held) {}

absl::Status CheckpointApply::Run() {
  const Inclusions before(scopes_);
  RETURN_IF_ERROR(images_.Open());
  RETURN_IF_ERROR(ChangeScopes());
  RETURN_IF_ERROR(WriteImages());
  RETURN_IF_ERROR(Advance());
  if (scopes_.AllInstalled()) RETURN_IF_ERROR(images_.EndTransit());
  RETURN_IF_ERROR(RebuildScreens(before));
  RETURN_IF_ERROR(AskAboutArrived(context_, scopes_, state_));
  return ForgetIncluded();
}

// --- scopes --------------------------------------------------------------------------------------

absl::Status CheckpointApply::ChangeScopes() {
  RETURN_IF_ERROR(Withdraw());
  for (int i = 0; i < checkpoint_.granted_size(); ++i) {
    if (scopes_.Find(checkpoint_.granted(i)) != nullptr) continue;
    const bool told = i < checkpoint_.granted_rows_size();
    const auto rows = told ? static_cast<int64_t>(checkpoint_.granted_rows(i)) : 0;
    RETURN_IF_ERROR(scopes_.Add(checkpoint_.granted(i), rows, context_.db));
  }
  RETURN_IF_ERROR(Invalidate());
  return ChooseParts();
}

absl::Status CheckpointApply::Withdraw() {
  const std::set<std::string> granted(checkpoint_.granted().begin(), checkpoint_.granted().end());
  std::vector<int64_t> withdrawn;
  for (Scope& scope : scopes_.all()) {
    if (granted.contains(scope.name)) continue;
    RETURN_IF_ERROR(images_.RemoveAll(scope, Leaving::kForGood));
    RETURN_IF_ERROR(images_.EndTransitFrom(scope.n));
    RETURN_IF_ERROR(DropStaging(scope.n, context_.db));
    withdrawn.push_back(scope.n);
  }
  for (const int64_t n : withdrawn) RETURN_IF_ERROR(scopes_.Remove(n, context_.db));
  return absl::OkStatus();
}

absl::Status CheckpointApply::Invalidate() {
  for (const sync::v1::ScopeHead& head : checkpoint_.heads()) {
    Scope* scope = scopes_.Find(head.scope());
    if (!head.unknown() || scope == nullptr) continue;
    if (scope->installed()) scope->standing = ScopeStanding::kInvalid;
    RETURN_IF_ERROR(DropStaging(scope->n, context_.db));
    RETURN_IF_ERROR(AskAgain(context_.db));
  }
  return absl::OkStatus();
}

absl::Status CheckpointApply::ChooseParts() {
  for (const sync::v1::ScopeHead& head : checkpoint_.heads()) {
    Scope* scope = scopes_.Find(head.scope());
    if (head.unknown() || scope == nullptr) continue;
    if (!scope->installed()) {
      ASSIGN_OR_RETURN(const auto staging, LoadStaging(scope->n, context_.db));
      if (!staging.has_value() || !staging->done) continue;
    }
    parts_.push_back({scope, &head, !scope->installed()});
  }
  // A row may have moved between two invalid scopes: they switch together.
  const auto is_invalid = [](const Scope& scope) {
    return scope.standing == ScopeStanding::kInvalid;
  };
  const auto invalid = std::count_if(scopes_.all().begin(), scopes_.all().end(), is_invalid);
  const auto here = std::count_if(parts_.begin(), parts_.end(), [&is_invalid](const Part& part) {
    return is_invalid(*part.scope);
  });
  if (here < invalid) {
    std::erase_if(parts_, [&is_invalid](const Part& part) { return is_invalid(*part.scope); });
  }
  return absl::OkStatus();
}

// --- images --------------------------------------------------------------------------------------

absl::Status CheckpointApply::WriteImages() {
  ASSIGN_OR_RETURN(const int64_t staged, CountStagedRows(context_.db));
  std::optional<BulkLoad> bulk;
  if (staged >= kBulkRows) {
    RETURN_IF_ERROR(bulk.emplace(context_).Begin());
    RETURN_IF_ERROR(held_.Preload());
  }
  for (const Part& part : parts_) RETURN_IF_ERROR(RemoveRows(part));
  if (bulk.has_value()) images_.ExpectNewRows();
  for (const Part& part : parts_) RETURN_IF_ERROR(PutRows(part));
  images_.Close();
  return bulk.has_value() ? bulk->End() : absl::OkStatus();
}

absl::Status CheckpointApply::RemoveRows(const Part& part) {
  if (part.anew) RETURN_IF_ERROR(images_.RemoveAll(*part.scope, Leaving::kPerhaps));
  for (const sync::v1::PullPage& page : pages_) {
    for (const sync::v1::ScopeChanges& changes : page.changes()) {
      if (changes.scope() != part.scope->name) continue;
      for (const sync::v1::Removal& removal : changes.removals()) {
        RETURN_IF_ERROR(images_.Remove(*part.scope, removal.entity(), removal.row_id(),
                                       removal.gone() ? Leaving::kForGood : Leaving::kPerhaps));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckpointApply::PutRows(const Part& part) {
  if (part.anew) RETURN_IF_ERROR(PutStaged(part));
  for (const sync::v1::PullPage& page : pages_) {
    for (const sync::v1::ScopeChanges& changes : page.changes()) {
      if (changes.scope() != part.scope->name) continue;
      RETURN_IF_ERROR(reader_.ForEach(
          changes.rows().zstd(), changes.rows().size(),
          [&](const RowView& row) { return images_.Put(*part.scope, rolled_, row); }));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckpointApply::PutStaged(const Part& part) {
  absl::flat_hash_set<std::string> removed;
  for (const sync::v1::PullPage& page : pages_) {
    for (const sync::v1::ScopeChanges& changes : page.changes()) {
      if (changes.scope() != part.scope->name) continue;
      for (const auto& removal : changes.removals()) removed.insert(removal.row_id());
    }
  }
  RETURN_IF_ERROR(ForEachStagedRow(
      part.scope->n, reader_, context_.db, [&](const RowView& row) -> absl::Status {
        if (!removed.empty() && removed.contains(schema::IdInBody(row.body))) {
          return absl::OkStatus();
        }
        return images_.Put(*part.scope, rolled_, row);
      }));
  return DropInstalled(part.scope->n, context_.db);
}

// --- afterwards ----------------------------------------------------------------------------------

absl::Status CheckpointApply::Advance() {
  for (const Part& part : parts_) {
    Scope& scope = *part.scope;
    scope.seq = static_cast<int64_t>(part.head->at().seq());
    scope.hash = part.head->at().hash();
    scope.included = rolled_;
    if (scope.repairing()) continue;  // Its digest is known to be wrong.
    const bool repaired = scope.standing == ScopeStanding::kRepaired;
    scope.standing = ScopeStanding::kInstalled;
    if (scope.digest == part.head->digest()) continue;
    scope.standing = repaired ? ScopeStanding::kInvalid : ScopeStanding::kRepairing;
    differing_.push_back(scope.name);
  }
  for (const Scope& scope : scopes_.all()) RETURN_IF_ERROR(scopes_.Store(scope, context_.db));
  state_.grant_version = checkpoint_.grant_version();
  state_.durable_seq = static_cast<int64_t>(checkpoint_.durable_seq());
  state_.last_pull_us = context_.now_us();
  return absl::OkStatus();
}

absl::Status CheckpointApply::RebuildScreens(const Inclusions& before) {
  std::set<std::pair<uint32_t, std::string>> rows;  // In an order that does not vary.
  for (const RowKey& row : images_.unsettled()) rows.emplace(row.entity, row.id);
  if (!held_.empty()) {
    ASSIGN_OR_RETURN(const std::vector<RowKey> touched, before.RowsThatDiffer(scopes_, context_));
    for (const RowKey& row : touched) {
      if (!images_.settled().contains(row)) rows.emplace(row.entity, row.id);
    }
  }
  ScreenWriter screen(context_, scopes_);
  for (const auto& [entity, id] : rows) RETURN_IF_ERROR(screen.Rebuild({entity, id}));
  return absl::OkStatus();
}

absl::Status CheckpointApply::ForgetIncluded() {
  ASSIGN_OR_RETURN(const int64_t waiting, FirstWaiting(context_.db));
  return Forget(std::min({state_.durable_seq, state_.pushed_to, state_.outcome_to, waiting - 1,
                          scopes_.IncludedEverywhere()}),
                state_, context_.db);
}

}  // namespace zoufang::device
