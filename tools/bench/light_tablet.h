// A tablet without a file, light enough that one process holds thousands.
#pragma once

#include <grpcpp/alarm.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "zoufang/sync/v1/sync_service.grpc.pb.h"

namespace zoufang::bench {

// Comes online as a real one does: attaches, pushes its outbox, pulls, and watches from then on.
// Told RESOURCE_EXHAUSTED with RetryInfo it waits so long and calls again; anything else ends it.
// Runs on gRPC's threads, one step at a time.
class LightTablet {
 public:
  struct Work {
    sync::v1::AttachRequest attach;
    sync::v1::PushRequest push;
    sync::v1::PullRequest pull;
  };

  // `in_step` is called once: when the first heads were told, or it failed.
  LightTablet(std::shared_ptr<grpc::Channel> channel, const std::string& token, Work work,
              std::function<void()> in_step);
  ~LightTablet();

  void ComeOnline();
  void WatchOnly();
  // Ends the watch and waits until it has ended.
  void Leave();

  // After in_step.
  const absl::Status& status() const { return status_; }
  absl::Duration took() const { return ended_ - began_; }
  int refusals() const { return refusals_; }

 private:
  class Pulling;
  class Watching;

  void Begin(void (LightTablet::*step)());
  void Attach();
  void Push();
  void Pull();
  void Watch();
  // What follows a call: the next step, the same again later, or the end.
  void Ended(const grpc::Status& status, void (LightTablet::*next)());
  void InStep(const absl::Status& status);

  const std::shared_ptr<grpc::Channel> channel_;  // gRPC's own ownership.
  const std::unique_ptr<sync::v1::SyncService::Stub> stub_;
  const std::string authorization_;
  const Work work_;
  const std::function<void()> in_step_;
  std::unique_ptr<grpc::ClientContext> context_;  // Of the call at work.
  sync::v1::AttachReply attach_reply_;
  sync::v1::PushReply push_reply_;
  std::unique_ptr<Pulling> pulling_;
  std::unique_ptr<Watching> watching_;
  grpc::Alarm alarm_;
  void (LightTablet::*step_)() = nullptr;
  absl::Time began_, ended_;
  absl::Status status_;
  int refusals_ = 0;
};

}  // namespace zoufang::bench
