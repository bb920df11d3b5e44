#include "sync/device/captured.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::device {
namespace {

using schema::Op;

// Columns of SqlTexts::captures before the values.
constexpr int kHeadColumns = 7;

bool HasOld(Op op) { return op != Op::kInsert; }
bool HasNew(Op op) { return op == Op::kInsert || op == Op::kUpdate; }

// The entity's fields, in their order, out of the columns of all numbers from `first` on.
schema::Row ReadSide(const schema::Entity& entity, const std::vector<int>& numbers,
                     const sql::Statement& select, int first) {
  schema::Row row;
  row.values.reserve(entity.fields.size());
  size_t at = 0;  // Both are ascending.
  for (const schema::Field& field : entity.fields) {
    while (numbers[at] != field.number) ++at;
    sql::Value value = select.Get(first + static_cast<int>(at));
    // No row holds it there: captured before the field was known.
    if (sql::IsNull(value) && !field.nullable) value = schema::DefaultValue(field);
    row.values.push_back(std::move(value));
  }
  return row;
}

Captured FromStatement(const schema::Entity& entity, const std::vector<int>& numbers,
                       const sql::Statement& select) {
  Captured captured{.uuid = std::string(select.Blob(0)),
                    .entity = &entity,
                    .op = static_cast<Op>(select.Int(2)),
                    .row_id = std::string(select.Text(3))};
  captured.tag = {select.Int(4), select.Int(5), std::string(select.Blob(6))};
  const int width = static_cast<int>(numbers.size());
  if (HasOld(captured.op)) captured.before = ReadSide(entity, numbers, select, kHeadColumns);
  if (HasNew(captured.op)) {
    captured.after = ReadSide(entity, numbers, select, kHeadColumns + width);
  }
  return captured;
}

// The old row goes, and its tag with it.
bool TellsTag(Op op) { return op == Op::kPeek || op == Op::kDelete; }

// Adds a captured change to what is known of its row.
void Continue(Captured captured, RowChange& change) {
  if (TellsTag(captured.op) && !change.tag.has_value()) change.tag = std::move(captured.tag);
  // A peek only tells of a row that nothing was known of; Begin has taken it in.
  if (captured.op == Op::kPeek) return;
  const bool replaced = captured.op == Op::kInsert && change.after.has_value();
  change.uprooted = change.uprooted || replaced || captured.op == Op::kDelete;
  change.after = std::move(captured.after);
}

// What is known of a row after the first that was captured of it.
RowChange Begin(Captured captured) {
  RowChange change{.entity = captured.entity,
                   .id = std::move(captured.row_id),
                   .before = std::move(captured.before),
                   .after = std::move(captured.after),
                   .uprooted = captured.op == Op::kDelete};
  if (TellsTag(captured.op)) change.tag = std::move(captured.tag);
  if (captured.op == Op::kPeek) change.after = change.before;
  return change;
}

RowKey KeyOf(const Captured& captured) { return {captured.entity->number, captured.row_id}; }

ChangeSet Single(Captured captured) {
  ChangeSet set{.uuid = captured.uuid};
  set.changes.push_back(Begin(std::move(captured)));
  return set;
}

}  // namespace

absl::StatusOr<bool> AnythingCaptured(sql::Database& database) {
  ASSIGN_OR_RETURN(const int64_t any, database.QueryInt("SELECT EXISTS (SELECT 1 FROM _capture)"));
  return any != 0;
}

absl::StatusOr<std::vector<Captured>> ReadCaptured(const Context& context) {
  ASSIGN_OR_RETURN(sql::Statement select, context.db.Prepare(context.sql.captures));
  std::vector<Captured> captured;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return captured;
    const schema::Entity* entity = context.catalogue.Find(static_cast<uint32_t>(select.Int(1)));
    if (entity == nullptr) return base::UnknownEntity(select.Int(1));
    captured.push_back(FromStatement(*entity, context.sql.field_numbers, select));
  }
}

absl::Status ClearCaptured(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement clear, database.Prepare("DELETE FROM _capture"));
  return clear.Run();
}

ChangeSet Together(std::vector<Captured> captured) {
  ChangeSet set;
  if (!captured.empty()) set.uuid = captured.front().uuid;
  absl::flat_hash_map<RowKey, size_t> index;
  for (Captured& one : captured) {
    const auto [found, is_new] = index.try_emplace(KeyOf(one), set.changes.size());
    if (is_new) {
      set.changes.push_back(Begin(std::move(one)));
    } else {
      Continue(std::move(one), set.changes[found->second]);
    }
  }
  return set;
}

namespace {

// True when `insert` puts back the row that the last of `sets` deleted.
bool ComesBack(const std::vector<ChangeSet>& sets, const Captured& insert) {
  if (sets.empty() || insert.op != Op::kInsert) return false;
  const RowChange& last = sets.back().changes.front();
  return last.uprooted && !last.after.has_value() && last.id == insert.row_id &&
         last.entity == insert.entity;
}

// A row that a later change uproots: its tag is told there, and the table no longer has it.
void TellTagsAhead(std::vector<ChangeSet>& sets) {
  absl::flat_hash_map<RowKey, RowTag> told;
  for (auto set = sets.rbegin(); set != sets.rend(); ++set) {
    RowChange& change = set->changes.front();
    const RowKey key = {change.entity->number, change.id};
    if (change.tag.has_value()) {
      told[key] = *change.tag;
    } else if (const auto found = told.find(key); found != told.end()) {
      change.tag = found->second;
    }
  }
}

}  // namespace

std::vector<ChangeSet> Apart(std::vector<Captured> captured) {
  std::vector<ChangeSet> sets;
  absl::flat_hash_map<RowKey, ChangeSet> peeks;  // Of rows whose next capture is still to come.
  for (Captured& one : captured) {
    const RowKey key = KeyOf(one);
    if (one.op == Op::kPeek) {
      peeks[key] = Single(std::move(one));
      continue;
    }
    const auto peek = peeks.find(key);
    const bool replaces = peek != peeks.end() && one.op == Op::kInsert;
    const bool continues = replaces || ComesBack(sets, one);
    if (replaces) sets.push_back(std::move(peek->second));
    if (peek != peeks.end()) peeks.erase(peek);
    if (continues) {
      Continue(std::move(one), sets.back().changes.front());
    } else {
      sets.push_back(Single(std::move(one)));
    }
  }
  TellTagsAhead(sets);
  return sets;
}

}  // namespace zoufang::device
