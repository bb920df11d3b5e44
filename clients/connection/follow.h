// Keeps a tablet in step with the server until told to stop.
#pragma once

#include "clients/fieldwork/tablet.h"
#include "sync/device/grpc_transport.h"
#include "sync/device/sync_engine.h"

namespace zoufang::connection {

// Whoever has a tablet followed: asked and told on the following thread.
class Follower {
 public:
  virtual ~Follower() = default;
  // Asked at least every quarter of a second while nothing runs.
  virtual bool Stopped() = 0;
  // True once for each time that somebody wants everything tried at once.
  virtual bool Hurried() { return false; }
  // Each step that did something or failed, and the first idle one after it.
  virtual void Told(const device::StepResult& step) = 0;
};

// Runs the sync engine on the calling thread; a second one waits on the server's stream, and its
// notices cause a pull. What other connections save in the tablet's file is noticed within a
// quarter of a second. Returns soon after the follower says that it is stopped.
void Follow(fieldwork::Tablet& tablet, device::GrpcTransport& transport, Follower& follower);

}  // namespace zoufang::connection
