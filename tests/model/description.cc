#include "tests/model/description.h"

#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "sync/base/status.h"
#include "sync/schema/row.h"
#include "tests/model/catalogue.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::model {
namespace {

using sync::v1::EditOutcome;

// Verdicts by row, as "r1=APPLIED r2=PARKED".
using Verdicts = std::map<std::string, std::string>;

std::string Text(const Verdicts& verdicts) {
  return absl::StrJoin(verdicts, " ", absl::PairFormatter("="));
}

std::string Text(const sql::Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return absl::StrCat(*integer);
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? "NULL" : *text;
}

std::string ConflictText(const schema::Entity& entity, const schema::Row& row, const Names& names) {
  const auto field = [&](absl::string_view name) { return Text(row.values[entity.IndexOf(name)]); };
  const auto side = [&](absl::string_view which) {
    return absl::StrCat(field(absl::StrCat(which, "_value")), " by ",
                        field(absl::StrCat(which, "_by")), " at ",
                        field(absl::StrCat(which, "_at")));
  };
  const std::string text =
      absl::StrCat("conflict about ", names.RowOf(field("row_id")), ".", field("field_name"),
                   " from ", field("base_value"), ": shown ", side("shown"), ", kept ",
                   side("kept"), ", state ", field("state"));
  return absl::StrReplaceAll(text, {{"\\u000a", "\\n"}});
}

std::string RowText(const schema::Entity& entity, const schema::Row& row, const Names& names) {
  if (entity.table == "conflict") return ConflictText(entity, row, names);
  std::vector<std::string> fields;
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    fields.push_back(absl::StrCat(entity.fields[i].name, "=", Text(row.values[i])));
  }
  return absl::StrCat(entity.table, " ", absl::StrJoin(fields, "|"));
}

// Rows and their revs. On the server every row has a scope, on a tablet one whose image is there.
absl::Status AddRows(sql::Database& db, const Names& names, bool with_scope, Description& told) {
  for (const schema::Entity& entity : ModelCatalogue().entities()) {
    ASSIGN_OR_RETURN(
        sql::Statement select,
        db.Prepare(absl::StrCat("SELECT ", entity.Columns("t."), ", t._rev, s.name FROM ",
                                entity.table, " t LEFT JOIN _scope s ON s.n=t._scope")));
    const int after = static_cast<int>(entity.fields.size());
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      const std::string id = names.RowOf(select.Text(0));
      std::string text = RowText(entity, schema::ReadRow(entity, select, 0), names);
      if (with_scope) absl::StrAppend(&text, " in ", select.Text(after + 1));
      told[absl::StrCat("row ", id)] = std::move(text);
      if (!select.IsNull(after + 1)) told[absl::StrCat("rev ", id)] = Text(select.Get(after));
    }
  }
  return absl::OkStatus();
}

// Calls `add` for each row of a query.
template <typename Add>
absl::Status ForEach(sql::Database& db, absl::string_view sql, Add add) {
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(sql));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    add(select);
  }
}

// --- tablet ------------------------------------------------------------------------------------

absl::Status AddTables(sql::Database& db, const Names& names, int64_t& captured,
                       Description& told) {
  RETURN_IF_ERROR(AddRows(db, names, /*with_scope=*/false, told));
  ASSIGN_OR_RETURN(captured, db.QueryInt("SELECT count(*) FROM _capture"));
  // Of rows that another tool has deleted and that are not folded, too; and that a held edit
  // deletes.
  RETURN_IF_ERROR(ForEach(db, "SELECT row_id, rev FROM _capture WHERE scope IS NOT NULL",
                          [&](const sql::Statement& deleted) {
                            told.try_emplace(absl::StrCat("rev ", names.RowOf(deleted.Text(0))),
                                             absl::StrCat(deleted.Int(1)));
                          }));
  return ForEach(db, "SELECT row_id, rev FROM _shadow", [&](const sql::Statement& shadow) {
    told[absl::StrCat("rev ", names.RowOf(shadow.Text(0)))] = absl::StrCat(shadow.Int(1));
  });
}

void AddStatus(const device::ReplicaStatus& status, int64_t captured, Description& told) {
  for (const device::ScopeState& scope : status.scopes) {
    told[absl::StrCat("scope ", scope.scope)] = absl::StrCat(
        scope.state, " at ", scope.seq, " includes ", scope.included, " rows ", scope.rows);
  }
  told["chain"] =
      absl::StrCat(static_cast<int64_t>(status.last_seq) - status.held, " to ", status.last_seq,
                   ", pushed to ", status.applied_seq, ", ", status.pending, " without outcome, ",
                   captured, " captured, ", status.attached ? "attached" : "attaching");
}

}  // namespace

absl::StatusOr<Description> DescribeTablet(device::Replica& replica, const Names& names) {
  Description told;
  int64_t captured = 0;
  RETURN_IF_ERROR(
      replica.Read([&](sql::Database& db) { return AddTables(db, names, captured, told); }));
  ASSIGN_OR_RETURN(const device::ReplicaStatus status, replica.Status());
  AddStatus(status, captured, told);
  ASSIGN_OR_RETURN(const std::vector<device::Attention> attention, replica.AttentionList());
  std::map<std::string, Verdicts> entries;
  for (const device::Attention& one : attention) {
    const std::string mutation = names.MutationOf(absl::HexStringToBytes(one.uuid_hex));
    entries[mutation][names.RowOf(one.row_id)] = one.verdict;
  }
  for (const auto& [mutation, rows] : entries) {
    told[absl::StrCat("attention ", mutation)] = Text(rows);
  }
  return told;
}

// --- server ------------------------------------------------------------------------------------

namespace {

std::string OutcomeText(absl::string_view bytes, const Names& names) {
  sync::v1::MutationOutcome outcome;
  if (!outcome.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return "unreadable";
  Verdicts rows;
  for (const EditOutcome& edit : outcome.edits()) {
    const bool merged = edit.verdict() == EditOutcome::MERGED;
    rows[names.RowOf(edit.row_id())] =
        EditOutcome::Verdict_Name(merged ? EditOutcome::APPLIED : edit.verdict());
  }
  return Text(rows);
}

// The row of a mutation's edit: the edit is stored as its place in the body.
std::string RowOfEdit(absl::string_view body, int64_t index, const Names& names) {
  sync::v1::MutationBody mutation;
  if (!mutation.ParseFromArray(body.data(), static_cast<int>(body.size()))) return "unreadable";
  return names.RowOf(mutation.edits(static_cast<int>(index)).row_id());
}

absl::Status AddParked(sql::Database& db, const Names& names, Description& told) {
  std::map<std::string, std::multiset<std::string>> reasons;
  RETURN_IF_ERROR(ForEach(db, "SELECT uuid, row_id, reason, fields FROM _parked",
                          [&](const sql::Statement& parked) {
                            std::string reason(parked.Text(2));
                            if (!parked.Text(3).empty())
                              absl::StrAppend(&reason, " ", parked.Text(3));
                            reasons[absl::StrCat("parked ", names.MutationOf(parked.Blob(0)), " ",
                                                 names.RowOf(parked.Text(1)))]
                                .insert(std::move(reason));
                          }));
  for (const auto& [key, all] : reasons) told[key] = absl::StrJoin(all, ", ");
  return absl::OkStatus();
}

absl::Status AddHeld(sql::Database& db, const Names& names, Description& told) {
  constexpr char kSelectHeld[] =
      "SELECT h.uuid, h.edit, h.waits_for, m.body FROM _held h JOIN _mutation m ON m.uuid=h.uuid";
  return ForEach(db, kSelectHeld, [&](const sql::Statement& held) {
    told[absl::StrCat("held ", names.MutationOf(held.Blob(0)), " ",
                      RowOfEdit(held.Blob(3), held.Int(1), names))] =
        absl::StrCat("for ", names.RowOf(held.Text(2)));
  });
}

}  // namespace

// A later outcome, of a held edit that was released, stands for the first.
constexpr char kSelectOutcomes[] =
    "SELECT m.uuid, coalesce((SELECT r.outcome FROM _release r WHERE r.uuid=m.uuid"
    " ORDER BY r.n DESC LIMIT 1), m.outcome) FROM _mutation m";

absl::StatusOr<Description> DescribeServer(sql::Database& database, const Names& names) {
  Description told;
  RETURN_IF_ERROR(AddRows(database, names, /*with_scope=*/true, told));
  RETURN_IF_ERROR(ForEach(database, "SELECT row_id FROM _grave", [&](const sql::Statement& grave) {
    told[absl::StrCat("grave ", names.RowOf(grave.Text(0)))] = "";
  }));
  RETURN_IF_ERROR(ForEach(database, kSelectOutcomes, [&](const sql::Statement& mutation) {
    told[absl::StrCat("outcome ", names.MutationOf(mutation.Blob(0)))] =
        OutcomeText(mutation.Blob(1), names);
  }));
  RETURN_IF_ERROR(
      ForEach(database, "SELECT name, min_seq, head FROM _scope", [&](const sql::Statement& scope) {
        told[absl::StrCat("log ", scope.Text(0))] =
            absl::StrCat(scope.Int(1), " to ", scope.Int(2));
      }));
  RETURN_IF_ERROR(AddParked(database, names, told));
  RETURN_IF_ERROR(AddHeld(database, names, told));
  ASSIGN_OR_RETURN(const int64_t installs, database.QueryInt("SELECT count(*) FROM _install"));
  told["installs"] = absl::StrCat(installs);
  return told;
}

}  // namespace zoufang::model
