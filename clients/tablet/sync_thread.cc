#include "clients/tablet/sync_thread.h"

#include <utility>

#include "absl/time/clock.h"
#include "clients/connection/remote.h"
#include "sync/base/error.h"

namespace zoufang::tablet {
namespace {

// Between looks whether the tablet is enrolled by now.
constexpr absl::Duration kLook = absl::Milliseconds(200);

}  // namespace

SyncThread::SyncThread(fieldwork::Tablet& tablet,
                       std::function<void(const device::StepResult&)> told)
    : tablet_(tablet), told_(std::move(told)), thread_([this] { Run(); }) {}

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
  if (!confidential.ok()) return told_({.status = std::move(confidential)});
  auto transport = device::GrpcTransport::Connect(*enrollment);
  if (!transport.ok()) return told_({.status = transport.status()});
  connection::Follow(tablet_, **transport, *this);
}

}  // namespace zoufang::tablet
