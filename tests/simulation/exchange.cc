#include "tests/simulation/exchange.h"

#include <utility>

#include "domain/errors.h"
#include "sync/base/error.h"
#include "sync/base/status.h"
#include "tests/simulation/checkpoint_checks.h"
#include "tests/simulation/withdrawals.h"

namespace zoufang::simulation {
namespace {

template <typename T>
absl::Status Assign(absl::StatusOr<T> result, T& out) {
  if (!result.ok()) return result.status();
  out = *std::move(result);
  return absl::OkStatus();
}

absl::Status Admit(const World& world, const Tablet& tablet, Call call) {
  if (!world.server.up()) return absl::UnavailableError("down");
  if (tablet.revoked) {
    return call == Call::kSurrender ? absl::OkStatus() : domain::InstallRevoked();
  }
  if (tablet.token_expired || world.gone.contains(tablet.user())) {
    return absl::UnauthenticatedError("signed out");
  }
  return absl::OkStatus();
}

// What the checks must know of the moment of a pull; in its transaction.
absl::Status ReadTruth(World& world, const Tablet& tablet, Reply& reply) {
  Server& server = world.server;
  ASSIGN_OR_RETURN(Truth truth, ReadServer(server.db(), server.catalogue()));
  ASSIGN_OR_RETURN(truth.granted, server.GrantedTo(tablet.user()));
  for (const auto& [key, own] : world.known[tablet.n()].own) {
    ASSIGN_OR_RETURN(sql::Statement select,
                     server.db().Prepare("SELECT 1 FROM _mutation WHERE uuid=?1"));
    select.BindBlob(1, own.uuid);
    ASSIGN_OR_RETURN(const bool found, select.Step());
    if (found) truth.ingested.insert(own.uuid);
  }
  reply.truth = std::make_shared<const Truth>(std::move(truth));
  return absl::OkStatus();
}

absl::Status ServePull(World& world, const Tablet& tablet, const Request& request, Reply& reply) {
  Server& server = world.server;
  return server.db().Read([&]() -> absl::Status {
    RETURN_IF_ERROR(
        Assign(server.hub().Pull(server.db(), tablet.user(), request.pull), reply.pull));
    return ReadTruth(world, tablet, reply);
  });
}

absl::Status ServeSnapshot(World& world, const Tablet& tablet, const Request& request,
                           Reply& reply) {
  Server& server = world.server;
  return server.db().Read([&] {
    return Assign(server.hub().SnapshotPage(server.db(), tablet.user(), request.snapshot.scopes(0)),
                  reply.pages.emplace_back());
  });
}

absl::Status Ask(World& world, const Tablet& tablet, const Request& request, Reply& reply) {
  Server& server = world.server;
  sql::Database& db = server.db();
  switch (request.call) {
    case Call::kAttach:
      return db.Write([&] {
        return Assign(server.hub().Attach(db, tablet.user(), request.attach), reply.attach);
      });
    case Call::kPush:
      return db.Write(
          [&] { return Assign(server.hub().Push(db, tablet.user(), request.push), reply.push); });
    case Call::kSnapshot:
      return ServeSnapshot(world, tablet, request, reply);
    case Call::kDigest:
      return db.Read([&] {
        return Assign(server.hub().Digest(db, tablet.user(), request.digest), reply.digest);
      });
    case Call::kRepair:
      return db.Read([&] {
        return Assign(server.hub().Repair(db, tablet.user(), request.repair), reply.repair);
      });
    case Call::kSurrender:
      Quarantine(world, tablet, request.surrender);
      return absl::OkStatus();
    case Call::kPull:
      break;
  }
  return ServePull(world, tablet, request, reply);
}

// What the server has said it took: no crash may undo it.
void NotePromise(World& world) {
  const auto count = world.server.db().QueryInt("SELECT max(n) FROM _mutation");
  if (count.ok()) world.promised_mutations = *count;
}

absl::Status TakeSnapshot(Tablet& tablet, const Request& request, const Reply& reply) {
  for (const auto& page : reply.pages) {
    RETURN_IF_ERROR(tablet.replica().TakeSnapshotPage(request.snapshot.scopes(0), page));
  }
  return absl::OkStatus();
}

absl::Status Take(World& world, Tablet& tablet, const Request& request, const Reply& reply) {
  device::Replica& replica = tablet.replica();
  if (base::ReasonOf(reply.status) == "UNKNOWN_INSTALL") {
    return replica.TakeUnknownInstall(request.install_id());
  }
  if (!reply.status.ok()) return absl::OkStatus();
  switch (request.call) {
    case Call::kAttach:
      return replica.TakeAttach(request.attach, reply.attach);
    case Call::kPush:
      NoteOutcomes(world, reply.push);
      return replica.TakePush(request.push, reply.push);
    case Call::kSnapshot:
      return TakeSnapshot(tablet, request, reply);
    case Call::kDigest:
      return replica.TakeDigest(request.digest, reply.digest).status();
    case Call::kRepair:
      return replica.TakeRepair(request.repair, reply.repair);
    case Call::kSurrender:
      return replica.TakeSurrender(request.surrender);
    case Call::kPull:
      break;
  }
  return replica.TakePull(request.pull, reply.pull);
}

// Whatever is in a mutation: those sent with it have their outcomes in the same reply.
void CheckPoisonDelaysNothing(World& world, const Tablet& tablet, const Request& request,
                              const Reply& reply) {
  if (absl::IsInvalidArgument(reply.status)) {
    return world.Fail(Invariant::kPoisonIsolated, tablet.name(), "'s push is refused whole");
  }
  if (!reply.status.ok() || reply.push.status() != sync::v1::PushReply::OK) return;
  if (reply.push.outcomes_size() == request.push.mutations_size()) return;
  world.Fail(Invariant::kPoisonIsolated, tablet.name(), " is told of ", reply.push.outcomes_size(),
             " of ", request.push.mutations_size(), " mutations");
}

}  // namespace

void NoteOutcomes(World& world, const sync::v1::PushReply& reply) {
  for (const auto& outcome : reply.outcomes()) world.ledger.Acknowledge(outcome.uuid());
}

absl::StatusOr<std::optional<Request>> MakeRequest(World& world, Tablet& tablet, Call call) {
  Request request{.call = call, .tablet = tablet.n(), .nonce = ++world.nonces};
  const auto fill = [&request](auto made, auto& into) -> absl::StatusOr<std::optional<Request>> {
    if (!made.ok()) return made.status();
    if (!made->has_value()) return std::optional<Request>();
    into = **std::move(made);
    return std::optional<Request>(std::move(request));
  };
  device::Replica& replica = tablet.replica();
  switch (call) {
    case Call::kAttach:
      return fill(replica.MakeAttach(), request.attach);
    case Call::kPush:
      return fill(replica.MakePush(), request.push);
    case Call::kSnapshot:
      return fill(replica.MakeSnapshot(), request.snapshot);
    case Call::kDigest:
      return fill(replica.MakeDigest(), request.digest);
    case Call::kRepair:
      return std::optional<Request>();  // What it asks is in a digest's answer.
    case Call::kSurrender:
      return fill(replica.MakeSurrender(), request.surrender);
    case Call::kPull:
      break;
  }
  return fill(replica.MakePull(), request.pull);
}

Reply Serve(World& world, Request request) {
  Reply reply;
  const Tablet& tablet = *world.tablets[request.tablet];
  Server& server = world.server;
  reply.status = Admit(world, tablet, request.call);
  if (!reply.status.ok() || world.saboteur.Answers(request, reply, server)) return reply;
  reply.status = Ask(world, tablet, request, reply);
  if (server.disk().refused_for_room()) {
    server.disk().ClearRefused();
    world.Count(Fault::kServerDiskFull);
  }
  if (server.disk().dead()) {
    Reply none;
    none.status = absl::UnavailableError("the server died");
    return none;
  }
  if (reply.status.ok() && request.call == Call::kPush) NotePromise(world);
  world.saboteur.AfterServing(request, reply, server);
  if (request.call == Call::kPush) CheckPoisonDelaysNothing(world, tablet, request, reply);
  world.trace.Say("  server ", NameOf(request.call), " ", tablet.name(), " ",
                  absl::StatusCodeToString(reply.status.code()), " ",
                  sync::v1::PushReply::Status_Name(reply.push.status()), " ",
                  reply.push.applied().seq());
  return reply;
}

absl::Status TakeReply(World& world, Tablet& tablet, const Request& request, const Reply& reply) {
  absl::Status taken = Take(world, tablet, request, reply);
  world.saboteur.AfterTaking(request, tablet);
  world.trace.Say("  ", tablet.name(), " takes ", NameOf(request.call), " ",
                  absl::StatusCodeToString(taken.code()));
  if (request.call != Call::kPull || !reply.status.ok()) return taken;
  if (tablet.disk().dead()) {
    NoteInterrupted(world, tablet, reply);
  } else {
    CheckCheckpoint(world, tablet, taken, reply);
  }
  return taken;
}

void Send(World& world, Tablet& tablet) {
  constexpr Call kOften[] = {Call::kAttach, Call::kPush,     Call::kPush,
                             Call::kPush,   Call::kSnapshot, Call::kSnapshot,
                             Call::kPull,   Call::kPull,     Call::kPull};
  Call call = kOften[world.dice->Below(static_cast<int>(std::size(kOften)))];
  if (tablet.replica().Status().ok() && !tablet.replica().Status()->attached) call = Call::kAttach;
  auto& outstanding = world.Of(tablet).outstanding;
  if (outstanding.contains(call)) {
    if (!world.Strikes(Fault::kDelayed, 3)) return;
    outstanding.erase(call);  // It gives up waiting; the reply may still come.
  }
  absl::StatusOr<std::optional<Request>> request = MakeRequest(world, tablet, call);
  if (!request.ok() || !request->has_value()) return;
  auto& scopes = *(*request)->snapshot.mutable_scopes();
  if (scopes.size() > 1) scopes.SwapElements(0, world.dice->Below(scopes.size()));
  outstanding[call] = (*request)->nonce;
  world.trace.Say("  ", tablet.name(), " sends ", NameOf(call));
  world.network.Send({.request = **std::move(request)});
}

namespace {

bool Awaits(World& world, const Request& request) {
  const auto& outstanding = world.known[request.tablet].outstanding;
  const auto found = outstanding.find(request.call);
  return found != outstanding.end() && found->second == request.nonce;
}

void GiveUp(World& world, const Request& request) {
  if (Awaits(world, request)) world.known[request.tablet].outstanding.erase(request.call);
}

void ArriveAtServer(World& world, Message message) {
  if (world.Strikes(Fault::kDoubled, 6)) world.network.Send(message);
  message.reply = Serve(world, message.request);
  if (absl::IsUnavailable(message.reply->status)) return GiveUp(world, message.request);
  world.network.Send(std::move(message));
}

}  // namespace

void Deliver(World& world) {
  if (world.network.empty()) return;
  int place = 0;
  if (world.network.size() > 1 && world.Strikes(Fault::kReordered, 3)) {
    place = world.dice->Between(1, world.network.size() - 1);
  }
  Message message = world.network.Take(place);
  if (world.Strikes(Fault::kLost, 6)) return GiveUp(world, message.request);
  if (!message.reply.has_value()) return ArriveAtServer(world, std::move(message));
  if (!Awaits(world, message.request)) return;
  GiveUp(world, message.request);
  Tablet& tablet = *world.tablets[message.request.tablet];
  static_cast<void>(TakeReply(world, tablet, message.request, *message.reply));
}

}  // namespace zoufang::simulation
