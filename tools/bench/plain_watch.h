// The plainest gRPC server that can be watched: the floor of what an idle watcher costs.
#pragma once

#include <string>

namespace zoufang::bench {

// Serves SyncService.Watch on loopback: one message to each caller, then nothing. Writes its port
// into `port_file`; returns when the process is sent SIGTERM.
void ServePlainWatch(const std::string& port_file);

}  // namespace zoufang::bench
