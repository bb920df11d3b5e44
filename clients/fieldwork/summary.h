// The state of a tablet at a glance: what the sync widget shows.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "clients/fieldwork/tablet.h"

namespace zoufang::fieldwork {

struct TabletSummary {
  std::string user_name;  // "" when the tablet is not enrolled.
  std::string server;
  device::ReplicaStatus sync;
  int64_t organizations = 0;
  // What is here to be seen. It changes when areas do: no measure of anyone's work.
  int64_t visits = 0;
  int64_t drafts = 0;  // Visits that are not finished.
  // The user's own, made here and taken in by the server, wherever they are now.
  int64_t visits_received = 0;
  int64_t open_conflicts = 0;
  int64_t files_waiting = 0;  // To be sent.
  int64_t attention = 0;      // Own edits that were parked, held or rejected.
};

absl::StatusOr<TabletSummary> Summarise(Tablet& tablet);

}  // namespace zoufang::fieldwork
