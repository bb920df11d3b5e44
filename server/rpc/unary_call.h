// One unary call on its way through the gate.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "server/rpc/gate.h"

namespace zoufang::rpc {

// Finishes exactly once: by Run or by Refuse, of which exactly one is called. Deletes itself in
// OnDone, which gRPC calls after that.
class UnaryCall : public grpc::ServerUnaryReactor {
 public:
  UnaryCall(Gate& gate, grpc::CallbackServerContext* context, CallInfo info, Gate::Work work)
      : gate_(gate), context_(context), info_(std::move(info)), work_(std::move(work)) {}

  const CallInfo& info() const { return info_; }

  void Run();
  void Refuse(const absl::Status& status);

  void OnDone() override { delete this; }

 private:
  absl::Status DoWork(storage::Principal& principal);

  Gate& gate_;
  grpc::CallbackServerContext* const context_;
  const CallInfo info_;
  Gate::Work work_;
};

}  // namespace zoufang::rpc
