// A server stream whose messages are made on the executor while the one before is on its way.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <deque>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "domain/errors.h"
#include "server/rpc/gate.h"
#include "sync/base/errors.h"

namespace zoufang::rpc {

// One pump: every reaction and every made page notes a fact under the mutex, decides what to start,
// and starts it outside. At most one page is being made and one written at any time; the call is
// finished once, when neither is. The caller is checked again for every page. Deletes itself in
// OnDone.
template <typename Page>
class PageStream : public grpc::ServerWriteReactor<Page> {
 public:
  // Makes the next page; nullopt: that was the last. Blocks.
  using Make = absl::AnyInvocable<absl::StatusOr<std::optional<Page>>(const Caller&)>;

  PageStream(Gate& gate, CallInfo info, Make make)
      : gate_(gate), info_(std::move(info)), make_(std::move(make)) {}

  // Begins; a call that may not enter ends at once.
  void Start() {
    {
      absl::MutexLock lock(&mu_);
      making_ = true;
    }
    const absl::Status entered = gate_.Enter(info_, [this] { MakeOne(); });
    if (!entered.ok()) Made(entered);
  }

  void OnWriteDone(bool ok) override {
    {
      absl::MutexLock lock(&mu_);
      writing_ = false;
      if (!ok) Cancel();
    }
    Advance();
  }
  void OnCancel() override {
    {
      absl::MutexLock lock(&mu_);
      Cancel();
    }
    Advance();
  }
  void OnDone() override { delete this; }

 private:
  // Pages that wait while one is written: enough to keep both sides busy.
  static constexpr size_t kAhead = 2;

  struct Next {
    bool make = false;
    bool write = false;
    bool finish = false;
  };

  void Cancel() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    ready_.clear();
    if (!ended_) result_ = domain::CallCancelled();
    ended_ = true;
  }

  Next Decide() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    Next next;
    if (!writing_ && !ready_.empty()) {
      current_ = std::move(ready_.front());
      ready_.pop_front();
      writing_ = next.write = true;
    }
    if (!making_ && !ended_ && ready_.size() < kAhead) making_ = next.make = true;
    if (ended_ && !making_ && !writing_ && ready_.empty() && !finished_) {
      finished_ = next.finish = true;
    }
    return next;
  }

  void Advance() {
    Next next;
    {
      absl::MutexLock lock(&mu_);
      next = Decide();
    }
    if (next.write) this->StartWrite(&current_);
    if (next.make && !gate_.executor().SubmitContinuation([this] { MakeOne(); })) {
      Made(base::Shutdown());
    }
    if (next.finish) this->Finish(gate_.Settle(info_, principal_, result_));
  }

  void MakeOne() {
    absl::StatusOr<Caller> caller = gate_.Admit(info_);
    if (!caller.ok()) return Made(caller.status());
    principal_ = caller->principal;
    Made(make_(*caller));
  }

  void Made(absl::StatusOr<std::optional<Page>> page) {
    {
      absl::MutexLock lock(&mu_);
      making_ = false;
      if (!ended_) {
        if (page.ok() && page->has_value()) {
          ready_.push_back(**std::move(page));
        } else {
          ended_ = true;
          result_ = page.status();
        }
      }
    }
    Advance();
  }

  Gate& gate_;
  const CallInfo info_;
  Make make_;                     // Of the one task that makes a page.
  storage::Principal principal_;  // Likewise, and of the finish after it.
  Page current_;                  // Of the write in flight.
  absl::Mutex mu_;
  std::deque<Page> ready_ ABSL_GUARDED_BY(mu_);
  bool making_ ABSL_GUARDED_BY(mu_) = false;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool ended_ ABSL_GUARDED_BY(mu_) = false;  // Nothing more is made; `result_` stands.
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status result_;  // Written under the mutex until `ended_`, then read.
};

}  // namespace zoufang::rpc
