#include "tests/support/screen_check.h"

#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "sync/base/hash.h"
#include "sync/device/overlay.h"
#include "sync/schema/row.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::testing {
namespace {

using sync::v1::Edit;

struct Held {
  int64_t seq = 0;
  bool settled = false;  // It has an outcome.
  sync::v1::MutationBody body;
};

struct Base {
  std::optional<schema::Row> row;
  int64_t included = -1;
  bool none = true;
};

int64_t Int(sql::Database& db, const std::string& sql) { return db.QueryInt(sql).value(); }

// Values as both ends compare them: a set may be spelled in any way on the screen.
std::string Text(const schema::Entity& entity, const std::optional<schema::Row>& row) {
  if (!row.has_value()) return "none";
  std::string text;
  for (size_t i = 0; i < row->values.size(); ++i) {
    const sync::v1::Value value =
        schema::ToWire(schema::Canonical(entity.fields[i], row->values[i]));
    absl::StrAppend(&text, value.ShortDebugString(), "|");
  }
  return text;
}

class ScreenCheck {
 public:
  ScreenCheck(sql::Database& db, const schema::Catalogue& catalogue)
      : db_(db), catalogue_(catalogue) {}

  std::vector<std::string> Run() {
    ReadChain();
    scopes_ = Int(db_, "SELECT count(*) FROM _scope");
    included_everywhere_ =
        Int(db_, "SELECT min(CASE WHEN state IN (1, 3) THEN -1 ELSE included END) FROM _scope");
    for (const schema::Entity& entity : catalogue_.entities()) CheckEntity(entity);
    if (Int(db_, "SELECT \"on\" FROM _capturing") != 1) problems_.push_back("captures are off");
    if (Int(db_,
            "SELECT count(*) FROM _shadow s LEFT JOIN _scope c ON c.n=s.scope WHERE NOT EXISTS"
            " (SELECT 1 FROM _held h WHERE h.row_id=s.row_id AND h.seq > c.included)") != 0) {
      problems_.push_back("a shadow without own edits");
    }
    return std::move(problems_);
  }

 private:
  void ReadChain() {
    auto base = db_.Prepare("SELECT base_seq, base_hash FROM _device").value();
    if (!base.Step().value()) return;
    int64_t seq = base.Int(0);
    std::string hash(base.Blob(1));
    auto chain = db_.Prepare(
                        "SELECT seq, uuid, prev_hash, hash, body, seq<=outcome_to OR seq IN"
                        " (SELECT seq FROM _outcome) FROM _chain, _device ORDER BY seq")
                     .value();
    while (chain.Step().value()) {
      Held& held = held_.emplace_back();
      held.seq = chain.Int(0);
      held.settled = chain.Int(5) != 0;
      held.body.ParseFromString(std::string(chain.Blob(4)));
      if (held.seq != ++seq) problems_.push_back(absl::StrCat("a gap in the chain at ", seq));
      if (chain.Blob(2) != absl::string_view(hash)) {
        problems_.push_back(absl::StrCat("prev_hash of ", seq));
      }
      hash = base::Hash128({hash, chain.Blob(1), chain.Blob(4)});
      if (chain.Blob(3) != absl::string_view(hash)) {
        problems_.push_back(absl::StrCat("hash of ", seq));
      }
    }
  }

  // What lies under the held edits of a row.
  Base BaseOf(const schema::Entity& entity, const std::string& id) {
    for (const bool shadow : {true, false}) {
      auto aside = db_.Prepare(shadow ? "SELECT s.body, c.included FROM _shadow s LEFT JOIN _scope"
                                        " c ON c.n=s.scope WHERE s.entity=?1 AND s.row_id=?2"
                                      : "SELECT body, included FROM _transit WHERE entity=?1 AND"
                                        " row_id=?2")
                       .value();
      aside.Bind(1, entity.number);
      aside.Bind(2, id);
      if (!aside.Step().value()) continue;
      return {schema::DecodeRow(entity, aside.Blob(0)).value(), aside.Int(1), false};
    }
    auto row = db_.Prepare(absl::StrCat("SELECT ", entity.Columns(),
                                        ", _scope, (SELECT included FROM _scope WHERE n=_scope)"
                                        " FROM \"",
                                        entity.table, "\" WHERE id=?1"))
                   .value();
    row.Bind(1, id);
    const int after = static_cast<int>(entity.fields.size());
    if (!row.Step().value() || row.IsNull(after)) return {};
    return {schema::ReadRow(entity, row, 0), row.Int(after + 1), false};
  }

  // What the row should show: its image, then every held edit that the image does not contain.
  std::string Expected(const schema::Entity& entity, const std::string& id) {
    Base base = BaseOf(entity, id);
    if (base.none) base.included = included_everywhere_;
    for (const Held& held : held_) {
      const bool live = base.none && scopes_ == 0 ? !held.settled : held.seq > base.included;
      if (!live) continue;
      for (const Edit& edit : held.body.edits()) {
        if (edit.entity() != entity.number || edit.row_id() != id) continue;
        device::OverlayEdit(entity, edit, base.row);
      }
    }
    return Text(entity, base.row);
  }

  std::set<std::string> AllIds(const schema::Entity& entity) {
    auto select = db_.Prepare(absl::StrCat("SELECT id FROM \"", entity.table,
                                           "\" UNION SELECT row_id FROM _shadow WHERE entity=?1"
                                           " UNION SELECT row_id FROM _transit WHERE entity=?1"
                                           " UNION SELECT row_id FROM _held WHERE entity=?1"))
                      .value();
    select.Bind(1, entity.number);
    std::set<std::string> ids;
    while (select.Step().value()) ids.emplace(select.Text(0));
    return ids;
  }

  void CheckEntity(const schema::Entity& entity) {
    for (const std::string& id : AllIds(entity)) {
      std::optional<schema::Row> shown;
      {
        auto row = db_.Prepare(absl::StrCat("SELECT ", entity.Columns(), " FROM \"", entity.table,
                                            "\" WHERE id=?1"))
                       .value();
        row.Bind(1, id);
        if (row.Step().value()) shown = schema::ReadRow(entity, row, 0);
      }
      const std::string expected = Expected(entity, id);
      if (Text(entity, shown) == expected) continue;
      problems_.push_back(absl::StrCat(entity.table, " ", id, " shows ", Text(entity, shown),
                                       ", should show ", expected));
    }
  }

  sql::Database& db_;
  const schema::Catalogue& catalogue_;
  std::vector<std::string> problems_;
  std::vector<Held> held_;
  int64_t scopes_ = 0;
  int64_t included_everywhere_ = 0;
};

}  // namespace

std::vector<std::string> ScreenProblems(sql::Database& db, const schema::Catalogue& catalogue) {
  return ScreenCheck(db, catalogue).Run();
}

}  // namespace zoufang::testing
