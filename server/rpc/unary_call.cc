#include "server/rpc/unary_call.h"

#include <exception>

#include "domain/errors.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

void UnaryCall::Run() {
  storage::Principal principal;
  const absl::Status status = DoWork(principal);
  Finish(gate_.Settle(info_, principal, status));  // The call may be gone from here on.
}

void UnaryCall::Refuse(const absl::Status& status) { Finish(gate_.Settle(info_, {}, status)); }

absl::Status UnaryCall::DoWork(storage::Principal& principal) {
  if (context_->IsCancelled()) return domain::CallCancelled();
  // Nothing of ours throws; what a library throws must not leave the call unfinished.
  try {
    ASSIGN_OR_RETURN(const Caller caller, gate_.Admit(info_));
    principal = caller.principal;
    return work_(caller);
  } catch (const std::exception& error) {
    return absl::UnknownError(error.what());
  }
}

}  // namespace zoufang::rpc
