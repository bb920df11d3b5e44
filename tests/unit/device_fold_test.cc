// What one Save becomes: a mutation whose edits name what changed, over what its author had seen.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"
#include "sync/base/hash.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kA;

class FoldTest : public testing::DeviceWorld {
 protected:
  // The notes that the server has: a at rev 7, b at rev 8.
  void HaveNotes() {
    server_.Put(kA, "note", "a", 7, {{"area_code", "1"}, {"keep", "x"}, {"tags", "[\"t\"]"}});
    server_.Put(kA, "note", "b", 8, {{"area_code", "1"}, {"keep", "y"}, {"sum", int64_t{5}}});
    Install({kA});
  }
};

TEST_F(FoldTest, SavedRowBecomesACreateOfItsFieldsThatAreNotDefaults) {
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code, keep, sum) VALUES ('n', '1', 'x', 0)").ok());
  EXPECT_THAT(Chain(), ElementsAre("1 create n area_code=1 keep=x"));
}

struct Case {
  const char* name;
  const char* sql;
  std::vector<std::string> chain;
};

class FoldTable : public FoldTest, public ::testing::WithParamInterface<Case> {};

TEST_P(FoldTable, GivesTheseEdits) {
  HaveNotes();
  const absl::Status saved = Save(GetParam().sql);
  ASSERT_TRUE(saved.ok()) << saved;
  EXPECT_EQ(Chain(), GetParam().chain);
  CheckScreen();
}

INSTANTIATE_TEST_SUITE_P(
    Cases, FoldTable,
    ::testing::Values(
        Case{"Update", "UPDATE note SET keep='z' WHERE id='a'", {"1 update a@7 keep: x -> z @7"}},
        Case{"UpdateOfTwoRows",
             "UPDATE note SET body='z'",
             {"1 update a@7 body:  -> z @7", "1 update b@8 body:  -> z @8"}},
        Case{"SeveralUpdatesAreOneFromFirstToLast",
             "UPDATE note SET keep='z' WHERE id='a'; UPDATE note SET keep='w', top=3 WHERE id='a'",
             {"1 update a@7 keep: x -> w @7 top: NULL -> 3 @7"}},
        Case{"UpdateThatIsTakenBackIsNothing",
             "UPDATE note SET keep='z' WHERE id='a'; UPDATE note SET keep='x' WHERE id='a'",
             {}},
        Case{"UpdateThatChangesNothingIsNothing", "UPDATE note SET keep=keep", {}},
        Case{"InsertThenUpdateIsACreateWithTheLastValues",
             "INSERT INTO note(id, area_code, keep) VALUES ('n', '1', 'q');"
             "UPDATE note SET keep='r', sum=2 WHERE id='n'",
             {"1 create n area_code=1 keep=r sum=2"}},
        Case{"InsertThenDeleteIsNothing",
             "INSERT INTO note(id, area_code) VALUES ('n', '1'); DELETE FROM note WHERE id='n'",
             {}},
        Case{"DeleteNamesEveryFieldWithItsValueAndTrunk",
             "DELETE FROM note WHERE id='b'",
             {"1 delete b@8 area_code: 1 @8 keep: y @8 sum: 5 @8"}},
        Case{"UpdateThenDeleteIsADeleteOfTheFirstValues",
             "UPDATE note SET keep='z' WHERE id='b'; DELETE FROM note WHERE id='b'",
             {"1 delete b@8 area_code: 1 @8 keep: y @8 sum: 5 @8"}},
        Case{"DeleteThenInsertOfTheSameIdIsAnUpdate",
             "DELETE FROM note WHERE id='a';"
             "INSERT INTO note(id, area_code, keep, tags) VALUES ('a', '1', 'z', '[\"t\"]')",
             {"1 update a@7 keep: x -> z @7"}},
        Case{"ReplaceIsAnUpdate",
             "REPLACE INTO note(id, area_code, keep, tags) VALUES ('a', '1', 'z', '[\"t\"]')",
             {"1 update a@7 keep: x -> z @7"}},
        Case{"ReplaceByTheSameIsNothing",
             "REPLACE INTO note(id, area_code, keep, tags) VALUES ('a', '1', 'x', '[\"t\"]')",
             {}},
        Case{"UpsertIsAnUpdate",
             "INSERT INTO note(id, area_code, keep) VALUES ('a', '1', 'z')"
             " ON CONFLICT(id) DO UPDATE SET keep=excluded.keep",
             {"1 update a@7 keep: x -> z @7"}},
        Case{"InsertOrIgnoreOfARowThatIsThereIsNothing",
             "INSERT OR IGNORE INTO note(id, area_code, keep) VALUES ('a', '1', 'z')",
             {}},
        Case{"ChangedIdIsADeleteAndACreate",
             "UPDATE note SET id='c' WHERE id='b'",
             {"1 delete b@8 area_code: 1 @8 keep: y @8 sum: 5 @8",
              "1 create c area_code=1 keep=y sum=5"}},
        Case{"RolledBackSavepointIsNothing",
             "SAVEPOINT s; UPDATE note SET keep='z'; ROLLBACK TO s; RELEASE s;"
             "UPDATE note SET keep='w' WHERE id='b'",
             {"1 update b@8 keep: y -> w @8"}},
        Case{"SetIsComparedByItsMembers", "UPDATE note SET tags='[ \"t\" ]' WHERE id='a'", {}},
        Case{"SetTravelsInItsCanonicalForm",
             "UPDATE note SET tags='[\"u\", \"t\"]' WHERE id='a'",
             {"1 update a@7 tags: [\"t\"] -> [\"t\",\"u\"] @7"}},
        Case{"ChildKnowsItsParentsRev",
             "INSERT INTO part(id, note_id) VALUES ('p', 'a')",
             {"1 create part p@7 note_id=a"}}),
    [](const auto& one) { return one.param.name; });

TEST_F(FoldTest, ChildMadeWithItsParentHasSeenNothing) {
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1');"
                   "INSERT INTO part(id, note_id, keep) VALUES ('p', 'n', 'k')")
                  .ok());
  EXPECT_THAT(Chain(), ElementsAre("1 create n area_code=1", "1 create part p note_id=n keep=k"));
}

TEST_F(FoldTest, ReplacedRowKeepsItsPlaceAmongTheServersRows) {
  HaveNotes();
  ASSERT_TRUE(
      Save("REPLACE INTO note(id, area_code, keep, tags) VALUES ('a','1','x','[\"t\"]')").ok());
  EXPECT_EQ(Query("SELECT _rev || ' ' || (_scope IS NOT NULL) FROM note WHERE id='a'"), "7 1");
  CheckScreen();
  server_.Put(kA, "note", "a", 9, {{"area_code", "1"}, {"keep", "new"}});
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(Notes(), "a(new) b(y)");
  CheckScreen();
}

// --- trunk and after (T2)
// --------------------------------------------------------------------------

TEST_F(FoldTest, LaterEditOfAFieldInheritsTheTrunkOfTheFirstThatIsNotIncluded) {
  HaveNotes();
  ASSERT_TRUE(Save("UPDATE note SET keep='z' WHERE id='a'").ok());
  server_.Put(kA, "note", "a", 9, {{"area_code", "1"}, {"keep", "server"}, {"body", "text"}});
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(Notes(), "a(z) b(y)");
  ASSERT_TRUE(Save("UPDATE note SET keep='w', body='mine' WHERE id='a'").ok());
  EXPECT_THAT(Chain(), ElementsAre("1 update a@7 keep: x -> z @7",
                                   "2 update a@9 keep: z -> w @7 body: text -> mine @9"));
  CheckScreen();
}

TEST_F(FoldTest, IncludedEditNoLongerCounts) {
  HaveNotes();
  ASSERT_TRUE(Save("UPDATE note SET keep='z' WHERE id='a'").ok());
  Push();
  server_.Put(kA, "note", "a", 9, {{"area_code", "1"}, {"keep", "z"}});
  ASSERT_TRUE(Pull().ok());
  ASSERT_TRUE(Save("UPDATE note SET keep='w' WHERE id='a'").ok());
  EXPECT_THAT(Chain(), ElementsAre("1 update a@7 keep: x -> z @7", "2 update a@9 keep: z -> w @9"));
}

TEST_F(FoldTest, EditsOfSumsAndSetsStandOnTheImageItself) {
  HaveNotes();
  ASSERT_TRUE(Save("UPDATE note SET sum=8, tags='[\"t\",\"u\"]' WHERE id='a'").ok());
  server_.Put(kA, "note", "a", 9, {{"area_code", "1"}, {"sum", int64_t{100}}, {"tags", "[\"s\"]"}});
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(Query("SELECT sum || tags FROM note WHERE id='a'"), "108[\"s\",\"u\"]");
  ASSERT_TRUE(Save("UPDATE note SET sum=109, tags='[\"s\"]' WHERE id='a'").ok());
  EXPECT_THAT(
      Chain(),
      ElementsAre("1 update a@7 tags: [\"t\"] -> [\"t\",\"u\"] @7 sum: 0 -> 8 @7",
                  "2 update a@9 tags: [\"s\",\"u\"] -> [\"s\"] @9 after 1 sum: 108 -> 109 @9"));
  CheckScreen();
}

TEST_F(FoldTest, AfterNamesEveryHeldEditOfTheSet) {
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code, tags) VALUES ('n', '1', '[\"t\"]')").ok());
  ASSERT_TRUE(Save("UPDATE note SET tags='[\"t\",\"u\"]', keep='k' WHERE id='n'").ok());
  ASSERT_TRUE(Save("UPDATE note SET tags='[]', keep='l' WHERE id='n'").ok());
  EXPECT_THAT(
      Chain(),
      ElementsAre("1 create n area_code=1 tags=[\"t\"]",
                  "2 update n keep:  -> k @0 tags: [\"t\"] -> [\"t\",\"u\"] @0 after 1",
                  "3 update n keep: k -> l @0 tags: [\"t\",\"u\"] -> [] @0 after 1 after 2"));
}

TEST_F(FoldTest, DeleteCarriesTheTrunkOfEachField) {
  HaveNotes();
  ASSERT_TRUE(Save("UPDATE note SET keep='z' WHERE id='b'").ok());
  server_.Put(kA, "note", "b", 9, {{"area_code", "1"}, {"keep", "s"}, {"body", "t"}});
  ASSERT_TRUE(Pull().ok());
  ASSERT_TRUE(Save("DELETE FROM note WHERE id='b'").ok());
  EXPECT_THAT(Chain(), ElementsAre("1 update b@8 keep: y -> z @8",
                                   "2 delete b@9 area_code: 1 @9 keep: z @8 body: t @9"));
  CheckScreen();
}

// --- the chain -----------------------------------------------------------------------------------

TEST_F(FoldTest, EachHashCoversTheMutationBefore) {
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  ASSERT_TRUE(Save("UPDATE note SET keep='z'").ok());
  Attach();
  const auto push = replica_->MakePush().value();
  ASSERT_EQ(push->mutations_size(), 2);
  std::string before(16, '\0');
  for (const auto& mutation : push->mutations()) {
    EXPECT_EQ(mutation.prev_hash(), before);
    EXPECT_EQ(mutation.uuid().size(), 16);
    before = base::Hash128({before, mutation.uuid(), mutation.body()});
    EXPECT_EQ(mutation.hash(), before);
  }
}

TEST_F(FoldTest, MutationSaysWhoWhenAndUnderWhichAccess) {
  server_.grant_version = 42;
  HaveNotes();
  ASSERT_TRUE(Save("UPDATE note SET keep='z' WHERE id='a'").ok());
  Push();
  sync::v1::MutationBody body;
  ASSERT_TRUE(body.ParseFromString(server_.mutations.at(0).body()));
  EXPECT_EQ(body.user_id(), "li");
  EXPECT_EQ(body.grant_version(), 42);
  EXPECT_EQ(body.observed_at_us(), absl::ToUnixMicros(clock_.Now()));
  EXPECT_TRUE(body.clock_trusted());
}

TEST_F(FoldTest, ClockThatRunsBackwardsIsNotTrusted) {
  const absl::Time now = clock_.Now();
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  clock_.Set(now - absl::Hours(24));
  ASSERT_TRUE(Save("UPDATE note SET keep='z'").ok());
  ASSERT_TRUE(Save("UPDATE note SET keep='w'").ok());
  Attach();
  Push();
  std::vector<bool> trusted;
  for (const auto& mutation : server_.mutations) {
    sync::v1::MutationBody body;
    body.ParseFromString(mutation.body());
    trusted.push_back(body.clock_trusted());
  }
  EXPECT_THAT(trusted, ElementsAre(true, false, true));
}

// --- what is refused -----------------------------------------------------------------------------

TEST_F(FoldTest, ValueThatBreaksAFieldsRulesIsRefusedAndNothingIsSaved) {
  const absl::Status saved = Save(
      "INSERT INTO note(id, area_code, keep) VALUES ('n', '1', "
      "'一二三四五六七八九十一二三四五六七八九十一')");
  EXPECT_EQ(base::ReasonOf(saved), "FIELDS_INVALID");
  ASSERT_EQ(base::ViolationsOf(saved).size(), 1);
  EXPECT_EQ(base::ViolationsOf(saved)[0].field, "note.keep");
  EXPECT_EQ(Notes(), "");
  EXPECT_THAT(Chain(), IsEmpty());
}

TEST_F(FoldTest, RequiredFieldMayNotBeMissing) {
  EXPECT_EQ(base::ReasonOf(Save("INSERT INTO note(id, keep) VALUES ('n', 'x')")), "FIELDS_INVALID");
  HaveNotes();
  EXPECT_EQ(base::ReasonOf(Save("UPDATE note SET area_code='' WHERE id='a'")), "FIELDS_INVALID");
  EXPECT_EQ(Query("SELECT area_code FROM note WHERE id='a'"), "1");
}

TEST_F(FoldTest, OldValueThatBreaksARuleDoesNotStopTheCorrectionOfAnotherField) {
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}, {"keep", std::string(90, 'x')}});
  Install({kA});
  EXPECT_TRUE(Save("UPDATE note SET body='fine'").ok());
}

TEST_F(FoldTest, SaveThatIsTooLargeIsRefusedWhole) {
  std::string sql;
  for (int i = 0; i < 4; ++i) {
    absl::StrAppend(&sql, "INSERT INTO note(id, area_code, body) VALUES ('n", i, "', '1', '",
                    std::string(90'000, 'x'), "');");
  }
  EXPECT_EQ(base::ReasonOf(Save(sql)), "MUTATION_TOO_LARGE");
  EXPECT_EQ(Notes(), "");
  EXPECT_THAT(Chain(), IsEmpty());
}

TEST_F(FoldTest, BodyThatFailsRollsEverythingBack) {
  const absl::Status saved = replica_->Save([](sql::Database& db) {
    const absl::Status wrote = db.Execute("INSERT INTO note(id, area_code) VALUES ('n', '1')");
    return wrote.ok() ? absl::AbortedError("changed my mind") : wrote;
  });
  EXPECT_TRUE(absl::IsAborted(saved));
  EXPECT_EQ(Notes(), "");
  EXPECT_THAT(Chain(), IsEmpty());
}

TEST_F(FoldTest, NobodyCanSaveBeforeSomeoneIsEnrolled) {
  const auto other = device::Replica::Open(dir_.File("other.db"), catalogue_, {clock_, random_});
  ASSERT_TRUE(other.ok());
  const absl::Status saved = (*other)->Save([](sql::Database& db) {
    return db.Execute("INSERT INTO note(id, area_code) VALUES ('n', '1')");
  });
  EXPECT_EQ(base::ReasonOf(saved), "NOT_ENROLLED");
  EXPECT_EQ(base::ReasonOf((*other)->GetEnrollment().status()), "NOT_ENROLLED");
}

}  // namespace
}  // namespace zoufang
