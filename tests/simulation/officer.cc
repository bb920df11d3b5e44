#include "tests/simulation/officer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "sync/base/status.h"
#include "sync/schema/row.h"
#include "tests/simulation/schemas.h"

namespace zoufang::simulation {
namespace {

constexpr int kMostLines = 8;

std::string TextOf(const sql::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? "" : *text;
}

int64_t NumberOf(const sql::Value& value) {
  const auto* number = std::get_if<int64_t>(&value);
  return number == nullptr ? 0 : *number;
}

}  // namespace

std::string DiceRandom::Bytes(size_t count) {
  std::string bytes(count, '\0');
  for (char& byte : bytes) byte = static_cast<char>(dice_.Next());
  return bytes;
}

absl::Status Officer::Work() {
  const int drawn = dice_.Below(100);
  if (drawn < 30) return EditProfile();
  if (drawn < 42) return BeginVisit();
  if (drawn < 56) return EditVisit();
  if (drawn < 66) return Answer();
  if (drawn < 70) return AddFinding();
  if (drawn < 76) return EditFinding();
  if (drawn < 78) return AddNeed();
  if (drawn < 82) return Report();
  if (drawn < 88) return StepVisit();
  if (drawn < 90) return Recheck();
  if (drawn < 96) return Resolve();
  if (drawn < 98) return Delete();
  RETURN_IF_ERROR(EditProfile());  // Two things in one saved change.
  return EditVisit();
}

// --- the profile of an organisation --------------------------------------------------------------

absl::Status Officer::EditProfile() {
  ASSIGN_OR_RETURN(const auto id, AnyId("organization_profile"));
  if (!id.has_value()) return absl::OkStatus();
  constexpr absl::string_view kKept[] = {"contact_name", "contact_phone", "opening_hours",
                                         "actual_address"};
  switch (dice_.Below(8)) {
    case 0:
      return EditText("organization_profile", *id, "remarks");
    case 1:
      return EditSet("organization_profile", *id, "tags");
    case 2:
      return Update("organization_profile", *id, {{"last_visited_at", absl::ToUnixMicros(now_)}});
    case 3:
      return Update("organization_profile", *id,
                    {{"contact_name", Unique()}, {"contact_phone", Unique()}});
    default:
      return Update("organization_profile", *id, {{kKept[dice_.Below(4)], Unique()}});
  }
}

absl::Status Officer::ChangeLegalFact() {
  ASSIGN_OR_RETURN(const auto id, AnyId("organization"));
  return id.has_value() ? Update("organization", *id, {{"name", Unique()}}) : absl::OkStatus();
}

absl::Status Officer::WriteVolume(int64_t bytes) {
  constexpr int64_t kNote = 1900;  // A summary has at most 2,000 characters.
  ASSIGN_OR_RETURN(const auto profile, AnyId("organization_profile"));
  if (!profile.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const sql::Value area, Get("organization_profile", *profile, "area_code"));
  for (int64_t written = 0; written < bytes; written += kNote) {
    RETURN_IF_ERROR(Insert("correction", {{"id", NewId()},
                                          {"area_code", area},
                                          {"organization_id", NewId()},
                                          {"field_name", "name"},
                                          {"proposed_value", std::string(kNote, 'x')}}));
  }
  return absl::OkStatus();
}

// --- visits --------------------------------------------------------------------------------------

absl::Status Officer::BeginVisit() {
  ASSIGN_OR_RETURN(const auto profile, AnyId("organization_profile"));
  if (!profile.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const sql::Value area, Get("organization_profile", *profile, "area_code"));
  ASSIGN_OR_RETURN(const sql::Value organization,
                   Get("organization_profile", *profile, "organization_id"));
  const std::string id = NewId();
  RETURN_IF_ERROR(Insert("visit", {{"id", id},
                                   {"area_code", area},
                                   {"organization_id", organization},
                                   {"kind", int64_t{1}},
                                   {"started_at", absl::ToUnixMicros(now_)},
                                   {"summary", Unique()},
                                   {"state", int64_t{1}}}));
  for (int question = dice_.Between(1, 3); question > 0; --question) {
    RETURN_IF_ERROR(Insert("visit_answer", {{"id", NewId()},
                                            {"visit_id", id},
                                            {"question_id", absl::StrCat("q", question)},
                                            {"answer", Unique()}}));
  }
  return absl::OkStatus();
}

absl::Status Officer::EditVisit() {
  ASSIGN_OR_RETURN(const auto id, AnyId("visit"));
  if (!id.has_value()) return absl::OkStatus();
  switch (dice_.Below(8)) {
    case 0:
      return EditText("visit", *id, "summary");
    case 1:
      return EditSet("visit", *id, "participants");
    case 2:
      return Update("visit", *id, {{"finished_at", absl::ToUnixMicros(now_)}});
    case 3: {
      ASSIGN_OR_RETURN(const sql::Value started, Get("visit", *id, "started_at"));
      return Update("visit", *id, {{"started_at", NumberOf(started) - dice_.Below(1000)}});
    }
    case 4:
    case 5: {
      if (!Knows("visit", kMinutes)) return absl::OkStatus();
      ASSIGN_OR_RETURN(const sql::Value minutes, Get("visit", *id, kMinutes));
      return Update("visit", *id, {{kMinutes, NumberOf(minutes) + dice_.Between(1, 9)}});
    }
    case 6:
      return Update("visit", *id, {{kFollowUp, Unique()}});
    default:
      return Update("visit", *id, {{"purpose", Unique()}});
  }
}

absl::Status Officer::StepVisit() {
  ASSIGN_OR_RETURN(const auto id, AnyId("visit"));
  if (!id.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const sql::Value state, Get("visit", *id, "state"));
  if (NumberOf(state) == 3) return absl::OkStatus();
  const bool finalise = NumberOf(state) == 1 && dice_.OneIn(2);
  if (finalise) return Update("visit", *id, {{"state", int64_t{2}}});
  return Update("visit", *id, {{"state", int64_t{3}}, {"void_reason", Unique()}});
}

absl::Status Officer::Answer() {
  ASSIGN_OR_RETURN(const auto id, AnyId("visit_answer"));
  if (!id.has_value()) return absl::OkStatus();
  if (dice_.OneIn(4)) return EditText("visit_answer", *id, "note");
  return Update("visit_answer", *id, {{"answer", Unique()}});
}

// --- what a visit finds --------------------------------------------------------------------------

absl::Status Officer::AddFinding() {
  ASSIGN_OR_RETURN(const auto visit, AnyId("visit"));
  if (!visit.has_value()) return absl::OkStatus();
  return Insert("finding", {{"id", NewId()},
                            {"visit_id", *visit},
                            {"item_code", Unique()},
                            {"severity", int64_t{dice_.Between(1, 2)}},
                            {"description", Unique()},
                            {"state", int64_t{1}}});
}

absl::Status Officer::EditFinding() {
  ASSIGN_OR_RETURN(const auto id, AnyId("finding"));
  if (!id.has_value()) return absl::OkStatus();
  switch (dice_.Below(4)) {
    case 0: {
      ASSIGN_OR_RETURN(const sql::Value severity, Get("finding", *id, "severity"));
      return Update("finding", *id, {{"severity", std::min<int64_t>(4, NumberOf(severity) + 1)}});
    }
    case 1:
      return EditText("finding", *id, "description");
    case 2:
      return Update("finding", *id, {{"legal_basis", Unique()}});
    default: {
      constexpr int64_t kNext[] = {1, 2, 3, 4, 4, 5};
      ASSIGN_OR_RETURN(const sql::Value state, Get("finding", *id, "state"));
      const int64_t now = NumberOf(state);
      const int64_t next = now == 3 && dice_.OneIn(2) ? 1 : kNext[now];
      return Update("finding", *id, {{"state", next}});
    }
  }
}

absl::Status Officer::Recheck() {
  ASSIGN_OR_RETURN(const auto id, AnyId("finding"));
  if (!id.has_value() || !Knows("recheck")) return absl::OkStatus();
  return Insert("recheck", {{"id", NewId()},
                            {"finding_id", *id},
                            {"result", int64_t{dice_.Between(1, 2)}},
                            {"checked_at", absl::ToUnixMicros(now_)},
                            {"note", Unique()}});
}

absl::Status Officer::AddNeed() {
  ASSIGN_OR_RETURN(const auto visit, AnyId("visit"));
  if (!visit.has_value() || !Knows("need")) return absl::OkStatus();
  return Insert(
      "need",
      {{"id", NewId()}, {"visit_id", *visit}, {"kind", int64_t{1}}, {"description", Unique()}});
}

absl::Status Officer::Report() {
  ASSIGN_OR_RETURN(const auto profile, AnyId("organization_profile"));
  if (!profile.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const sql::Value area, Get("organization_profile", *profile, "area_code"));
  ASSIGN_OR_RETURN(const sql::Value organization,
                   Get("organization_profile", *profile, "organization_id"));
  if (dice_.OneIn(2)) {
    return Insert("risk_report", {{"id", NewId()},
                                  {"area_code", area},
                                  {"organization_id", organization},
                                  {"category", "fire"},
                                  {"severity", int64_t{1}},
                                  {"description", Unique()}});
  }
  return Insert("correction", {{"id", NewId()},
                               {"area_code", area},
                               {"organization_id", organization},
                               {"field_name", "address"},
                               {"proposed_value", Unique()}});
}

// --- conflicts and deletions ---------------------------------------------------------------------

constexpr char kSelectConflict[] =
    "SELECT row_id, row_entity, field_number, kept_value FROM conflict WHERE id=?1";

absl::Status Officer::Resolve() {
  ASSIGN_OR_RETURN(const auto id, AnyId("conflict", "state=1"));
  if (!id.has_value()) return absl::OkStatus();
  std::string row_id, kept;
  const schema::Entity* entity = nullptr;
  int field = -1;
  {
    ASSIGN_OR_RETURN(sql::Statement select, db_.Prepare(kSelectConflict));
    select.Bind(1, *id);
    RETURN_IF_ERROR(select.Step().status());
    row_id = std::string(select.Text(0));
    entity = catalogue_.Find(static_cast<uint32_t>(select.Int(1)));
    if (entity != nullptr) field = entity->IndexOf(static_cast<int>(select.Int(2)));
    kept = std::string(select.Text(3));
  }
  if (field < 0) return absl::OkStatus();  // Of a newer version: for another tablet to decide.
  const schema::Field& about = entity->fields[field];
  const int choice = dice_.Below(3);
  if (choice > 0 && about.merge != sync::v1::STATE && about.kind == schema::Kind::kText) {
    ASSIGN_OR_RETURN(const sql::Value value, schema::FromJson(about, kept));
    RETURN_IF_ERROR(
        Update(entity->table, row_id, {{about.name, choice == 1 ? value : sql::Value(Unique())}}));
  }
  return Update("conflict", *id, {{"state", int64_t{2}}, {"resolution", Unique()}});
}

absl::Status Officer::Delete() {
  constexpr absl::string_view kTables[] = {"need", "finding", "visit_answer", "visit"};
  const absl::string_view table = kTables[dice_.Below(4)];
  if (!Knows(table)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto id, AnyId(table));
  if (!id.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(sql::Statement remove,
                   db_.Prepare(absl::StrCat("DELETE FROM ", table, " WHERE id=?1")));
  remove.Bind(1, *id);
  return remove.Run();
}

// --- fields --------------------------------------------------------------------------------------

absl::Status Officer::EditText(absl::string_view table, const std::string& id,
                               absl::string_view field) {
  if (!Knows(table, field)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const sql::Value before, Get(table, id, field));
  std::vector<std::string> lines = absl::StrSplit(TextOf(before), '\n', absl::SkipEmpty());
  const int count = static_cast<int>(lines.size());
  const bool append = count == 0 || (count < kMostLines && dice_.OneIn(2));
  if (append) {
    lines.push_back(Unique());
  } else {
    lines[dice_.Below(count)] = Unique();
  }
  return Update(table, id, {{field, absl::StrJoin(lines, "\n")}});
}

absl::Status Officer::EditSet(absl::string_view table, const std::string& id,
                              absl::string_view field) {
  ASSIGN_OR_RETURN(const sql::Value before, Get(table, id, field));
  ASSIGN_OR_RETURN(std::vector<std::string> members, schema::SetMembers(TextOf(before)));
  if (!members.empty() && dice_.OneIn(3)) {
    members.erase(members.begin() + dice_.Below(static_cast<int>(members.size())));
  } else {
    members.push_back(dice_.OneIn(4) ? absl::StrCat("m", dice_.Below(3)) : Unique());
  }
  return Update(table, id, {{field, schema::SetText(std::move(members))}});
}

std::string Officer::Unique() { return absl::StrCat("v", tag_, ".", ++values_); }

std::string Officer::NewId() {
  DiceRandom random(dice_);
  return base::NewUuid(now_, random);
}

bool Officer::Knows(absl::string_view table, absl::string_view field) const {
  const schema::Entity* entity = catalogue_.FindByTable(table);
  return entity != nullptr && entity->IndexOf(field) >= 0;
}

absl::StatusOr<std::optional<std::string>> Officer::AnyId(absl::string_view table,
                                                          absl::string_view condition) {
  ASSIGN_OR_RETURN(
      sql::Statement select,
      db_.Prepare(absl::StrCat("SELECT id FROM ", table, " WHERE ", condition, " ORDER BY id")));
  std::vector<std::string> ids;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    ids.emplace_back(select.Text(0));
  }
  if (ids.empty()) return std::optional<std::string>();
  return std::optional<std::string>(dice_.Pick(ids));
}

absl::StatusOr<sql::Value> Officer::Get(absl::string_view table, const std::string& id,
                                        absl::string_view field) {
  ASSIGN_OR_RETURN(sql::Statement select, db_.Prepare(absl::StrCat("SELECT \"", field, "\" FROM ",
                                                                   table, " WHERE id=?1")));
  select.Bind(1, id);
  RETURN_IF_ERROR(select.Step().status());
  return select.Get(0);
}

absl::Status Officer::Insert(absl::string_view table, const Fields& fields) {
  std::string names, marks;
  for (size_t i = 0; i < fields.size(); ++i) {
    absl::StrAppend(&names, i == 0 ? "\"" : ", \"", fields[i].first, "\"");
    absl::StrAppend(&marks, i == 0 ? "?" : ", ?", i + 1);
  }
  ASSIGN_OR_RETURN(
      sql::Statement insert,
      db_.Prepare(absl::StrCat("INSERT INTO ", table, "(", names, ") VALUES (", marks, ")")));
  for (size_t i = 0; i < fields.size(); ++i) insert.Bind(static_cast<int>(i) + 1, fields[i].second);
  return insert.Run();
}

absl::Status Officer::Update(absl::string_view table, const std::string& id, const Fields& fields) {
  for (const auto& [name, value] : fields) {
    if (!Knows(table, name)) continue;
    ASSIGN_OR_RETURN(sql::Statement update, db_.Prepare(absl::StrCat("UPDATE ", table, " SET \"",
                                                                     name, "\"=?2 WHERE id=?1")));
    update.Bind(1, id);
    update.Bind(2, value);
    RETURN_IF_ERROR(update.Run());
  }
  return absl::OkStatus();
}

}  // namespace zoufang::simulation
