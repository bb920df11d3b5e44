// What passes between a tablet and the server: one call's request made, served, taken.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "tests/simulation/network.h"
#include "tests/simulation/world.h"

namespace zoufang::simulation {

// What the tablet would send now; nullopt: nothing.
absl::StatusOr<std::optional<Request>> MakeRequest(World& world, Tablet& tablet, Call call);
// The server takes the request in and answers; an error is one of the transport.
Reply Serve(World& world, Request request);
// The tablet takes the answer to its request, with every check of what it did.
absl::Status TakeReply(World& world, Tablet& tablet, const Request& request, const Reply& reply);

// What the server told of mutations' outcomes.
void NoteOutcomes(World& world, const sync::v1::PushReply& reply);

// A message that is on its way arrives: at the place that the dice choose.
void Deliver(World& world);
// A tablet makes a call and leaves its message to the network.
void Send(World& world, Tablet& tablet);

}  // namespace zoufang::simulation
