#include "server/metrics/call_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace zoufang::metrics {
namespace {

// Seconds: from a look-up in memory to a first snapshot over a slow network. Streams end in the
// last ones.
const prometheus::Histogram::BucketBoundaries& Buckets() {
  static const auto* const kBuckets = new prometheus::Histogram::BucketBoundaries{
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60};
  return *kBuckets;
}

}  // namespace

struct CallMetrics::Families {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& calls =
      prometheus::BuildCounter()
          .Name("zoufang_calls_total")
          .Help("Calls that ended, by method, status code and the listener they came by.")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& durations =
      prometheus::BuildHistogram()
          .Name("zoufang_call_duration_seconds")
          .Help("From a call's arrival to its end; for a stream, how long it was open.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& responses =
      prometheus::BuildCounter()
          .Name("zoufang_http_responses_total")
          .Help("Responses of the HTTP gateway, pages and refused requests included.")
          .Register(registry);
};

CallMetrics::CallMetrics() : families_(std::make_unique<Families>()) {}
CallMetrics::~CallMetrics() = default;

void CallMetrics::Ended(absl::string_view method, Door door, absl::StatusCode code,
                        absl::Duration took) {
  const std::string name(method);
  families_->calls
      .Add({{"method", name},
            {"code", absl::StatusCodeToString(code)},
            {"door", door == Door::kHttp ? "http" : "grpc"}})
      .Increment();
  // A clock that was set back makes no negative time.
  const double seconds = std::max(0.0, absl::ToDoubleSeconds(took));
  families_->durations.Add({{"method", name}}, Buckets()).Observe(seconds);
}

void CallMetrics::Answered(int http_status) {
  families_->responses.Add({{"status", absl::StrCat(http_status)}}).Increment();
}

std::vector<prometheus::MetricFamily> CallMetrics::Collect() const {
  return families_->registry.Collect();
}

}  // namespace zoufang::metrics
