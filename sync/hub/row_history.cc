#include "sync/hub/row_history.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "sync/base/errors.h"
#include "sync/base/hash.h"
#include "sync/base/random.h"
#include "sync/base/status.h"
#include "sync/hub/history.h"
#include "sync/hub/scope_log.h"
#include "sync/schema/row.h"

namespace zoufang::hub {
namespace {

using sync::v1::Edit;
using sync::v1::MutationBody;
using sync::v1::MutationOutcome;

// A few milliseconds of the writer.
constexpr int kIndexedAtOnce = 2000;
// A child of a child at most.
constexpr int kDeepest = 4;

int64_t FirstBytes(absl::string_view bytes) {
  uint64_t key = 0;
  for (int i = 0; i < 8; ++i) key = key << 8 | static_cast<unsigned char>(bytes[i]);
  return static_cast<int64_t>(key);
}

// The first half of a UUID: ids made one after the other stay neighbours in the index.
int64_t KeyOf(absl::string_view row_id) {
  if (!base::IsUuid(row_id)) return FirstBytes(base::Hash128({row_id}));
  return FirstBytes(absl::HexStringToBytes(absl::StrReplaceAll(row_id, {{"-", ""}})));
}

}  // namespace

// --- index ---------------------------------------------------------------------------------------

constexpr char kSelectTouchedTo[] = "SELECT touched_to FROM _server";
constexpr char kUpdateTouchedTo[] = "UPDATE _server SET touched_to=?1";

absl::StatusOr<bool> RowHistory::IndexMore() {
  ASSIGN_OR_RETURN(const int64_t after, context_.db.QueryInt(kSelectTouchedTo));
  ASSIGN_OR_RETURN(const int64_t last, Index(after));
  if (last == after) return false;
  ASSIGN_OR_RETURN(sql::Statement update, context_.db.Prepare(kUpdateTouchedTo));
  update.Bind(1, last);
  RETURN_IF_ERROR(update.Run());
  return true;
}

constexpr char kSelectBodies[] = "SELECT n, body FROM _mutation WHERE n>?1 ORDER BY n LIMIT ?2";
constexpr char kInsertTouched[] =
    "INSERT INTO _touched(row, n) VALUES (?1, ?2) ON CONFLICT DO NOTHING";

absl::StatusOr<int64_t> RowHistory::Index(int64_t after) {
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectBodies));
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertTouched));
  select.Bind(1, after);
  select.Bind(2, kIndexedAtOnce);
  MutationBody body;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return after;
    after = select.Int(0);
    const absl::string_view bytes = select.Blob(1);
    // One that nobody can read touches nothing.
    if (!body.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) continue;
    for (const Edit& edit : body.edits()) {
      insert.Bind(1, KeyOf(edit.row_id()));
      insert.Bind(2, after);
      RETURN_IF_ERROR(insert.Run());
    }
  }
}

// --- one row -------------------------------------------------------------------------------------

constexpr char kSelectChanges[] =
    "SELECT m.n, m.uuid, m.user_id, coalesce(i.id, ''), m.clock_trusted, m.received_us, m.body,"
    " m.by_server FROM _touched t JOIN _mutation m ON m.n=t.n LEFT JOIN _install i ON i.n=m.install"
    " WHERE t.row=?1 AND t.n<?2 ORDER BY t.n DESC";

absl::StatusOr<std::vector<RowChange>> RowHistory::Of(absl::string_view row_id, int64_t before_n,
                                                      int limit) {
  std::vector<RowChange> changes;
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectChanges));
  select.Bind(1, KeyOf(row_id));
  select.Bind(2, before_n == 0 ? INT64_MAX : before_n);
  MutationBody body;
  while (static_cast<int>(changes.size()) < limit) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    if (!body.ParseFromString(std::string(select.Blob(6)))) continue;
    for (int i = 0; i < body.edits_size(); ++i) {
      if (body.edits(i).row_id() != row_id) continue;
      RowChange change{.n = select.Int(0),
                       .uuid = std::string(select.Blob(1)),
                       .author = std::string(select.Text(2)),
                       .install_id = std::string(select.Text(3)),
                       .clock_trusted = select.Int(4) != 0,
                       .observed_us = body.observed_at_us(),
                       .received_us = select.Int(5),
                       .edit = body.edits(i)};
      ASSIGN_OR_RETURN(const auto outcome, FindOutcome(context_.db, change.uuid));
      // A mutation that was refused as a whole has one outcome for all of it.
      if (outcome.has_value() && outcome->edits_size() > 0) {
        change.outcome = outcome->edits(outcome->edits_size() > i ? i : 0);
      }
      changes.push_back(std::move(change));
    }
  }
  return changes;
}

// --- where it is ---------------------------------------------------------------------------------

absl::StatusOr<std::optional<std::string>> RowHistory::ScopeOf(absl::string_view row_id) {
  return LastScopeOf(row_id, 0);
}

absl::StatusOr<std::optional<std::string>> RowHistory::LiveScopeOf(absl::string_view row_id) {
  for (const schema::Entity& entity : context_.catalogue.entities()) {
    ASSIGN_OR_RETURN(sql::Statement select,
                     context_.db.Prepare(context_.sql.at(entity.number).select));
    select.Bind(1, row_id);
    ASSIGN_OR_RETURN(const bool found, select.Step());
    if (!found) continue;
    ScopeLog log(context_);
    ASSIGN_OR_RETURN(std::string name,
                     log.NameOf(select.Int(static_cast<int>(entity.fields.size()) + 1)));
    return name;
  }
  return std::nullopt;
}

// What a deleted row's scope follows from is in its last edit: a DELETE names every old value.
absl::StatusOr<std::optional<std::string>> RowHistory::LastScopeOf(absl::string_view row_id,
                                                                   int depth) {
  ASSIGN_OR_RETURN(std::optional<std::string> live, LiveScopeOf(row_id));
  if (live.has_value() || depth == kDeepest) return live;
  ASSIGN_OR_RETURN(const std::vector<RowChange> changes, Of(row_id, 0, INT32_MAX));
  for (const RowChange& change : changes) {
    const schema::Entity* entity = context_.catalogue.Find(change.edit.entity());
    if (entity == nullptr) continue;
    if (!entity->is_child() && entity->scope_field < 0) return entity->fixed_scope;
    const int index = entity->is_child() ? entity->parent_field : entity->scope_field;
    for (const auto& field : change.edit.fields()) {
      if (static_cast<int>(field.number()) != entity->fields[index].number) continue;
      const auto& value =
          change.edit.kind() == Edit::DELETE ? field.old_value() : field.new_value();
      if (entity->is_child()) return LastScopeOf(value.text(), depth + 1);
      return schema::AreaScope(value.text());
    }
  }
  return std::nullopt;
}

}  // namespace zoufang::hub
