#include "tools/bench/light_tablet.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "sync/device/grpc_transport.h"

namespace zoufang::bench {
namespace {

constexpr absl::Duration kCallDeadline = absl::Minutes(2);
constexpr absl::Duration kWatchDeadline = absl::Minutes(30);

// How long the server asks to wait; InfiniteDuration when it does not.
absl::Duration RetryDelay(const absl::Status& status) {
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.RetryInfo");
  google::rpc::RetryInfo info;
  if (!payload.has_value() || !info.ParseFromString(std::string(*payload))) {
    return absl::InfiniteDuration();
  }
  return absl::Seconds(info.retry_delay().seconds()) +
         absl::Nanoseconds(info.retry_delay().nanos());
}

}  // namespace

// Reads all pages and forgets them.
class LightTablet::Pulling : public grpc::ClientReadReactor<sync::v1::PullPage> {
 public:
  explicit Pulling(LightTablet& tablet) : tablet_(tablet) {
    tablet_.stub_->async()->Pull(tablet_.context_.get(), &tablet_.work_.pull, this);
    StartRead(&page_);
    StartCall();
  }
  void OnReadDone(bool ok) override {
    if (ok) StartRead(&page_);
  }
  void OnDone(const grpc::Status& status) override { tablet_.Ended(status, &LightTablet::Watch); }

 private:
  LightTablet& tablet_;
  sync::v1::PullPage page_;
};

// Is in step with the first heads, and goes on reading.
class LightTablet::Watching : public grpc::ClientReadReactor<sync::v1::WatchReply> {
 public:
  explicit Watching(LightTablet& tablet) : tablet_(tablet) {
    tablet_.stub_->async()->Watch(tablet_.context_.get(), &request_, this);
    StartRead(&reply_);
    StartCall();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (!std::exchange(told_, true)) tablet_.InStep(absl::OkStatus());
    StartRead(&reply_);
  }
  void OnDone(const grpc::Status& status) override {
    // The tablet may be gone, or at the next watch, once it is told.
    told_ ? done_.Notify() : tablet_.Ended(status, &LightTablet::Watch);
  }
  void AwaitEnd() { done_.WaitForNotification(); }
  bool told() const { return told_; }

 private:
  LightTablet& tablet_;
  sync::v1::WatchRequest request_;
  sync::v1::WatchReply reply_;
  bool told_ = false;
  absl::Notification done_;
};

LightTablet::LightTablet(std::shared_ptr<grpc::Channel> channel, const std::string& token,
                         Work work, std::function<void()> in_step)
    : channel_(std::move(channel)),
      stub_(sync::v1::SyncService::NewStub(channel_)),
      authorization_(absl::StrCat("Bearer ", token)),
      work_(std::move(work)),
      in_step_(std::move(in_step)) {}

LightTablet::~LightTablet() { Leave(); }

void LightTablet::ComeOnline() {
  began_ = absl::Now();
  Begin(&LightTablet::Attach);
}

void LightTablet::WatchOnly() {
  began_ = absl::Now();
  Begin(&LightTablet::Watch);
}

void LightTablet::Leave() {
  if (watching_ == nullptr || !watching_->told()) return;
  context_->TryCancel();
  watching_->AwaitEnd();
  watching_.reset();
}

void LightTablet::Begin(void (LightTablet::*step)()) {
  step_ = step;
  context_ = std::make_unique<grpc::ClientContext>();
  context_->AddMetadata("authorization", authorization_);
  const bool watch = step == &LightTablet::Watch;
  context_->set_deadline(
      absl::ToChronoTime(absl::Now() + (watch ? kWatchDeadline : kCallDeadline)));
  (this->*step)();
}

void LightTablet::Attach() {
  stub_->async()->Attach(context_.get(), &work_.attach, &attach_reply_,
                         [this](const grpc::Status& s) { Ended(s, &LightTablet::Push); });
}

void LightTablet::Push() {
  stub_->async()->Push(context_.get(), &work_.push, &push_reply_,
                       [this](const grpc::Status& s) { Ended(s, &LightTablet::Pull); });
}

void LightTablet::Pull() { pulling_ = std::make_unique<Pulling>(*this); }

void LightTablet::Watch() { watching_ = std::make_unique<Watching>(*this); }

void LightTablet::Ended(const grpc::Status& status, void (LightTablet::*next)()) {
  const absl::Status ended = device::FromGrpc(status);
  if (ended.ok() && step_ == &LightTablet::Push &&
      (push_reply_.status() != sync::v1::PushReply::OK ||
       push_reply_.outcomes_size() != work_.push.mutations_size())) {
    return InStep(absl::InternalError("the push was not taken in whole"));
  }
  if (ended.ok() && step_ != &LightTablet::Watch) return Begin(next);
  const absl::Duration delay = RetryDelay(ended);
  if (!absl::IsResourceExhausted(ended) || delay == absl::InfiniteDuration()) {
    return InStep(ended.ok() ? absl::InternalError("the watch ended") : ended);
  }
  ++refusals_;
  // Spread over as much again, as a real tablet does, so that they do not come back together.
  const double spread = static_cast<double>(reinterpret_cast<uintptr_t>(this) / 64 % 97) / 97;
  alarm_.Set(absl::ToChronoTime(absl::Now() + delay * (1 + spread)),
             [this](bool) { Begin(step_); });
}

void LightTablet::InStep(const absl::Status& status) {
  status_ = status;
  ended_ = absl::Now();
  in_step_();
}

}  // namespace zoufang::bench
