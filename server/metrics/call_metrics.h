// How many calls there were, how they ended and how long they took.
#pragma once

#include <prometheus/metric_family.h>

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace zoufang::metrics {

// The listener that a call came by.
enum class Door { kGrpc, kHttp };

// Every label is of a closed list: methods, codes and doors. Thread-safe.
class CallMetrics {
 public:
  CallMetrics();
  ~CallMetrics();

  // A call ended. `method` is one of ours, as "VisitService.CreateVisit".
  void Ended(absl::string_view method, Door door, absl::StatusCode code, absl::Duration took);
  // The gateway answered an HTTP request, also one that became no call.
  void Answered(int http_status);

  std::vector<prometheus::MetricFamily> Collect() const;

 private:
  struct Families;
  const std::unique_ptr<Families> families_;
};

}  // namespace zoufang::metrics
