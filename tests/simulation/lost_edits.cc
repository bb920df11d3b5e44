// Promise 1, by what people saw rather than by what the engine says it did.
//
// A value (of one field; a line of a text; a member of a set) is safe when it is shown, kept in a
// conflict item, parked or held; or when someone whose screen showed it replaced it by a value that
// is safe. Values that are still unsafe then are lost.
#include <set>

#include "absl/strings/str_split.h"
#include "sync/base/status.h"
#include "sync/schema/row.h"
#include "tests/simulation/final_checks.h"

namespace zoufang::simulation {
namespace {

using sync::v1::Edit;
using sync::v1::EditOutcome;
using Token = std::tuple<std::string, int, std::string>;  // Row, field number, part of a value.

// A mutation as the server keeps it.
struct Taken {
  sync::v1::MutationBody body;
  sync::v1::MutationOutcome outcome;
};

const schema::Field* FieldOf(uint32_t entity_number, int number) {
  const schema::Entity* entity = CatalogueOf(Build::kNewer).Find(entity_number);
  const int index = entity == nullptr ? -1 : entity->IndexOf(number);
  return index < 0 ? nullptr : &entity->fields[index];
}

// The parts of a value that can be lost each by itself.
std::set<std::string> PartsOf(const schema::Field& field, const sql::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return {schema::ToWire(value).SerializeAsString()};
  if (field.merge == sync::v1::TEXT) return absl::StrSplit(*text, '\n', absl::SkipEmpty());
  if (field.merge != sync::v1::UNION) return {*text};
  const auto members = schema::SetMembers(*text);
  return members.ok() ? std::set<std::string>(members->begin(), members->end())
                      : std::set<std::string>();
}

class Safety {
 public:
  void Keep(const std::string& row, const schema::Field& field, const sql::Value& value) {
    for (const std::string& part : PartsOf(field, value)) safe_.insert({row, field.number, part});
  }
  // Whoever wrote `after` had `before` on the screen.
  void Replace(const std::string& row, const schema::Field& field, const sql::Value& before,
               const sql::Value& after) {
    const std::set<std::string> old_parts = PartsOf(field, before);
    const std::set<std::string> new_parts = PartsOf(field, after);
    std::set<std::string> added;
    for (const std::string& part : new_parts) {
      if (!old_parts.contains(part)) added.insert(part);
    }
    for (const std::string& part : old_parts) {
      if (new_parts.contains(part)) continue;
      const Token token = {row, field.number, part};
      if (added.empty() || field.merge == sync::v1::UNION) safe_.insert(token);
      for (const std::string& by : added) replaced_[{row, field.number, by}].push_back(token);
    }
  }
  // Follows what replaced what, from the safe ones back.
  void Spread() {
    std::vector<Token> open(safe_.begin(), safe_.end());
    while (!open.empty()) {
      const Token token = open.back();
      open.pop_back();
      for (const Token& before : replaced_[token]) {
        if (safe_.insert(before).second) open.push_back(before);
      }
    }
  }
  bool Has(const Token& token) const { return safe_.contains(token); }

 private:
  std::set<Token> safe_;
  std::map<Token, std::vector<Token>> replaced_;  // By what -> what it replaced.
};

// With the latest outcome of each.
constexpr char kSelectTaken[] =
    "SELECT m.uuid, m.body, coalesce((SELECT r.outcome FROM _release r WHERE r.uuid=m.uuid"
    " ORDER BY r.n DESC LIMIT 1), m.outcome) FROM _mutation m";

absl::StatusOr<std::map<std::string, Taken>> ReadTaken(sql::Database& db) {
  std::map<std::string, Taken> taken;
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(kSelectTaken));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return taken;
    Taken& one = taken[std::string(select.Blob(0))];
    one.body.ParseFromString(std::string(select.Blob(1)));
    one.outcome.ParseFromString(std::string(select.Blob(2)));
  }
}

bool IsSetAside(const Taken& taken, int edit) {
  if (edit >= taken.outcome.edits_size()) return true;  // Refused as a whole.
  const auto verdict = taken.outcome.edits(edit).verdict();
  return verdict == EditOutcome::REJECTED || verdict == EditOutcome::HELD;
}

void KeepEdit(const Edit& edit, absl::string_view only_field, Safety& safety) {
  for (const auto& field_edit : edit.fields()) {
    const schema::Field* field = FieldOf(edit.entity(), static_cast<int>(field_edit.number()));
    if (field == nullptr || (!only_field.empty() && field->name != only_field)) continue;
    safety.Keep(edit.row_id(), *field, schema::FromWire(field_edit.new_value()));
  }
}

// Adds what the server set aside for a person: parked, rejected, held.
absl::Status KeepAside(sql::Database& db, const std::map<std::string, Taken>& taken,
                       Safety& safety) {
  for (const char* text :
       {"SELECT uuid, edit, fields FROM _parked", "SELECT uuid, edit, '' FROM _held"}) {
    ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(text));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      const auto found = taken.find(std::string(select.Blob(0)));
      if (found == taken.end()) continue;
      const auto& edits = found->second.body.edits();
      const auto at = static_cast<int>(select.Int(1));
      if (at >= 0 && at < edits.size()) KeepEdit(edits[at], select.Text(2), safety);
      for (int i = 0; at < 0 && i < edits.size(); ++i) KeepEdit(edits[i], "", safety);
    }
  }
  return absl::OkStatus();
}

void KeepRows(const ImageSet& rows, Safety& safety) {
  const schema::Catalogue& catalogue = CatalogueOf(Build::kNewer);
  const schema::Entity& conflicts = *catalogue.FindByTable("conflict");
  for (const auto& [id, image] : rows) {
    const schema::Entity* entity = catalogue.Find(image.entity);
    if (entity == nullptr) continue;
    const absl::StatusOr<schema::Row> row = schema::DecodeRow(*entity, image.body);
    if (!row.ok()) continue;
    for (size_t i = 1; i < entity->fields.size(); ++i) {
      safety.Keep(id, entity->fields[i], row->values[i]);
    }
    if (entity->number != conflicts.number) continue;
    const auto value = [&](absl::string_view name) { return row->values[conflicts.IndexOf(name)]; };
    const schema::Field* about =
        FieldOf(static_cast<uint32_t>(std::get<int64_t>(value("row_entity"))),
                static_cast<int>(std::get<int64_t>(value("field_number"))));
    if (about == nullptr) continue;
    for (const char* side : {"shown_value", "kept_value"}) {
      const sql::Value json = value(side);
      const auto* text = std::get_if<std::string>(&json);
      if (text == nullptr) continue;
      const auto kept = schema::FromJson(*about, *text);
      if (kept.ok()) safety.Keep(std::get<std::string>(value("row_id")), *about, *kept);
    }
  }
}

// Adds what an edit replaced; one that was deleted by someone who saw it is safe.
void FollowEdit(const Edit& edit, bool parked, Safety& safety) {
  if (edit.kind() == Edit::CREATE) return;
  for (const auto& field_edit : edit.fields()) {
    const schema::Field* field = FieldOf(edit.entity(), static_cast<int>(field_edit.number()));
    if (field == nullptr) continue;
    const sql::Value before = schema::FromWire(field_edit.old_value());
    const sql::Value after = schema::FromWire(field_edit.new_value());
    if (edit.kind() == Edit::UPDATE) {
      safety.Replace(edit.row_id(), *field, before, after);
    } else if (!parked) {
      safety.Keep(edit.row_id(), *field, before);
    }
  }
}

void FollowEdits(const Ledger& ledger, const std::map<std::string, Taken>& taken, Safety& safety) {
  for (const auto& [uuid, one] : taken) {
    for (int i = 0; i < one.body.edits_size(); ++i) {
      if (IsSetAside(one, i)) continue;
      const bool parked = one.outcome.edits(i).verdict() == EditOutcome::PARKED;
      FollowEdit(one.body.edits(i), parked, safety);
    }
  }
  // What a restored server has lost may have been seen, and replaced, before.
  for (const Edit& edit : ledger.by_service()) FollowEdit(edit, /*parked=*/true, safety);
  for (const auto& [uuid, saved] : ledger.all()) {
    if (taken.contains(uuid)) continue;
    for (const Edit& edit : saved.body.edits()) FollowEdit(edit, /*parked=*/true, safety);
  }
}

sql::Value ShownValue(const ImageSet& rows, const std::string& id, const schema::Field& field) {
  const auto found = rows.find(id);
  if (found == rows.end()) return std::monostate();
  const schema::Entity& entity = *CatalogueOf(Build::kNewer).Find(found->second.entity);
  const auto row = schema::DecodeRow(entity, found->second.body);
  return row.ok() ? row->values[entity.IndexOf(field.number)] : sql::Value();
}

// MAX and MIN absorb what goes no further than another value that was taken in. That one may be
// replaced in its turn.
void FollowExtremes(const std::map<std::string, Taken>& taken, const ImageSet& rows,
                    Safety& safety) {
  std::map<std::pair<std::string, const schema::Field*>, std::set<sql::Value>> written;
  for (const auto& [uuid, one] : taken) {
    for (int i = 0; i < one.body.edits_size(); ++i) {
      if (IsSetAside(one, i) || one.outcome.edits(i).verdict() == EditOutcome::PARKED) continue;
      const Edit& edit = one.body.edits(i);
      for (const auto& field_edit : edit.fields()) {
        const schema::Field* field = FieldOf(edit.entity(), static_cast<int>(field_edit.number()));
        if (field == nullptr) continue;
        if (field->merge != sync::v1::MAX && field->merge != sync::v1::MIN) continue;
        auto& values = written[{edit.row_id(), field}];
        values.insert(schema::FromWire(field_edit.new_value()));
        values.insert(ShownValue(rows, edit.row_id(), *field));
      }
    }
  }
  for (auto& [cell, values] : written) {
    values.erase(sql::Value());  // NULL gives way to any value, and absorbs none.
    const auto& [row, field] = cell;
    for (auto low = values.begin(); low != values.end(); ++low) {
      const auto high = std::next(low);
      if (high == values.end()) break;
      const bool greater = field->merge == sync::v1::MAX;
      safety.Replace(row, *field, greater ? *low : *high, greater ? *high : *low);
    }
  }
}

void CheckEdit(World& world, const Edit& edit, const Safety& safety) {
  if (edit.kind() == Edit::DELETE) return;
  for (const auto& field_edit : edit.fields()) {
    const schema::Field* field = FieldOf(edit.entity(), static_cast<int>(field_edit.number()));
    if (field == nullptr || field->merge == sync::v1::SUM) continue;
    const sql::Value value = schema::FromWire(field_edit.new_value());
    for (const std::string& part : PartsOf(*field, value)) {
      if (safety.Has({edit.row_id(), field->number, part})) continue;
      // A set's member that stood there before is its adder's, not this author's.
      const auto before = PartsOf(*field, schema::FromWire(field_edit.old_value()));
      if (before.contains(part)) continue;
      world.Fail(Invariant::kNoEditLost, field->name, " of ", edit.row_id(), ": a saved value is",
                 " nowhere");
    }
  }
}

// Sums show that each edit counted once.
void CheckSums(World& world, const std::map<std::string, Taken>& taken, const ImageSet& rows) {
  std::map<std::string, int64_t> sums;
  const schema::Entity& visits = *CatalogueOf(Build::kNewer).FindByTable("visit");
  const schema::Field& minutes = visits.fields[visits.IndexOf(kMinutes)];
  const auto number = [](const sync::v1::Value& value) { return value.integer(); };
  for (const auto& [uuid, one] : taken) {
    for (int i = 0; i < one.body.edits_size(); ++i) {
      const Edit& edit = one.body.edits(i);
      if (edit.entity() != visits.number || edit.kind() == Edit::DELETE || IsSetAside(one, i)) {
        continue;
      }
      const auto& reason = one.outcome.edits(i).reason();
      const bool whole_parked = one.outcome.edits(i).verdict() == EditOutcome::PARKED &&
                                reason != "STATE_NOT_ALLOWED" && reason != "WRITTEN_ONCE";
      if (whole_parked) continue;
      for (const auto& field : edit.fields()) {
        if (static_cast<int>(field.number()) != minutes.number) continue;
        sums[edit.row_id()] += number(field.new_value()) - number(field.old_value());
      }
    }
  }
  for (const auto& [id, sum] : sums) {
    if (!rows.contains(id)) continue;
    const sql::Value shown = ShownValue(rows, id, minutes);
    const auto* total = std::get_if<int64_t>(&shown);
    if (total != nullptr && *total == sum) continue;
    world.Fail(Invariant::kExactlyOnce, "the minutes of ", id, " are ",
               total == nullptr ? 0 : *total, ", those saved add up to ", sum);
  }
}

void CheckArrival(World& world, const SavedMutation& saved) {
  if (world.ledger.destroyed(saved.uuid) || world.deep) return;
  for (const auto& tablet : world.tablets) {
    if (world.Trusted(*tablet)) continue;
    for (const auto& [seq, uuid] : world.Of(*tablet).chain) {
      // Kept on the tablet of one who is gone, or in the quarantine: handed-in checks that.
      if (uuid == saved.uuid) return;
    }
  }
  const Invariant broken = world.ledger.acknowledged(saved.uuid) && world.restores > 0
                               ? Invariant::kAcknowledgedReturns
                               : Invariant::kNoEditLost;
  world.Fail(broken, "a mutation that T", saved.tablet, " saved never came (back) to the server");
}

}  // namespace

void CheckLostEdits(World& world, const ImageSet& rows) {
  sql::Database& db = world.server.db();
  Safety safety;
  std::map<std::string, Taken> taken;
  const absl::Status read = db.Read([&]() -> absl::Status {
    ASSIGN_OR_RETURN(taken, ReadTaken(db));
    return KeepAside(db, taken, safety);
  });
  if (!read.ok()) return world.Fail(Invariant::kNoEditLost, "the server cannot be read");
  KeepRows(rows, safety);
  FollowEdits(world.ledger, taken, safety);
  FollowExtremes(taken, rows, safety);
  safety.Spread();
  for (const auto& [uuid, saved] : world.ledger.all()) {
    const auto found = taken.find(uuid);
    if (found == taken.end()) {
      CheckArrival(world, saved);
      continue;
    }
    for (const Edit& edit : saved.body.edits()) CheckEdit(world, edit, safety);
  }
  CheckSums(world, taken, rows);
}

}  // namespace zoufang::simulation
