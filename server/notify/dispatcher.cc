#include "server/notify/dispatcher.h"

#include <algorithm>
#include <vector>

#include "sync/base/log.h"
#include "sync/base/status.h"

namespace zoufang::notify {
namespace {

constexpr int kBatch = 20;
constexpr absl::Duration kFirstDelay = absl::Seconds(5);
constexpr absl::Duration kMostDelay = absl::Hours(1);
constexpr int kMostDoublings = 10;  // 5 s and ten doublings are above an hour.
// The machine's clock may be set while the thread waits; it looks again this often.
constexpr absl::Duration kMostWait = absl::Minutes(1);

}  // namespace

absl::Duration Dispatcher::DelayAfter(int attempts) {
  const absl::Duration whole =
      std::min(kFirstDelay * (int64_t{1} << std::min(attempts, kMostDoublings)), kMostDelay);
  const auto dice = static_cast<unsigned char>(random_.Bytes(1)[0]);
  return whole - whole / 2 * (dice / 255.0);
}

bool Dispatcher::DeliverOne(const storage::Notification& notification) {
  const absl::Status delivered = channel_->Deliver(
      {.id = notification.id, .body = notification.body, .sent_at = clock_.Now()});
  const absl::Duration delay = DelayAfter(notification.attempts);
  const absl::Status noted = store_.Write([&](sql::Database& database) {
    return delivered.ok()
               ? storage::RemoveNotification(database, notification.n)
               : storage::DeferNotification(database, notification.n, clock_.Now() + delay);
  });
  if (!delivered.ok() || !noted.ok()) {
    base::Log(base::Severity::kWarning, "notification_failed",
              {{"channel", channel_->name()},
               {"id", notification.id},
               {"attempt", notification.attempts + 1},
               {"message", std::string((delivered.ok() ? noted : delivered).message())}});
  }
  const bool in_order = noted.ok() && !absl::IsUnavailable(delivered);
  failures_ = in_order ? 0 : failures_ + 1;
  if (!in_order) rests_until_ = clock_.Now() + DelayAfter(failures_ - 1);
  return in_order;
}

absl::Time Dispatcher::Step() {
  if (clock_.Now() < rests_until_) return rests_until_;
  std::vector<storage::Notification> due;
  do {
    const absl::Status read = store_.Read([&](sql::Database& database) -> absl::Status {
      ASSIGN_OR_RETURN(due,
                       storage::DueNotifications(database, channel_->name(), clock_.Now(), kBatch));
      return absl::OkStatus();
    });
    if (!read.ok()) return clock_.Now() + kMostWait;
    for (const storage::Notification& notification : due) {
      if (stopping() || !DeliverOne(notification)) return rests_until_;
    }
  } while (!due.empty());
  absl::Time next = absl::InfiniteFuture();
  const absl::Status read = store_.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(next, storage::NextNotification(database, channel_->name()));
    return absl::OkStatus();
  });
  return read.ok() ? next : clock_.Now() + kMostWait;
}

bool Dispatcher::stopping() {
  absl::MutexLock lock(&mu_);
  return stopping_;
}

void Dispatcher::Run() {
  while (true) {
    const absl::Time next = Step();
    absl::MutexLock lock(&mu_);
    const auto called = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return woken_ || stopping_; };
    mu_.AwaitWithTimeout(absl::Condition(&called), std::min(next - clock_.Now(), kMostWait));
    if (stopping_) return;
    woken_ = false;
  }
}

void Dispatcher::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Dispatcher::Wake() {
  absl::MutexLock lock(&mu_);
  woken_ = true;
}

void Dispatcher::Stop() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
  }
  if (!thread_.joinable()) return;
  channel_->Cancel();
  thread_.join();
}

}  // namespace zoufang::notify
