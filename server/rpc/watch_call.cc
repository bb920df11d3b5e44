#include "server/rpc/watch_call.h"

#include <utility>

#include "domain/errors.h"
#include "server/rpc/watch_registry.h"

namespace zoufang::rpc {

void WatchCall::Start() {
  const absl::Status entered = gate_.Enter(info_, [this] { Enter(); });
  if (entered.ok()) return;  // The call may be gone from here on.
  {
    absl::MutexLock lock(&mu_);
    End(entered);
  }
  Begun();
}

void WatchCall::Enter() {
  absl::StatusOr<Caller> caller = gate_.Admit(info_);
  if (caller.ok()) {
    principal_ = caller->principal;
    registry_.Add(*this, *std::move(caller), audience_);
  } else {
    absl::MutexLock lock(&mu_);
    End(caller.status());
  }
  Begun();
}

void WatchCall::Begun() {
  {
    absl::MutexLock lock(&mu_);
    starting_ = false;
  }
  Advance();
}

void WatchCall::Tell(const sync::v1::WatchReply& heads) {
  {
    absl::MutexLock lock(&mu_);
    if (ended_) return;
    grant_version_ = heads.grant_version();
    for (const sync::v1::ScopeHead& head : heads.heads()) pending_[head.scope()] = head;
    has_pending_ = true;
  }
  Advance();
}

void WatchCall::Close(const absl::Status& status) {
  {
    absl::MutexLock lock(&mu_);
    End(status);
  }
  Advance();
}

void WatchCall::OnWriteDone(bool ok) {
  {
    absl::MutexLock lock(&mu_);
    writing_ = false;
    if (!ok) End(domain::CallCancelled());
  }
  Advance();
}

void WatchCall::OnCancel() { Close(domain::CallCancelled()); }

void WatchCall::OnDone() {
  registry_.Remove(*this);
  delete this;
}

void WatchCall::End(const absl::Status& status) {
  if (ended_) return;
  ended_ = true;
  has_pending_ = false;
  result_ = status;
}

WatchCall::Next WatchCall::Decide() {
  Next next;
  if (has_pending_ && !writing_ && !starting_) {
    current_.Clear();
    for (auto& [scope, head] : pending_) *current_.add_heads() = std::move(head);
    current_.set_grant_version(grant_version_);
    pending_.clear();
    has_pending_ = false;
    writing_ = next.write = true;
  }
  if (ended_ && !writing_ && !starting_ && !finished_) finished_ = next.finish = true;
  return next;
}

void WatchCall::Advance() {
  Next next;
  {
    absl::MutexLock lock(&mu_);
    next = Decide();
  }
  if (next.write) StartWrite(&current_);
  if (next.finish) Finish(gate_.Settle(info_, principal_, result_));
}

}  // namespace zoufang::rpc
