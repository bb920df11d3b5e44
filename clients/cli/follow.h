// Keeps a tablet in step with the server until told to stop.
#pragma once

#include "absl/functional/function_ref.h"
#include "clients/fieldwork/tablet.h"
#include "sync/device/grpc_transport.h"
#include "sync/device/sync_engine.h"

namespace zoufang::cli {

// Runs the sync engine on the calling thread; a second one waits on the server's stream, and its
// notices cause a pull. What other processes save in the tablet's file is noticed within
// kPollInterval. Calls `told` after each step that did something or failed. Returns soon after
// `stopped` gives true.
void Follow(fieldwork::Tablet& tablet, device::GrpcTransport& transport,
            absl::FunctionRef<bool()> stopped,
            absl::FunctionRef<void(const device::StepResult&)> told);

}  // namespace zoufang::cli
