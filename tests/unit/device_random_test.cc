// Random work on a tablet, against computations from scratch: what is captured replays to what is
// shown, and whatever the server answers, the screen is image + held edits.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "sync/base/error.h"
#include "sync/device/overlay.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using sync::v1::Edit;
using testing::kA;
using testing::kB;

class Dice {
 public:
  explicit Dice(uint64_t seed) : engine_(seed) {}
  int Roll(int sides) { return static_cast<int>(engine_() % sides); }
  bool Chance(int percent) { return Roll(100) < percent; }
  std::string Note() { return absl::StrCat("n", Roll(8)); }
  std::string Text() { return absl::StrCat("t", Roll(6)); }
  std::string Set() {
    std::vector<std::string> members;
    for (const char* member : {"a", "b", "c"}) {
      if (Chance(50)) members.push_back(absl::StrCat("\"", member, "\""));
    }
    if (Chance(20)) std::reverse(members.begin(), members.end());
    return absl::StrCat("[", absl::StrJoin(members, Chance(20) ? ", " : ","), "]");
  }

  // One statement on notes and parts.
  std::string Statement() {
    const std::string id = Note();
    const std::string row = absl::StrCat("('", id, "', '", 1 + Roll(2), "', '", Text(), "', '",
                                         Set(), "', ", Roll(9), ")");
    const std::string into = " INTO note(id, area_code, keep, tags, sum) VALUES " + row;
    switch (Roll(12)) {
      case 0:
        return "INSERT OR IGNORE" + into;
      case 1:
        return "INSERT OR REPLACE" + into;
      case 2:
        return absl::StrCat("INSERT", into, " ON CONFLICT(id) DO UPDATE SET keep='", Text(),
                            "', sum=note.sum+1");
      case 3:
        return absl::StrCat("DELETE FROM note WHERE id='", id, "'");
      case 4:
        return absl::StrCat("UPDATE note SET tags='", Set(), "' WHERE id='", id, "'");
      case 5:
        return absl::StrCat("UPDATE note SET keep='", Text(), "' WHERE id>'", id, "'");
      case 6:
        return absl::StrCat("UPDATE note SET sum=sum+", Roll(5), ", top=", Roll(9), " WHERE id='",
                            id, "'");
      case 7:
        return absl::StrCat("UPDATE OR IGNORE note SET id='", Note(), "' WHERE id='", id, "'");
      case 8:
        return absl::StrCat("UPDATE OR REPLACE note SET id='", Note(), "' WHERE id='", id, "'");
      case 9:
        return absl::StrCat("INSERT OR IGNORE INTO part(id, note_id, keep) VALUES ('p", Roll(4),
                            "', '", id, "', '", Text(), "')");
      case 10:
        return absl::StrCat("DELETE FROM note WHERE id='", id, "'; INSERT", into);
      default:
        return absl::StrCat("UPDATE note SET body='", Text(), "', state=", Roll(3), " WHERE id='",
                            id, "'");
    }
  }
  std::string Transaction() {
    std::string sql;
    for (int i = 1 + Roll(4); i > 0; --i) {
      const int kind = Roll(10);
      if (kind == 0)
        absl::StrAppend(&sql, "SAVEPOINT r;", Statement(), ";ROLLBACK TO r;RELEASE r;");
      if (kind == 1) absl::StrAppend(&sql, "SAVEPOINT k;", Statement(), ";RELEASE k;");
      if (kind > 1) absl::StrAppend(&sql, Statement(), ";");
    }
    return sql;
  }

 private:
  std::mt19937_64 engine_;
};

class RandomTest : public testing::DeviceWorld, public ::testing::WithParamInterface<int> {
 protected:
  using State = std::map<std::pair<uint32_t, std::string>, std::vector<sql::Value>>;

  // The tables as they are, sets in their canonical form.
  State Shown() {
    State state;
    EXPECT_TRUE(replica_
                    ->Read([&](sql::Database& db) -> absl::Status {
                      for (const schema::Entity& entity : catalogue_.entities()) {
                        auto rows = db.Prepare(absl::StrCat("SELECT ", entity.Columns(), " FROM \"",
                                                            entity.table, "\""));
                        if (!rows.ok()) return rows.status();
                        while (rows->Step().value()) {
                          Add(entity, schema::ReadRow(entity, *rows, 0), state);
                        }
                      }
                      return absl::OkStatus();
                    })
                    .ok());
    return state;
  }
  static void Add(const schema::Entity& entity, schema::Row row, State& state) {
    for (size_t i = 0; i < row.values.size(); ++i) {
      row.values[i] = schema::Canonical(entity.fields[i], row.values[i]);
    }
    state[{entity.number, row.id()}] = row.values;
  }
  void Lay(const Edit& edit, State& state) {
    const schema::Entity& entity = *catalogue_.Find(edit.entity());
    const auto found = state.find({edit.entity(), edit.row_id()});
    std::optional<schema::Row> row;
    if (found != state.end()) row = schema::Row{found->second, ""};
    device::OverlayEdit(entity, edit, row);
    if (row.has_value()) Add(entity, *row, state);
    if (!row.has_value()) state.erase({edit.entity(), edit.row_id()});
  }
  // What is not in `server_.mutations` yet.
  std::vector<Edit> NewEdits() {
    const size_t before = server_.mutations.size();
    Push();
    std::vector<Edit> edits;
    for (size_t i = before; i < server_.mutations.size(); ++i) {
      sync::v1::MutationBody body;
      body.ParseFromString(server_.mutations[i].body());
      edits.insert(edits.end(), body.edits().begin(), body.edits().end());
    }
    return edits;
  }
};

class CaptureReplay : public RandomTest {};

TEST_P(CaptureReplay, OutboxOnTheOldStateGivesTheNewOne) {
  Dice dice(GetParam());
  for (int i = 0; i < 6; ++i) {
    server_.Put(kA, "note", absl::StrCat("n", i), 7,
                {{"area_code", "1"}, {"keep", dice.Text()}, {"tags", "[\"a\"]"}});
  }
  Install({kA});
  State state = Shown();
  for (int round = 0; round < 60; ++round) {
    const std::string sql = dice.Transaction();
    const bool own = dice.Chance(60);
    const absl::Status wrote = own ? Save(sql) : Tool(sql);
    ASSERT_TRUE(wrote.ok()) << sql << ": " << wrote;
    if (dice.Chance(30)) continue;
    for (const Edit& edit : NewEdits()) Lay(edit, state);
    ASSERT_EQ(state, Shown()) << "round " << round << ", last: " << sql;
    ASSERT_EQ(tool_->QueryInt("SELECT count(*) FROM _capture").value(), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, CaptureReplay, ::testing::Range(1, 21));

// A tablet's life with a server that answers, loses, forgets, moves rows and changes grants.
class Life {
 public:
  Life(testing::FakeServer& server, Dice& dice) : server_(server), dice_(dice) {}

  // Changes something at the server.
  void Turn() {
    const std::string scope = dice_.Chance(50) ? kA : kB;
    const std::string id = dice_.Note();
    switch (dice_.Roll(9)) {
      case 0:
      case 1:
      case 2:
        if (Of(id).empty() || Of(id) == scope) Put(scope, id);
        return;
      case 3:
        if (!Of(id).empty()) Take(id, /*gone=*/true);
        return;
      case 4:
        if (!Of(id).empty() && Of(id) != scope) {
          Take(id, /*gone=*/false);
          Put(scope, id);
        }
        return;
      case 5:
        server_.granted =
            dice_.Chance(70) ? std::set<std::string>{kA, kB} : std::set<std::string>{scope};
        return;
      case 6:
        server_.unknown = dice_.Chance(40) ? std::set<std::string>{scope} : std::set<std::string>{};
        return;
      case 7:
        server_.durable = server_.applied.seq();
        return;
      default:
        server_.verdicts[id].set_verdict(dice_.Chance(50) ? sync::v1::EditOutcome::PARKED
                                                          : sync::v1::EditOutcome::HELD);
    }
  }

 private:
  std::string Of(const std::string& id) { return where_[id]; }
  void Put(const std::string& scope, const std::string& id) {
    server_.Put(scope, "note", id, ++rev_,
                {{"area_code", scope == kA ? "1" : "2"},
                 {"keep", dice_.Text()},
                 {"tags", "[\"a\",\"c\"]"},
                 {"sum", int64_t{dice_.Roll(50)}}});
    where_[id] = scope;
  }
  void Take(const std::string& id, bool gone) {
    gone ? server_.Gone(where_[id], id) : server_.Leave(where_[id], id);
    where_[id] = "";
  }

  testing::FakeServer& server_;
  Dice& dice_;
  std::map<std::string, std::string> where_;
  int64_t rev_ = 1;
};

class RandomLife : public RandomTest {
 protected:
  // `reopen`: the tablet stops and starts again between any two steps. Returns everything that can
  // be seen, after each step.
  void Live(int seed, bool reopen, std::vector<std::string>& trace) {
    Dice dice(seed);
    Life life(server_, dice);
    server_.granted = {kA, kB};
    Attach();
    std::vector<sync::v1::ChainPoint> past;
    for (int step = 0; step < 150; ++step) {
      if (reopen) Reopen();
      const int kind = dice.Roll(20);
      if (kind < 6) {
        ASSERT_TRUE(Save(dice.Transaction()).ok());
      }
      if (kind == 6) {
        ASSERT_TRUE(Tool(dice.Transaction()).ok());
      }
      if (kind >= 7 && kind < 12) life.Turn();
      if (kind == 12) Push();
      if (kind == 13) LosePush();
      if (kind == 14) Snapshot();
      if (kind >= 15 && kind < 18) MustPull();
      if (kind == 18) past.push_back(server_.applied);
      if (kind == 19 && !past.empty() && dice.Chance(30)) {
        // Restored to an earlier day; what is below the tablet's base makes it fork.
        server_.applied = past[dice.Roll(static_cast<int>(past.size()))];
        server_.durable = std::min<uint64_t>(server_.durable, server_.applied.seq());
      }
      Attach();
      if (kind == 6) continue;  // Captured, not yet folded.
      ASSERT_TRUE(replica_->MakePush().ok());
      CheckScreen();
      if (HasFailure()) FAIL() << "seed " << seed << " step " << step << " kind " << kind;
      trace.push_back(absl::StrCat(Notes(), "; ", absl::StrJoin(Chain(), "; "), "; ",
                                   absl::StrJoin(AttentionLines(), "; ")));
    }
    Settle();
  }
  void LosePush() {
    const auto request = replica_->MakePush().value();
    if (request.has_value()) server_.Answer(*request);
  }
  void MustPull() {
    const absl::Status pulled = Pull();
    ASSERT_TRUE(pulled.ok()) << pulled;
  }
  // In the end the tablet shows the server's rows.
  void Settle() {
    server_.unknown = {};
    server_.granted = {kA, kB};
    for (int round = 0; round < 4; ++round) {
      Attach();
      Sync();
    }
    CheckScreen();
    EXPECT_EQ(ScopeLine(kA).substr(0, 9), "installed");
    EXPECT_EQ(ScopeLine(kB).substr(0, 9), "installed");
    EXPECT_EQ(Query("SELECT count(*) FROM note WHERE _scope IS NULL"), "0");
    EXPECT_EQ(Query("SELECT count(*) FROM _shadow"), "0");
    EXPECT_EQ(Query("SELECT count(*) FROM _transit"), "0");
  }
};

TEST_P(RandomLife, ScreenIsAlwaysImageAndHeldEdits) {
  std::vector<std::string> trace;
  Live(GetParam(), /*reopen=*/false, trace);
}

TEST_P(RandomLife, StoppingBetweenAnyTwoStepsChangesNothingOfThat) {
  std::vector<std::string> trace;
  Live(GetParam(), /*reopen=*/true, trace);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomLife, ::testing::Range(1, 41));

}  // namespace
}  // namespace zoufang
