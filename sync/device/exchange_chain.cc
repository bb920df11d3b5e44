// Attach and Push.
#include "sync/base/errors.h"
#include "sync/base/log.h"
#include "sync/base/protocol.h"
#include "sync/base/status.h"
#include "sync/device/chain.h"
#include "sync/device/exchange.h"
#include "sync/device/fold.h"
#include "sync/device/outcomes.h"
#include "sync/device/scopes.h"
#include "sync/device/uploads.h"

namespace zoufang::device {
namespace {

using sync::v1::AttachReply;
using sync::v1::AttachRequest;
using sync::v1::PushReply;
using sync::v1::PushRequest;

constexpr size_t kHashBytes = 16;
constexpr int64_t kNoLimit = -1;

absl::Status ForkAndStore(const Context& context, DeviceState& state) {
  Fork(state, context.env);
  RETURN_IF_ERROR(AskAgain(context.db));
  base::Log(base::Severity::kWarning, "chain_forked",
            {{"install", state.install_id}, {"last_seq", state.last.seq}});
  return StoreState(state, context.db);
}

// While no scope is granted an edit is on the screen until it has its outcome, and rows are rebuilt
// as outcomes come: what another tool has written must be in the chain by then.
absl::Status FoldIfByOutcome(const Context& context, DeviceState& state) {
  ASSIGN_OR_RETURN(const ScopeSet scopes, ScopeSet::Load(context.db));
  if (!scopes.all().empty()) return absl::OkStatus();
  RETURN_IF_ERROR(FoldOthers(context));
  ASSIGN_OR_RETURN(state, LoadState(context.db));
  return absl::OkStatus();
}

// Whether the answer to another attach, asked for after this one, came from a later start of the
// server. A server whose numbers went back by themselves is believed.
bool IsOvertaken(const AttachRequest& request, const AttachReply& reply, const DeviceState& state) {
  return reply.incarnation() != 0 && reply.incarnation() < state.heard_incarnation &&
         request.heard_incarnation() != state.heard_incarnation;
}

}  // namespace

absl::StatusOr<bool> IsOfThisStart(const Context& context, int64_t incarnation,
                                   DeviceState& state) {
  if (incarnation == 0 || incarnation == state.heard_incarnation) return true;
  state.attach_pending = true;
  RETURN_IF_ERROR(StoreState(state, context.db));
  return false;
}

absl::StatusOr<bool> AcceptApplied(const Context& context, bool given,
                                   const sync::v1::ChainPoint& applied, DeviceState& state) {
  if (!given || applied.hash().size() != kHashBytes) return base::ReplyMalformed("applied");
  ASSIGN_OR_RETURN(const bool on_chain, IsOnChain(state, applied, context.db));
  if (!on_chain) {
    RETURN_IF_ERROR(ForkAndStore(context, state));
    return false;
  }
  state.pushed_to = static_cast<int64_t>(applied.seq());
  return true;
}

absl::Status TakeUnknownInstall(const Context& context, absl::string_view install_id) {
  ASSIGN_OR_RETURN(DeviceState state, LoadState(context.db));
  if (install_id != state.install_id || state.attach_pending) return absl::OkStatus();
  return ForkAndStore(context, state);
}

absl::StatusOr<std::optional<AttachRequest>> MakeAttach(const Context& context) {
  ASSIGN_OR_RETURN(const DeviceState state, LoadState(context.db));
  if (!state.attach_pending) return std::optional<AttachRequest>();
  AttachRequest request;
  request.set_install_id(state.install_id);
  request.set_protocol(base::kProtocol);
  request.set_heard_incarnation(state.heard_incarnation);
  request.mutable_base()->set_seq(state.base.seq);
  request.mutable_base()->set_hash(state.base.hash);
  ASSIGN_OR_RETURN(std::vector<sync::v1::ChainLink> links,
                   ReadLinks(state.base.seq, kNoLimit, context.db));
  for (sync::v1::ChainLink& link : links) *request.add_chain() = std::move(link);
  return std::optional<AttachRequest>(std::move(request));
}

absl::Status TakeAttach(const Context& context, const AttachRequest& request,
                        const AttachReply& reply) {
  ASSIGN_OR_RETURN(DeviceState state, LoadState(context.db));
  if (request.install_id() != state.install_id || !state.attach_pending) return absl::OkStatus();
  if (IsOvertaken(request, reply, state)) return absl::OkStatus();
  RETURN_IF_ERROR(FoldIfByOutcome(context, state));
  ASSIGN_OR_RETURN(const bool accepted,
                   AcceptApplied(context, reply.has_applied(), reply.applied(), state));
  if (!accepted) return absl::OkStatus();
  state.attach_pending = false;
  state.heard_incarnation = reply.incarnation();
  SeqByUuid named;
  for (const auto& link : request.chain()) named[link.uuid()] = static_cast<int64_t>(link.seq());
  RETURN_IF_ERROR(ReplaceOutcomes(context, reply.outcomes(), named, state));
  return StoreState(state, context.db);
}

absl::StatusOr<std::optional<PushRequest>> MakePush(const Context& context) {
  ASSIGN_OR_RETURN(const DeviceState state, LoadState(context.db));
  if (state.attach_pending || state.first_unsent() > state.last.seq) {
    return std::optional<PushRequest>();
  }
  PushRequest request;
  request.set_install_id(state.install_id);
  request.set_device_time_us(context.now_us());
  request.set_heard_incarnation(state.heard_incarnation);
  ASSIGN_OR_RETURN(std::vector<sync::v1::Mutation> window,
                   ReadWindow(state.first_unsent(), context.db));
  for (sync::v1::Mutation& mutation : window) *request.add_mutations() = std::move(mutation);
  return std::optional<PushRequest>(std::move(request));
}

absl::Status TakePush(const Context& context, const PushRequest& request, const PushReply& reply) {
  ASSIGN_OR_RETURN(DeviceState state, LoadState(context.db));
  if (request.install_id() != state.install_id || state.attach_pending) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool current, IsOfThisStart(context, reply.incarnation(), state));
  if (!current) return absl::OkStatus();
  if (reply.status() == PushReply::FORKED || reply.status() == PushReply::UNKNOWN_INSTALL) {
    return ForkAndStore(context, state);
  }
  if (reply.status() != PushReply::OK && reply.status() != PushReply::RESEND) {
    return base::ReplyMalformed("status of a push");
  }
  RETURN_IF_ERROR(FoldIfByOutcome(context, state));
  ASSIGN_OR_RETURN(const bool accepted,
                   AcceptApplied(context, reply.has_applied(), reply.applied(), state));
  if (!accepted) return absl::OkStatus();
  SeqByUuid named;
  for (const auto& mutation : request.mutations()) {
    named[mutation.uuid()] = static_cast<int64_t>(mutation.seq());
  }
  RETURN_IF_ERROR(StoreOutcomes(context, reply.outcomes(), named, state));
  return StoreState(state, context.db);
}

}  // namespace zoufang::device
