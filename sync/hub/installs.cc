#include "sync/hub/installs.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "sync/base/errors.h"
#include "sync/base/hash.h"
#include "sync/base/log.h"
#include "sync/base/protocol.h"
#include "sync/base/random.h"
#include "sync/base/status.h"
#include "sync/hub/alarms.h"
#include "sync/hub/hub.h"
#include "sync/hub/outcome_text.h"

namespace zoufang::hub {
namespace {

using sync::v1::PushReply;

absl::Status CheckMutation(const sync::v1::Mutation& mutation) {
  const auto bad = [&mutation](absl::string_view what) {
    return base::PushMalformed(absl::StrCat("mutation ", mutation.seq(), ": ", what));
  };
  if (mutation.seq() == 0) return bad("seq starts at 1");
  if (mutation.uuid().size() != 16) return bad("uuid is not 16 bytes");
  if (mutation.prev_hash().size() != 16 || mutation.hash().size() != 16) {
    return bad("a hash is not 16 bytes");
  }
  if (mutation.hash() != MutationHash(mutation.prev_hash(), mutation.uuid(), mutation.body())) {
    return bad("hash does not fit the content");
  }
  return absl::OkStatus();
}

absl::Status CheckProtocol(uint32_t app) {
  if (app < base::kOldestProtocol) return base::AppTooOld(app, base::kOldestProtocol);
  if (app > base::kProtocol) return base::ServerTooOld(app, base::kProtocol);
  return absl::OkStatus();
}

absl::Status CheckPush(const sync::v1::PushRequest& request) {
  if (!base::IsUuid(request.install_id())) return base::PushMalformed("install_id is no UUID");
  if (request.mutations_size() > kMaxMutationsPerPush) {
    return base::PushMalformed("more than 1,000 mutations");
  }
  for (const auto& mutation : request.mutations()) RETURN_IF_ERROR(CheckMutation(mutation));
  return absl::OkStatus();
}

// True for faults of the machine, which pass: the device sends again later. Any other fault is of
// this mutation, and must not keep those behind it waiting.
bool IsPassing(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kPermissionDenied:
      return true;
    default:
      return base::ReasonOf(status) == "FILE_READ_ONLY";
  }
}

}  // namespace

std::string MutationHash(absl::string_view prev_hash, absl::string_view uuid,
                         absl::string_view body) {
  return base::Hash128({prev_hash, uuid, body});
}

sync::v1::ChainPoint Install::Applied() const {
  sync::v1::ChainPoint point;
  point.set_seq(last_seq);
  point.set_hash(last_hash);
  return point;
}

constexpr char kSelectInstall[] =
    "SELECT n, user_id, last_seq, last_hash, durable_seq FROM _install WHERE id=?1";

absl::StatusOr<std::optional<Install>> Installs::Find(absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectInstall));
  select.Bind(1, id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<Install>();
  return std::optional<Install>(Install{.n = select.Int(0),
                                        .user_id = std::string(select.Text(1)),
                                        .last_seq = static_cast<uint64_t>(select.Int(2)),
                                        .last_hash = std::string(select.Blob(3)),
                                        .durable_seq = static_cast<uint64_t>(select.Int(4))});
}

constexpr char kInsertInstall[] =
    "INSERT INTO _install(id, user_id, last_seq, last_hash, durable_seq, clock_offset_us,"
    " last_push_us) VALUES (?1, ?2, ?3, ?4, 0, 0, 0)";

absl::StatusOr<sync::v1::AttachReply> Installs::Attach(absl::string_view user_id,
                                                       const sync::v1::AttachRequest& request,
                                                       Ingest& ingest) {
  if (!base::IsUuid(request.install_id()) || request.base().hash().size() != 16) {
    return base::PushMalformed("install_id or base");
  }
  RETURN_IF_ERROR(CheckProtocol(std::max(request.protocol(), 1u)));
  sync::v1::AttachReply reply;
  sync::v1::ChainPoint known_to = request.base();
  bool prefix = true;
  for (const auto& link : request.chain()) {
    ASSIGN_OR_RETURN(const auto outcome, ingest.Known(link.uuid()));
    if (outcome.has_value()) *reply.add_outcomes() = *outcome;
    prefix = prefix && outcome.has_value();
    if (!prefix) continue;
    known_to.set_seq(link.seq());
    known_to.set_hash(link.hash());
  }
  RETURN_IF_ERROR(CheckIncarnation(request.install_id(), request.heard_incarnation()));
  reply.set_incarnation(context_.incarnation);
  ASSIGN_OR_RETURN(std::optional<Install> install, Find(request.install_id()));
  if (!install.has_value()) {
    RETURN_IF_ERROR(CheckBase(request));
    ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertInstall));
    insert.Bind(1, request.install_id());
    insert.Bind(2, user_id);
    insert.Bind(3, known_to.seq());
    insert.BindBlob(4, known_to.hash());
    RETURN_IF_ERROR(insert.Run());
    *reply.mutable_applied() = known_to;
    return reply;
  }
  *reply.mutable_applied() = install->Applied();
  return reply;
}

constexpr char kSelectIngested[] =
    "SELECT 1 FROM _install i JOIN _link l ON l.install=i.n AND l.seq=?1 WHERE l.hash=?2 LIMIT 1";

// What a device has forgotten was ingested once, and by now it is in a verified backup. If it is
// not here, this database is of before that backup, and some of it may be gone for good.
absl::Status Installs::CheckBase(const sync::v1::AttachRequest& request) {
  if (request.base().seq() == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectIngested));
  select.Bind(1, request.base().seq());
  select.BindBlob(2, request.base().hash());
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (found) return absl::OkStatus();
  return Alarms(context_).Note(AlarmKind::kBase, request.install_id(),
                               static_cast<int64_t>(request.base().seq()));
}

absl::Status Installs::CheckIncarnation(absl::string_view install_id, int64_t heard) {
  if (heard <= context_.incarnation) return absl::OkStatus();
  return Alarms(context_).Note(AlarmKind::kIncarnation, install_id, heard);
}

absl::StatusOr<PushReply> Installs::Push(absl::string_view user_id,
                                         const sync::v1::PushRequest& request, Grants& grants) {
  RETURN_IF_ERROR(CheckPush(request));
  PushReply reply;
  absl::Status taken = context_.db.Savepoint(
      [&] { return TakeAll(user_id, request, Care::kAllAtOnce, grants, reply); });
  if (taken.ok()) return reply;
  if (!context_.db.in_transaction() || IsPassing(taken)) return taken;
  reply.Clear();
  RETURN_IF_ERROR(TakeAll(user_id, request, Care::kEachApart, grants, reply));
  return reply;
}

absl::Status Installs::TakeAll(absl::string_view user_id, const sync::v1::PushRequest& request,
                               Care care, Grants& grants, PushReply& reply) {
  reply.set_incarnation(context_.incarnation);
  ASSIGN_OR_RETURN(std::optional<Install> install, Find(request.install_id()));
  if (!install.has_value() || install->user_id != user_id) {
    reply.set_status(PushReply::UNKNOWN_INSTALL);
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(CheckIncarnation(request.install_id(), request.heard_incarnation()));
  Ingest ingest(context_, grants);
  Pushing push{user_id, request, care, ingest, *install, reply};
  reply.set_status(PushReply::OK);
  for (const auto& mutation : request.mutations()) {
    ASSIGN_OR_RETURN(const PushReply::Status status, TakeOne(push, mutation));
    if (status == PushReply::OK) continue;
    reply.set_status(status);
    break;
  }
  RETURN_IF_ERROR(ingest.Finish());
  *reply.mutable_applied() = install->Applied();
  return Save(*install, context_.now - absl::FromUnixMicros(request.device_time_us()));
}

absl::StatusOr<PushReply::Status> Installs::TakeOne(Pushing& push,
                                                    const sync::v1::Mutation& mutation) {
  Install& install = push.install;
  ASSIGN_OR_RETURN(std::optional<sync::v1::MutationOutcome> known,
                   push.ingest.Known(mutation.uuid()));
  if (mutation.seq() <= install.last_seq) {
    ASSIGN_OR_RETURN(const std::optional<std::string> hash, HashAt(install, mutation.seq()));
    const bool same = hash.has_value() ? *hash == mutation.hash() : known.has_value();
    if (!same) return PushReply::FORKED;
    if (known.has_value()) *push.reply.add_outcomes() = *std::move(known);
    return PushReply::OK;
  }
  if (mutation.seq() > install.last_seq + 1) {
    RETURN_IF_ERROR(Alarms(context_).Note(AlarmKind::kGap, push.request.install_id(),
                                          static_cast<int64_t>(mutation.seq() - 1)));
    return PushReply::RESEND;
  }
  if (mutation.prev_hash() != install.last_hash) return PushReply::FORKED;
  if (!known.has_value()) {
    ASSIGN_OR_RETURN(known, push.care == Care::kEachApart ? IngestApart(push, mutation)
                                                          : IngestOne(push, mutation, push.ingest));
  }
  *push.reply.add_outcomes() = *std::move(known);
  install.last_seq = mutation.seq();
  install.last_hash = mutation.hash();
  RETURN_IF_ERROR(AddLink(install, mutation));
  return PushReply::OK;
}

Author Installs::AuthorOf(const Pushing& push) {
  return {.user_id = std::string(push.user_id), .install_id = push.request.install_id()};
}

absl::StatusOr<sync::v1::MutationOutcome> Installs::IngestApart(
    Pushing& push, const sync::v1::Mutation& mutation) {
  sync::v1::MutationOutcome outcome;
  Grants grants(context_);
  absl::Status taken = context_.db.Savepoint([&]() -> absl::Status {
    Ingest ingest(context_, grants);
    ASSIGN_OR_RETURN(outcome, IngestOne(push, mutation, ingest));
    return ingest.Finish();
  });
  if (taken.ok()) return outcome;
  if (!context_.db.in_transaction() || IsPassing(taken)) return taken;
  base::Log(base::Severity::kError, "mutation_quarantined",
            {{"install", push.request.install_id()},
             {"seq", mutation.seq()},
             {"reason", base::ReasonOf(taken)}});
  ASSIGN_OR_RETURN(outcome, push.ingest.Refuse(mutation.uuid(), AuthorOf(push), mutation.body(),
                                               reason::kServerFault));
  // The next mutation is ingested apart again, and reads the heads that this one moved.
  RETURN_IF_ERROR(push.ingest.Finish());
  return outcome;
}

absl::StatusOr<sync::v1::MutationOutcome> Installs::IngestOne(Pushing& push,
                                                              const sync::v1::Mutation& mutation,
                                                              Ingest& ingest) {
  Incoming incoming{.uuid = mutation.uuid(), .author = AuthorOf(push)};
  if (static_cast<int64_t>(mutation.body().size()) > kMaxMutationBytes) {
    return ingest.Refuse(mutation.uuid(), incoming.author, mutation.body(), reason::kTooLarge);
  }
  if (!incoming.body.ParseFromString(mutation.body())) {
    return ingest.Refuse(mutation.uuid(), incoming.author, mutation.body(), reason::kUndecodable);
  }
  if (incoming.body.user_id() != push.user_id) {
    return ingest.Refuse(mutation.uuid(), incoming.author, mutation.body(), reason::kOtherUser);
  }
  const absl::Time device_now = absl::FromUnixMicros(push.request.device_time_us());
  const absl::Time observed = absl::FromUnixMicros(incoming.body.observed_at_us());
  incoming.clock_trusted = incoming.body.clock_trusted() &&
                           absl::AbsDuration(context_.now - device_now) <= kClockTolerance &&
                           observed <= device_now + kClockTolerance;
  return ingest.Apply(incoming);
}

constexpr char kSelectLink[] = "SELECT hash FROM _link WHERE install=?1 AND seq=?2";

absl::StatusOr<std::optional<std::string>> Installs::HashAt(const Install& install, uint64_t seq) {
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectLink));
  select.Bind(1, install.n);
  select.Bind(2, seq);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<std::string>();
  return std::optional<std::string>(select.Blob(0));
}

constexpr char kInsertLink[] = "INSERT INTO _link(install, seq, hash) VALUES (?1, ?2, ?3)";

absl::Status Installs::AddLink(const Install& install, const sync::v1::Mutation& mutation) {
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertLink));
  insert.Bind(1, install.n);
  insert.Bind(2, mutation.seq());
  insert.BindBlobBorrowed(3, mutation.hash());
  return insert.Run();
}

constexpr char kUpdateInstall[] =
    "UPDATE _install SET last_seq=?2, last_hash=?3, clock_offset_us=?4, last_push_us=?5 WHERE n=?1";

absl::Status Installs::Save(const Install& install, absl::Duration clock_offset) {
  ASSIGN_OR_RETURN(sql::Statement update, context_.db.Prepare(kUpdateInstall));
  update.Bind(1, install.n);
  update.Bind(2, install.last_seq);
  update.BindBlob(3, install.last_hash);
  update.Bind(4, absl::ToInt64Microseconds(clock_offset));
  update.Bind(5, context_.now_us());
  return update.Run();
}

constexpr char kSelectLasts[] = "SELECT id, last_seq FROM _install";
constexpr char kUpdateDurable[] =
    "UPDATE _install SET durable_seq=max(durable_seq, ?2) WHERE id=?1";

absl::Status Installs::NoteBackup(sql::Database& taken) {
  ASSIGN_OR_RETURN(sql::Statement select, taken.Prepare(kSelectLasts));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    ASSIGN_OR_RETURN(sql::Statement update, context_.db.Prepare(kUpdateDurable));
    update.Bind(1, select.Text(0));
    update.Bind(2, select.Int(1));
    RETURN_IF_ERROR(update.Run());
  }
}

}  // namespace zoufang::hub
