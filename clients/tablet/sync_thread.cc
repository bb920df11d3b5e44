#include "clients/tablet/sync_thread.h"

#include <utility>

#include "absl/time/clock.h"
#include "clients/connection/remote.h"
#include "sync/base/error.h"

namespace zoufang::tablet {
namespace {

// Between looks whether the tablet is enrolled by now.
constexpr absl::Duration kLook = absl::Milliseconds(200);

// Says which mutations are on their way, for as long as they are.
class TellingTransport : public device::GrpcTransport {
 public:
  TellingTransport(std::shared_ptr<grpc::Channel> channel, absl::string_view token,
                   SyncListener& listener)
      : GrpcTransport(std::move(channel), token), listener_(listener) {}

  absl::StatusOr<sync::v1::PushReply> Push(const sync::v1::PushRequest& request) override {
    if (request.mutations().empty()) return GrpcTransport::Push(request);
    listener_.Carrying({.first = static_cast<int64_t>(request.mutations(0).seq()),
                        .last = static_cast<int64_t>(request.mutations().rbegin()->seq())});
    auto reply = GrpcTransport::Push(request);
    listener_.Carrying({});
    return reply;
  }

 private:
  SyncListener& listener_;
};

}  // namespace

SyncThread::SyncThread(fieldwork::Tablet& tablet, SyncListener& listener)
    : tablet_(tablet), listener_(listener), thread_([this] { Run(); }) {}

SyncThread::~SyncThread() {
  stopping_ = true;
  thread_.join();
}

void SyncThread::Hurry() { hurried_ = true; }

void SyncThread::Run() {
  while (!stopping_) {
    FollowOnce();
    absl::SleepFor(kLook);
  }
}

void SyncThread::FollowOnce() {
  const absl::StatusOr<device::Enrollment> enrollment = tablet_.replica().GetEnrollment();
  if (!enrollment.ok()) return;
  absl::Status confidential =
      connection::CheckConfidential(enrollment->server, enrollment->ca_file);
  if (!confidential.ok()) return listener_.StepDone({.status = std::move(confidential)});
  auto channel = device::MakeChannel(enrollment->server, enrollment->ca_file);
  if (!channel.ok()) return listener_.StepDone({.status = channel.status()});
  TellingTransport transport(*std::move(channel), enrollment->token, listener_);
  connection::Follow(tablet_, transport, *this);
}

}  // namespace zoufang::tablet
