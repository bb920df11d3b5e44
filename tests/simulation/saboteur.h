// Breaks the code on purpose, at the seams between the engine and the world: so that a test can see
// each invariant catch something.
#pragma once

#include "absl/time/time.h"
#include "tests/simulation/network.h"
#include "tests/simulation/server.h"
#include "tests/simulation/tablet.h"

namespace zoufang::simulation {

// Does nothing by itself. Must follow from its inputs alone, as everything in a run.
class Saboteur {
 public:
  virtual ~Saboteur() = default;
  // Before the server serves a request. True: `reply` is what the tablet gets; the server sees
  // nothing of it.
  virtual bool Answers(Request& request, Reply& reply, Server& server);
  virtual void AfterServing(const Request& request, Reply& reply, Server& server);
  virtual void AfterBoot(Server& server);
  virtual void AfterSave(Tablet& tablet);
  // After the tablet took a reply.
  virtual void AfterTaking(const Request& request, Tablet& tablet);
  // What the host is told of when to step again.
  virtual absl::Time WakeAt(absl::Time told);
  virtual void BeforeReboot(Tablet& tablet);
};

}  // namespace zoufang::simulation
