// Captures of random SQL, replayed.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "sync/schema/row.h"
#include "tests/support/captures.h"
#include "tests/support/schemas.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::schema {
namespace {

using zoufang::testing::Capture;
using zoufang::testing::MemoryDatabase;
using zoufang::testing::PrepareCapture;
using zoufang::testing::ReadCaptures;

// Applies captures to rows, checking that each finds what it says it found.
class Replay {
 public:
  explicit Replay(std::map<std::string, std::vector<sql::Value>> rows) : rows_(std::move(rows)) {}

  void Apply(const Capture& capture) {
    const bool replaced = peeked_[capture.id] && capture.op == Op::kInsert;
    peeked_[capture.id] = capture.op == Op::kPeek;
    if (capture.op == Op::kInsert) {
      EXPECT_EQ(rows_.contains(capture.id), replaced) << capture.id;
      rows_[capture.id] = capture.after;
      return;
    }
    EXPECT_TRUE(rows_.contains(capture.id) && rows_[capture.id] == capture.before) << capture.id;
    if (capture.op == Op::kUpdate) rows_[capture.id] = capture.after;
    if (capture.op == Op::kDelete) rows_.erase(capture.id);
  }
  const std::map<std::string, std::vector<sql::Value>>& rows() const { return rows_; }

 private:
  std::map<std::string, std::vector<sql::Value>> rows_;
  std::map<std::string, bool> peeked_;
};

std::map<std::string, std::vector<sql::Value>> RowsOf(const Entity& entity,
                                                      sql::Database& database) {
  auto select = database.Prepare(absl::StrCat("SELECT ", entity.Columns(), " FROM ", entity.table));
  std::map<std::string, std::vector<sql::Value>> rows;
  while (select->Step().value()) {
    Row row = ReadRow(entity, *select, 0);
    rows[row.id()].assign(row.values.begin() + 1, row.values.end());
  }
  return rows;
}

// One statement of a script that nobody would write on purpose.
std::string RandomStatement(std::mt19937_64& engine) {
  const auto id = [&] { return absl::StrCat("'", engine() % 6, "'"); };
  const auto text = [&] { return absl::StrCat("'t", engine() % 4, "'"); };
  const auto when = [&] { return engine() % 4 == 0 ? "NULL" : absl::StrCat(engine() % 3); };
  const auto row = [&] { return absl::StrCat("(", id(), ", ", text(), ", ", when(), ")"); };
  const std::string columns = "visit(id, summary, started_at) VALUES ";
  switch (engine() % 14) {
    case 0:
      return absl::StrCat("INSERT INTO ", columns, row());
    case 1:
      return absl::StrCat("INSERT INTO ", columns, row(), ", ", row(), ", ", row());
    case 2:
      return absl::StrCat("INSERT OR IGNORE INTO ", columns, row(), ", ", row());
    case 3:
      return absl::StrCat("REPLACE INTO ", columns, row(), ", ", row());
    case 4:
      return absl::StrCat("INSERT INTO ", columns, row(), ", ", row(),
                          " ON CONFLICT(id) DO UPDATE SET summary = excluded.summary "
                          "WHERE excluded.started_at IS NOT NULL");
    case 5:
      return absl::StrCat("UPDATE visit SET summary = ", text());
    case 6:
      return absl::StrCat("UPDATE visit SET started_at = ", when(), " WHERE id = ", id());
    case 7:
      return absl::StrCat("UPDATE OR REPLACE visit SET id = ", id(), " WHERE id = ", id());
    case 8:
      return absl::StrCat("UPDATE OR IGNORE visit SET id = ", id(), ", summary = ", text());
    case 9:
      return absl::StrCat("DELETE FROM visit WHERE id = ", id());
    case 10:
      return engine() % 8 == 0 ? "DELETE FROM visit" : "SELECT 1";
    case 11:
      return "SAVEPOINT s";
    case 12:
      return "ROLLBACK TO s";
    default:
      return engine() % 4 == 0 ? "ROLLBACK" : engine() % 2 == 0 ? "RELEASE s" : "BEGIN";
  }
}

TEST(CaptureReplayTest, CapturesOfRandomSqlReplayedOnTheOldRowsGiveTheNewOnes) {
  const Catalogue catalogue = Catalogue::Build({v1::Visit::descriptor()}).value();
  const Entity& visit = catalogue.entities()[0];
  int captured = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    std::mt19937_64 engine(seed);
    const std::unique_ptr<sql::Database> database = MemoryDatabase();
    ASSERT_TRUE(PrepareCapture(catalogue, *database).ok());
    ASSERT_TRUE(database
                    ->Execute("INSERT INTO visit(id, summary) VALUES ('0', 't0'), ('1', 't1'), "
                              "('2', 't2'); DELETE FROM _capture")
                    .ok());
    Replay replay(RowsOf(visit, *database));
    for (int i = 0; i < 60; ++i) {  // Statements fail often: that is part of it.
      database->Execute(RandomStatement(engine)).IgnoreError();
    }
    const bool open = database->in_transaction();
    ASSERT_TRUE(!open || database->Execute("COMMIT").ok());
    for (const Capture& capture : ReadCaptures(visit, *database)) {
      replay.Apply(capture);
      ++captured;
    }
    ASSERT_EQ(replay.rows(), RowsOf(visit, *database)) << "seed " << seed;
  }
  EXPECT_GT(captured, 1000);
}

}  // namespace
}  // namespace zoufang::schema
