#include "server/rpc/watch_registry.h"

#include <string>

#include "sync/base/errors.h"
#include "sync/base/log.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

void WatchRegistry::Add(WatchCall& call, Caller caller) {
  {
    absl::MutexLock lock(&mu_);
    if (draining_) return call.Close(base::Shutdown());
    calls_[&call] = std::make_shared<const Caller>(std::move(caller));
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
  for (auto& [call, caller] : calls_) call->Close(base::Shutdown());
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
    const std::vector<Watcher> watchers = Watchers();
    std::vector<News> news;
    const absl::Status read = ReadNews(watchers, news);
    if (read.ok()) {
      Tell(watchers, news);
    } else {
      base::Log(base::Severity::kError, "watch_sweep_failed",
                {{"message", std::string(read.message())}});
    }
  }
}

std::vector<WatchRegistry::Watcher> WatchRegistry::Watchers() {
  absl::MutexLock lock(&mu_);
  return {calls_.begin(), calls_.end()};
}

absl::Status WatchRegistry::ReadNews(const std::vector<Watcher>& watchers,
                                     std::vector<News>& news) {
  return store_.Read([&](sql::Database& database) -> absl::Status {
    absl::flat_hash_map<std::string, sync::v1::WatchReply> by_user;
    for (const auto& [call, caller] : watchers) {
      News& one = news.emplace_back();
      one.status = gate_.StillAdmitted(database, *caller);
      if (!one.status.ok()) continue;
      const auto [heads, fresh] = by_user.try_emplace(caller->user_id());
      if (fresh) {
        ASSIGN_OR_RETURN(heads->second, hub_.Heads(database, caller->user_id()));
      }
      one.heads = heads->second;
    }
    return absl::OkStatus();
  });
}

void WatchRegistry::Tell(const std::vector<Watcher>& watchers, const std::vector<News>& news) {
  absl::MutexLock lock(&mu_);
  for (size_t i = 0; i < watchers.size(); ++i) {
    // It may have left since; a new call at the same place in memory is another caller.
    const auto found = calls_.find(watchers[i].first);
    if (found == calls_.end() || found->second != watchers[i].second) continue;
    if (news[i].status.ok()) {
      found->first->Tell(news[i].heads);
    } else {
      found->first->Close(news[i].status);
    }
  }
}

}  // namespace zoufang::rpc
