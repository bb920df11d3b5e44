#include "sync/hub/hub.h"

#include <algorithm>

#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/hub/alarms.h"
#include "sync/hub/compaction.h"
#include "sync/hub/conflict_item.h"
#include "sync/hub/feed.h"
#include "sync/hub/history.h"
#include "sync/hub/ingest.h"
#include "sync/hub/installs.h"
#include "sync/hub/outcome_text.h"
#include "sync/hub/ranges.h"
#include "sync/hub/scope_log.h"
#include "sync/hub/tables.h"
#include "sync/schema/tables.h"

namespace zoufang::hub {

using sync::v1::MutationOutcome;

namespace {

// Seconds by which a start may seem to be before the last one: several within a second count up.
constexpr int64_t kClockSlack = 600;

}  // namespace

Hub::Hub(const schema::Catalogue& catalogue, const base::Clock& clock, Limits limits)
    : catalogue_(catalogue),
      clock_(clock),
      sql_(MakeSqlTexts(catalogue)),
      limits_(limits),
      pages_(kKeptPageBytes) {}

Context Hub::ContextOf(sql::Database& database) const {
  return {.db = database,
          .catalogue = catalogue_,
          .sql = sql_,
          .now = clock_.Now(),
          .incarnation = incarnation_,
          .limits = limits_,
          .observer = observer_,
          .salt = salt_};
}

absl::Status Hub::Prepare(sql::Database& database) {
  if (catalogue_.Find(kConflictEntity) == nullptr) {
    return base::BadDeclaration("Conflict", "must be in the catalogue of a hub");
  }
  RETURN_IF_ERROR(database.Migrate(HubMigrations()));
  return database.Write(
      [&] { return schema::CreateTables(catalogue_, schema::End::kServer, database); });
}

constexpr char kSelectIncarnation[] = "SELECT incarnation FROM _server";
constexpr char kUpdateIncarnation[] = "UPDATE _server SET incarnation=?1";
constexpr char kInsertStart[] = "INSERT INTO _start(incarnation, salt, at_us) VALUES (?1, ?2, ?3)";

absl::Status Hub::Start(sql::Database& database, const Lineage& lineage) {
  ASSIGN_OR_RETURN(const int64_t stored, database.QueryInt(kSelectIncarnation));
  const int64_t clock = absl::ToUnixSeconds(clock_.Now());
  incarnation_ = std::max({stored + 1, lineage.floor + 1, clock});
  salt_ = lineage.salt;
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kUpdateIncarnation));
  update.Bind(1, incarnation_);
  RETURN_IF_ERROR(update.Run());
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertStart));
  insert.Bind(1, incarnation_);
  insert.BindBlob(2, salt_);
  insert.Bind(3, absl::ToUnixMicros(clock_.Now()));
  RETURN_IF_ERROR(insert.Run());
  if (clock + kClockSlack >= stored) return absl::OkStatus();
  return Alarms(ContextOf(database)).Note(AlarmKind::kClock, "", stored - clock);
}

absl::StatusOr<sync::v1::AttachReply> Hub::Attach(sql::Database& database,
                                                  absl::string_view user_id,
                                                  const sync::v1::AttachRequest& request) {
  const Context context = ContextOf(database);
  Grants grants(context);
  hub::Ingest ingest(context, grants);
  return Installs(context).Attach(user_id, request, ingest);
}

absl::StatusOr<sync::v1::PushReply> Hub::Push(sql::Database& database, absl::string_view user_id,
                                              const sync::v1::PushRequest& request) {
  const Context context = ContextOf(database);
  Grants grants(context);
  return Installs(context).Push(user_id, request, grants);
}

absl::StatusOr<MutationOutcome> Hub::Ingest(sql::Database& database, const Author& author,
                                            absl::string_view uuid,
                                            const std::vector<sync::v1::Edit>& edits) {
  const Context context = ContextOf(database);
  Grants grants(context);
  hub::Ingest ingest(context, grants);
  ASSIGN_OR_RETURN(std::optional<MutationOutcome> known, ingest.Known(uuid));
  if (known.has_value()) return *std::move(known);
  Incoming mutation{.uuid = std::string(uuid), .author = author, .clock_trusted = true};
  mutation.body.set_user_id(author.user_id);
  mutation.body.set_observed_at_us(context.now_us());
  mutation.body.set_clock_trusted(true);
  ASSIGN_OR_RETURN(const int64_t version, grants.VersionOf(author.user_id));
  mutation.body.set_grant_version(version);
  mutation.body.mutable_edits()->Add(edits.begin(), edits.end());
  ASSIGN_OR_RETURN(MutationOutcome outcome, ingest.Apply(mutation));
  RETURN_IF_ERROR(ingest.Finish());
  return outcome;
}

absl::StatusOr<MutationOutcome> Hub::IngestSurrendered(sql::Database& database,
                                                       absl::string_view user_id,
                                                       absl::string_view uuid,
                                                       const std::string& body) {
  const Context context = ContextOf(database);
  Grants grants(context);
  hub::Ingest ingest(context, grants);
  ASSIGN_OR_RETURN(std::optional<MutationOutcome> known, ingest.Known(uuid));
  if (known.has_value()) return *std::move(known);
  // Nobody measured the device's clock when it was handed in.
  Incoming mutation{.uuid = std::string(uuid), .author = {.user_id = std::string(user_id)}};
  const char* refused = !mutation.body.ParseFromString(body) ? reason::kUndecodable
                        : mutation.body.user_id() != user_id ? reason::kOtherUser
                                                             : nullptr;
  if (refused != nullptr) {
    ASSIGN_OR_RETURN(MutationOutcome outcome,
                     ingest.Refuse(mutation.uuid, mutation.author, body, refused));
    RETURN_IF_ERROR(ingest.Finish());
    return outcome;
  }
  ASSIGN_OR_RETURN(MutationOutcome outcome, ingest.Apply(mutation));
  RETURN_IF_ERROR(ingest.Finish());
  return outcome;
}

absl::Status Hub::SetGrants(sql::Database& database, absl::string_view user_id,
                            const std::vector<std::string>& area_prefixes) {
  const Context context = ContextOf(database);
  return Grants(context).Set(user_id, area_prefixes);
}

absl::Status Hub::NoteBackup(sql::Database& database, sql::Database& taken) {
  const Context context = ContextOf(database);
  return Installs(context).NoteBackup(taken);
}

absl::StatusOr<std::vector<sync::v1::PullPage>> Hub::Pull(sql::Database& database,
                                                          absl::string_view user_id,
                                                          const sync::v1::PullRequest& request) {
  const Context context = ContextOf(database);
  Grants grants(context);
  return Feed(context, grants, pages_).Pull(user_id, request);
}

absl::StatusOr<sync::v1::SnapshotPage> Hub::SnapshotPage(sql::Database& database,
                                                         absl::string_view user_id,
                                                         const sync::v1::SnapshotCursor& cursor) {
  const Context context = ContextOf(database);
  Grants grants(context);
  return Feed(context, grants, pages_).Snapshot(user_id, cursor);
}

absl::StatusOr<sync::v1::DigestReply> Hub::Digest(sql::Database& database,
                                                  absl::string_view user_id,
                                                  const sync::v1::DigestRequest& request) {
  const Context context = ContextOf(database);
  Grants grants(context);
  return Ranges(context, grants).Digest(user_id, request);
}

absl::StatusOr<std::vector<sync::v1::RepairPage>> Hub::Repair(
    sql::Database& database, absl::string_view user_id, const sync::v1::RepairRequest& request) {
  const Context context = ContextOf(database);
  Grants grants(context);
  return Ranges(context, grants).Repair(user_id, request);
}

absl::StatusOr<std::vector<sync::v1::ScopeHead>> Hub::Heads(sql::Database& database) {
  const Context context = ContextOf(database);
  return ScopeLog(context).Heads();
}

absl::StatusOr<Grant> Hub::GrantOf(sql::Database& database, absl::string_view user_id) {
  const Context context = ContextOf(database);
  Grants grants(context);
  ASSIGN_OR_RETURN(const std::vector<Grant>* held, grants.Of(user_id));
  return held->empty() ? Grant() : held->back();
}

absl::StatusOr<bool> Hub::HoldsArea(sql::Database& database, absl::string_view user_id,
                                    absl::string_view area_code) {
  const Context context = ContextOf(database);
  Grants grants(context);
  ASSIGN_OR_RETURN(const std::vector<Grant>* held, grants.Of(user_id));
  return !held->empty() && held->back().Covers(schema::AreaScope(area_code));
}

absl::StatusOr<MutationOutcome> Hub::OutcomeOf(sql::Database& database, absl::string_view uuid) {
  ASSIGN_OR_RETURN(std::optional<MutationOutcome> known, FindOutcome(database, uuid));
  if (!known.has_value()) return base::RowMissing("mutation");
  return *std::move(known);
}

absl::StatusOr<bool> Hub::IndexHistory(sql::Database& database) {
  const Context context = ContextOf(database);
  return RowHistory(context).IndexMore();
}

absl::StatusOr<std::vector<RowChange>> Hub::RowChanges(sql::Database& database,
                                                       absl::string_view row_id, int64_t before_n,
                                                       int limit) {
  const Context context = ContextOf(database);
  return RowHistory(context).Of(row_id, before_n, limit);
}

absl::StatusOr<std::optional<std::string>> Hub::ScopeOfRow(sql::Database& database,
                                                           absl::string_view row_id) {
  const Context context = ContextOf(database);
  return RowHistory(context).ScopeOf(row_id);
}

absl::StatusOr<int64_t> Hub::CompactLogs(sql::Database& database, absl::Time keep_from) {
  const Context context = ContextOf(database);
  return Compaction(context).DropSome(keep_from);
}

absl::StatusOr<VerifyReport> Hub::Verify(sql::Database& database) {
  const Context context = ContextOf(database);
  return Verifier(context).Run();
}

}  // namespace zoufang::hub
