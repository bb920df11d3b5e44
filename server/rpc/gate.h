// The way of every call: admitted, authenticated, worked off on the executor, finished once.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "server/metrics/call_metrics.h"
#include "server/rpc/call_quota.h"
#include "server/rpc/caller.h"
#include "server/storage/store.h"
#include "sync/base/clock.h"
#include "sync/base/executor.h"
#include "sync/base/random.h"

namespace zoufang::rpc {

// Thread-safe. Outlives every call.
class Gate {
 public:
  using Work = absl::AnyInvocable<absl::Status(const Caller&)>;

  // One tablet may make `tablet_calls` calls a minute; 0: any number.
  Gate(base::Executor& executor, storage::Store& store, const base::Clock& clock,
       base::Random& random, metrics::CallMetrics& metrics, int tablet_calls)
      : executor_(executor),
        store_(store),
        clock_(clock),
        random_(random),
        metrics_(metrics),
        quota_(clock, tablet_calls),
        gateway_key_(absl::BytesToHexString(random.Bytes(16))) {}

  // What the gateway shows with each call, so that it is believed for whom it calls.
  const std::string& gateway_key() const { return gateway_key_; }

  // Runs `work` on the executor for a caller whom the method's rule admits, and finishes the call
  // with its status. What may not enter is answered RESOURCE_EXHAUSTED at once; a call that was
  // cancelled before its turn is not worked off. Request and response live until the call is
  // finished.
  grpc::ServerUnaryReactor* Handle(grpc::CallbackServerContext* context, absl::string_view method,
                                   Work work);

  // --- For streams, which finish themselves ---------------------------------------------------

  // Reads the metadata and sends the call's id back. Cheap: fit for a reaction.
  CallInfo Read(grpc::CallbackServerContext* context, absl::string_view method);
  // Queues a call's first task. RESOURCE_EXHAUSTED with RetryInfo: SERVER_BUSY, the queue is full;
  // TOO_MANY_CALLS, the tablet has used its share up.
  absl::Status Enter(const CallInfo& info, base::Executor::Task task);
  // Authenticates and checks the method's rule. Blocks: on the executor.
  absl::StatusOr<Caller> Admit(const CallInfo& info);
  // Checks again, inside a read, that an admitted caller still may: tokens are withdrawn at once.
  absl::Status StillAdmitted(sql::Database& database, const Caller& caller);
  // Logs and counts the call's end, and returns what to finish it with. Every call comes here once.
  grpc::Status Settle(const CallInfo& info, const storage::Principal& principal,
                      const absl::Status& status);

  base::Executor& executor() { return executor_; }

 private:
  base::Executor& executor_;
  storage::Store& store_;
  const base::Clock& clock_;
  base::Random& random_;
  metrics::CallMetrics& metrics_;
  CallQuota quota_;
  const std::string gateway_key_;
};

}  // namespace zoufang::rpc
