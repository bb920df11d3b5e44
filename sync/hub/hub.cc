#include "sync/hub/hub.h"

#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/hub/conflict_item.h"
#include "sync/hub/feed.h"
#include "sync/hub/ingest.h"
#include "sync/hub/installs.h"
#include "sync/hub/outcome_text.h"
#include "sync/hub/scope_log.h"
#include "sync/hub/tables.h"
#include "sync/schema/tables.h"

namespace zoufang::hub {

using sync::v1::MutationOutcome;

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
          .observer = observer_};
}

absl::Status Hub::Prepare(sql::Database& database) {
  if (catalogue_.Find(kConflictEntity) == nullptr) {
    return base::BadDeclaration("Conflict", "must be in the catalogue of a hub");
  }
  RETURN_IF_ERROR(database.Migrate(HubMigrations()));
  return database.Write(
      [&] { return schema::CreateTables(catalogue_, schema::End::kServer, database); });
}

constexpr char kNextIncarnation[] =
    "UPDATE _server SET incarnation=max(incarnation+1, ?1) RETURNING incarnation";

absl::Status Hub::Start(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement next, database.Prepare(kNextIncarnation));
  next.Bind(1, absl::ToUnixSeconds(clock_.Now()));
  RETURN_IF_ERROR(next.Step().status());
  incarnation_ = next.Int(0);
  return absl::OkStatus();
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
  if (refused != nullptr) return ingest.Refuse(mutation.uuid, mutation.author, body, refused);
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
  const Context context = ContextOf(database);
  Grants grants(context);
  hub::Ingest ingest(context, grants);
  ASSIGN_OR_RETURN(std::optional<MutationOutcome> known, ingest.Known(uuid));
  if (!known.has_value()) return base::RowMissing("mutation");
  return *std::move(known);
}

}  // namespace zoufang::hub
