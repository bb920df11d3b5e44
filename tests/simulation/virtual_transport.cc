#include "tests/simulation/virtual_transport.h"

#include "tests/simulation/damage.h"
#include "tests/simulation/exchange.h"
#include "tests/simulation/world.h"

namespace zoufang::simulation {
namespace {

Reply Failed(absl::Status status) {
  Reply reply;
  reply.status = std::move(status);
  return reply;
}

}  // namespace

Request VirtualTransport::Of(Call call) const {
  return {.call = call, .tablet = tablet_, .nonce = ++world_.nonces};
}

Reply VirtualTransport::Exchange(Request request) {
  if (world_.Strikes(Fault::kLost, 8)) return Failed(absl::UnavailableError("lost on the way"));
  if (world_.Strikes(Fault::kDelayed, 8)) {
    world_.network.Send({.request = std::move(request)});
    return Failed(absl::DeadlineExceededError("late"));
  }
  if (world_.Strikes(Fault::kDoubled, 8)) Serve(world_, request);
  Reply reply = Serve(world_, std::move(request));
  if (world_.Strikes(Fault::kLost, 8))
    return Failed(absl::UnavailableError("lost on the way back"));
  return reply;
}

absl::StatusOr<sync::v1::AttachReply> VirtualTransport::Attach(
    const sync::v1::AttachRequest& request) {
  Request call = Of(Call::kAttach);
  call.attach = request;
  Reply reply = Exchange(std::move(call));
  if (!reply.status.ok()) return reply.status;
  return std::move(reply.attach);
}

absl::StatusOr<sync::v1::PushReply> VirtualTransport::Push(const sync::v1::PushRequest& request) {
  Request call = Of(Call::kPush);
  call.push = request;
  Reply reply = Exchange(std::move(call));
  if (!reply.status.ok()) return reply.status;
  NoteOutcomes(world_, reply.push);
  return std::move(reply.push);
}

absl::Status VirtualTransport::Cut() {
  if (world_.Strikes(Fault::kFirstSyncCut, 3)) return absl::UnavailableError("cut");
  if (world_.Strikes(Fault::kTokenExpired, 8)) world_.tablets[tablet_]->token_expired = true;
  return absl::OkStatus();
}

absl::Status VirtualTransport::Snapshot(
    const sync::v1::SnapshotRequest& request,
    absl::FunctionRef<absl::Status(const sync::v1::SnapshotPage&)> take) {
  for (sync::v1::SnapshotCursor cursor : request.scopes()) {
    while (true) {
      Request call = Of(Call::kSnapshot);
      call.snapshot.set_install_id(request.install_id());
      *call.snapshot.add_scopes() = cursor;
      const Reply reply = Exchange(std::move(call));
      if (!reply.status.ok()) return reply.status;
      const sync::v1::SnapshotPage& page = reply.pages.front();
      if (const absl::Status cut = Cut(); !cut.ok()) return cut;
      if (const absl::Status taken = take(page); !taken.ok()) return taken;
      if (page.refused() || page.done()) break;
      cursor = page.next();
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<sync::v1::PullPage>> VirtualTransport::Pull(
    const sync::v1::PullRequest& request) {
  Request call = Of(Call::kPull);
  call.pull = request;
  Reply reply = Exchange(std::move(call));
  if (!reply.status.ok()) return reply.status;
  last_pull_ = reply;
  return std::move(reply.pull);
}

absl::StatusOr<sync::v1::DigestReply> VirtualTransport::Digest(
    const sync::v1::DigestRequest& request) {
  Request call = Of(Call::kDigest);
  call.digest = request;
  Reply reply = Exchange(std::move(call));
  if (!reply.status.ok()) return reply.status;
  return std::move(reply.digest);
}

absl::StatusOr<std::vector<sync::v1::RepairPage>> VirtualTransport::Repair(
    const sync::v1::RepairRequest& request) {
  NoteRepair(world_, *world_.tablets[tablet_], request);
  Request call = Of(Call::kRepair);
  call.repair = request;
  Reply reply = Exchange(std::move(call));
  if (!reply.status.ok()) return reply.status;
  return std::move(reply.repair);
}

absl::StatusOr<sync::v1::SurrenderReply> VirtualTransport::Surrender(
    const sync::v1::SurrenderRequest& request) {
  Request call = Of(Call::kSurrender);
  call.surrender = request;
  Reply reply = Exchange(std::move(call));
  if (!reply.status.ok()) return reply.status;
  return sync::v1::SurrenderReply();
}

}  // namespace zoufang::simulation
