#include "server/rpc/watch_registry.h"

#include <utility>

#include "sync/base/errors.h"
#include "sync/base/log.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

// Tokens also end by time alone, without a commit that says so.
constexpr absl::Duration kRecheck = absl::Minutes(1);

// Complaints are in it, whatever their area; no tablet is ever granted it.
constexpr char kCasesScope[] = "cases";

}  // namespace

void WatchRegistry::Add(WatchCall& call, Caller caller, Audience audience) {
  {
    absl::MutexLock lock(&mu_);
    if (draining_) return call.Close(base::Shutdown());
    calls_[&call] = std::make_shared<Watcher>(
        Watcher{.call = &call, .caller = std::move(caller), .audience = audience});
  }
  RequestSweep();
}

void WatchRegistry::Remove(WatchCall& call) {
  absl::MutexLock lock(&mu_);
  calls_.erase(&call);
}

void WatchRegistry::OnCommit() { RequestSweep(); }

void WatchRegistry::Drain() {
  absl::MutexLock lock(&mu_);
  draining_ = true;
  for (auto& [call, watcher] : calls_) call->Close(base::Shutdown());
}

void WatchRegistry::RequestSweep() {
  {
    absl::MutexLock lock(&mu_);
    if (calls_.empty()) return;
    again_ = true;
    if (sweeping_) return;
    sweeping_ = true;
  }
  // Refused only when the server has drained, and with it every call.
  (void)gate_.executor().SubmitContinuation([this] { Sweep(); });
}

void WatchRegistry::Sweep() {
  while (true) {
    {
      absl::MutexLock lock(&mu_);
      if (!again_) {
        sweeping_ = false;
        return;
      }
      again_ = false;
    }
    absl::StatusOr<std::vector<News>> news = ReadNews(Watchers());
    if (news.ok()) {
      Tell(*std::move(news));
    } else {
      told_.clear();  // The next sweep tells all.
      base::Log(base::Severity::kError, "watch_sweep_failed",
                {{"message", std::string(news.status().message())}});
    }
  }
}

std::vector<WatchRegistry::WatcherPtr> WatchRegistry::Watchers() {
  absl::MutexLock lock(&mu_);
  std::vector<WatcherPtr> watchers;
  watchers.reserve(calls_.size());
  for (const auto& [call, watcher] : calls_) watchers.push_back(watcher);
  return watchers;
}

constexpr char kSelectAccess[] = "SELECT version FROM access_version";

absl::StatusOr<bool> WatchRegistry::AccessChanged(sql::Database& database) {
  ASSIGN_OR_RETURN(const int64_t version, database.QueryInt(kSelectAccess));
  const absl::Time now = clock_.Now();
  const bool changed = version != access_version_ || now - checked_at_ >= kRecheck;
  if (changed) checked_at_ = now;
  access_version_ = version;
  return changed;
}

std::vector<sync::v1::ScopeHead> WatchRegistry::Moved(
    const std::vector<sync::v1::ScopeHead>& heads) {
  std::vector<sync::v1::ScopeHead> moved;
  for (const sync::v1::ScopeHead& head : heads) {
    uint64_t& told = told_[head.scope()];
    if (told != head.at().seq()) moved.push_back(head);
    told = head.at().seq();
  }
  return moved;
}

absl::Status WatchRegistry::Admit(sql::Database& database, Watcher& watcher) {
  RETURN_IF_ERROR(gate_.StillAdmitted(database, watcher.caller));
  ASSIGN_OR_RETURN(hub::Grant grant, hub_.GrantOf(database, watcher.caller.user_id()));
  if (grant.version != watcher.grant.version) watcher.admitted = false;
  watcher.grant = std::move(grant);
  return absl::OkStatus();
}

bool WatchRegistry::Hears(const Watcher& watcher, absl::string_view scope) {
  if (watcher.audience == Audience::kTablet) return watcher.grant.Covers(scope);
  const bool everything = watcher.caller.principal.role == v1::ROLE_ADMINISTRATOR;
  return everything || scope == kCasesScope || watcher.grant.Covers(scope);
}

absl::StatusOr<std::vector<WatchRegistry::News>> WatchRegistry::ReadNews(
    const std::vector<WatcherPtr>& watchers) {
  std::vector<News> news;
  RETURN_IF_ERROR(store_.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const bool access_changed, AccessChanged(database));
    ASSIGN_OR_RETURN(const std::vector<sync::v1::ScopeHead> heads, hub_.Heads(database));
    const std::vector<sync::v1::ScopeHead> moved = Moved(heads);
    for (const WatcherPtr& watcher : watchers) {
      News one{.watcher = watcher};
      if (access_changed || !watcher->admitted) one.status = Admit(database, *watcher);
      const bool all = !watcher->admitted;
      if (one.status.ok()) {
        for (const sync::v1::ScopeHead& head : all ? heads : moved) {
          if (Hears(*watcher, head.scope())) *one.heads.add_heads() = head;
        }
        one.heads.set_grant_version(watcher->grant.version);
        watcher->admitted = true;
      }
      if (all || !one.status.ok() || !one.heads.heads().empty()) news.push_back(std::move(one));
    }
    return absl::OkStatus();
  }));
  return news;
}

void WatchRegistry::Tell(std::vector<News> news) {
  absl::MutexLock lock(&mu_);
  for (const News& one : news) {
    // It may have left since; a new call at the same place in memory is another watcher.
    const auto found = calls_.find(one.watcher->call);
    if (found == calls_.end() || found->second != one.watcher) continue;
    if (one.status.ok()) {
      found->first->Tell(one.heads);
    } else {
      found->first->Close(one.status);
    }
  }
}

}  // namespace zoufang::rpc
