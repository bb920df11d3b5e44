#include "tests/model/server_side.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "sync/schema/row.h"
#include "tests/model/catalogue.h"
#include "tests/model/database_files.h"

namespace zoufang::model {
namespace {

constexpr uint32_t kApplicationId = 1;

// One row to a page, so that a history may cut a snapshot anywhere.
hub::Limits LimitsOf(bool tiny_pull) {
  hub::Limits limits{.page_bytes = 1};
  if (tiny_pull) limits.pull_bytes = 0;
  return limits;
}

sql::Value ValueOf(const nlohmann::json& json) {
  if (json.is_number_integer()) return json.get<int64_t>();
  if (json.is_string()) return json.get<std::string>();
  return sql::Value();
}

// Moves what a body returned out of its transaction.
template <typename T>
absl::Status Keep(absl::StatusOr<T> made, T& out) {
  RETURN_IF_ERROR(made.status());
  out = *std::move(made);
  return absl::OkStatus();
}

}  // namespace

ServerSide::ServerSide(std::string path, bool tiny_pull)
    : path_(std::move(path)), limits_(LimitsOf(tiny_pull)) {}

ServerSide::~ServerSide() {
  db_.reset();
  RemoveDatabase(file_);
}

std::string ServerSide::NextFile() { return absl::StrCat(path_, "-", ++opened_, ".db"); }

absl::Status ServerSide::Open(std::string file) {
  ASSIGN_OR_RETURN(auto opened, sql::Database::Open(file, {.application_id = kApplicationId}));
  const std::string before = std::exchange(file_, std::move(file));
  db_ = std::move(opened);
  hub_ = std::make_unique<hub::Hub>(ModelCatalogue(), clock_, limits_);
  if (!before.empty()) RemoveDatabase(before);
  RETURN_IF_ERROR(hub_->Prepare(*db_));
  return db_->Write([&] { return hub_->Start(*db_); });
}

absl::Status ServerSide::Start() { return Open(NextFile()); }

absl::Status ServerSide::StartOnCopyOf(const std::string& files) {
  const std::string copy = NextFile();
  RETURN_IF_ERROR(CopyDatabase(files, copy));
  return Open(copy);
}

absl::Status ServerSide::NoteVerified(const std::string& backup) {
  ASSIGN_OR_RETURN(const auto taken,
                   sql::Database::Open(backup, {.application_id = kApplicationId}));
  return db_->Write([&] { return hub_->NoteBackup(*db_, *taken); });
}

absl::Status ServerSide::Grant(const std::string& user, const std::vector<std::string>& areas) {
  return db_->Write([&] { return hub_->SetGrants(*db_, user, areas); });
}

constexpr char kMoveStart[] =
    "UPDATE _scope SET min_seq=?2, min_hash=(SELECT hash FROM _log WHERE scope=n AND seq=?2)"
    " WHERE name=?1 AND min_seq<?2";
constexpr char kDropEntries[] =
    "DELETE FROM _log WHERE scope=(SELECT n FROM _scope WHERE name=?1) AND seq<=?2";

absl::Status ServerSide::Compact(const std::string& scope, int64_t upto) {
  return db_->Write([&]() -> absl::Status {
    for (const char* text : {kMoveStart, kDropEntries}) {
      ASSIGN_OR_RETURN(sql::Statement statement, db_->Prepare(text));
      statement.Bind(1, scope);
      statement.Bind(2, upto);
      RETURN_IF_ERROR(statement.Run());
    }
    return absl::OkStatus();
  });
}

// --- writes --------------------------------------------------------------------------------------

absl::StatusOr<sync::v1::Edit> ServerSide::EditOf(const nlohmann::json& edit) {
  const schema::Entity& entity = *ModelCatalogue().FindByTable(edit["table"].get<std::string>());
  const bool create = edit["kind"] == "create";
  hub::StoredRow stored{.row = schema::DefaultRow(entity)};
  const auto id = edit["row"].get<std::string>();
  if (!create) {
    ASSIGN_OR_RETURN(stored, hub::LoadRow(*db_, entity, id));
  }
  schema::Row wanted = stored.row;
  wanted.values[0] = id;
  for (const auto& [name, value] : edit["values"].items()) {
    wanted.values[entity.IndexOf(name)] = ValueOf(value);
  }
  return create ? hub::CreateEdit(entity, wanted) : hub::UpdateEdit(entity, stored, wanted);
}

absl::Status ServerSide::Write(const std::string& uuid, const nlohmann::json& edit) {
  return db_->Write([&]() -> absl::Status {
    ASSIGN_OR_RETURN(sync::v1::Edit made, EditOf(edit));
    return hub_->Ingest(*db_, {.user_id = "console", .server = true}, uuid, {std::move(made)})
        .status();
  });
}

// --- calls ---------------------------------------------------------------------------------------

absl::StatusOr<Reply> ServerSide::Serve(const Call& call) {
  Reply reply;
  if (call.kind == "attach") {
    RETURN_IF_ERROR(
        db_->Write([&] { return Keep(hub_->Attach(*db_, call.user, call.attach), reply.attach); }));
  } else if (call.kind == "push") {
    RETURN_IF_ERROR(
        db_->Write([&] { return Keep(hub_->Push(*db_, call.user, call.push), reply.push); }));
  } else if (call.kind == "snap") {
    RETURN_IF_ERROR(ServePages(call, reply));
  } else {
    const absl::Status pulled =
        db_->Read([&] { return Keep(hub_->Pull(*db_, call.user, call.pull), reply.pull); });
    reply.unknown_install = base::ReasonOf(pulled) == "UNKNOWN_INSTALL";
    if (!reply.unknown_install) RETURN_IF_ERROR(pulled);
  }
  return reply;
}

// A page of the model's ends with its last note or part, or holds all that is left: conflict items
// come last, in an order that the model does not know, so no page ends among them.
absl::Status ServerSide::ServePages(const Call& call, Reply& reply) {
  sync::v1::SnapshotCursor cursor = call.snapshot;
  const uint32_t last_counted = ModelCatalogue().FindByTable("part")->number;
  for (int rows = 0; rows < call.rows;) {
    sync::v1::SnapshotPage& page = reply.snapshot.emplace_back();
    RETURN_IF_ERROR(
        db_->Read([&] { return Keep(hub_->SnapshotPage(*db_, call.user, cursor), page); }));
    if (page.refused() || page.done()) return absl::OkStatus();
    cursor = page.next();
    if (cursor.after_entity() <= last_counted) ++rows;
  }
  return absl::OkStatus();
}

}  // namespace zoufang::model
