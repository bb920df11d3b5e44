// Taking scopes page by page (protocol T12).
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using testing::kA;
using testing::kB;

class SnapshotTest : public testing::DeviceWorld {
 protected:
  void HaveRows(int count) {
    for (int i = 0; i < count; ++i) {
      server_.Put(kA, "note", absl::StrCat("n", i), 7, {{"area_code", "1"}});
    }
    server_.granted = {kA};
    Attach();
    ASSERT_TRUE(Pull().ok());
  }
  sync::v1::SnapshotRequest MustMake() {
    const auto request = replica_->MakeSnapshot();
    EXPECT_TRUE(request.ok() && request->has_value());
    return **request;
  }
};

TEST_F(SnapshotTest, EachPageIsKeptAndTheNextRequestGoesOnAfterIt) {
  HaveRows(6);
  const auto request = MustMake();
  ASSERT_EQ(request.scopes_size(), 1);
  EXPECT_FALSE(request.scopes(0).has_start());
  const auto pages = server_.Answer(request);
  ASSERT_EQ(pages.size(), 3);
  ASSERT_TRUE(replica_->TakeSnapshotPage(request.scopes(0), pages[0]).ok());
  Reopen();
  const auto after = MustMake();
  EXPECT_EQ(after.scopes(0).after_id(), "n1");
  EXPECT_TRUE(after.scopes(0).has_start());
  Snapshot();
  EXPECT_FALSE(replica_->MakeSnapshot()->has_value()) << "all of it is here";
  EXPECT_EQ(ScopeLine(kA), "new 0 rows") << "and nothing is installed";
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(ScopeLine(kA), "installed 6 rows");
}

TEST_F(SnapshotTest, PageThatDoesNotContinueWhatIsStagedIsIgnored) {
  HaveRows(6);
  const auto request = MustMake();
  const auto pages = server_.Answer(request);
  ASSERT_TRUE(replica_->TakeSnapshotPage(request.scopes(0), pages[0]).ok());
  ASSERT_TRUE(replica_->TakeSnapshotPage(request.scopes(0), pages[0]).ok());  // Twice.
  ASSERT_TRUE(replica_->TakeSnapshotPage(pages[1].next(), pages[2]).ok());    // One is missing.
  EXPECT_EQ(Query("SELECT pages FROM _staging_cursor"), "1");
  ASSERT_TRUE(replica_->TakeSnapshotPage(pages[0].next(), pages[1]).ok());
  ASSERT_TRUE(replica_->TakeSnapshotPage(pages[1].next(), pages[2]).ok());
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(ScopeLine(kA), "installed 6 rows");
}

TEST_F(SnapshotTest, RefusedPageDropsWhatWasStaged) {
  HaveRows(6);
  const auto request = MustMake();
  const auto pages = server_.Answer(request);
  ASSERT_TRUE(replica_->TakeSnapshotPage(request.scopes(0), pages[0]).ok());
  server_.refused = {kA};
  Snapshot();
  EXPECT_EQ(Query("SELECT count(*) FROM _staging"), "0");
  EXPECT_FALSE(MustMake().scopes(0).has_start()) << "it begins again";
}

TEST_F(SnapshotTest, UnknownEndOfAStagedScopeStartsItAgain) {
  HaveRows(3);
  Snapshot();
  server_.unknown = {kA};
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(ScopeLine(kA), "new 0 rows");
  EXPECT_FALSE(MustMake().scopes(0).has_start());
}

TEST_F(SnapshotTest, WithdrawnScopeDropsItsStaging) {
  HaveRows(3);
  Snapshot();
  server_.granted = {kB};
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(Query("SELECT count(*) FROM _staging"), "0");
  EXPECT_EQ(ScopeLine(kA), "none");
}

TEST_F(SnapshotTest, PageOfAScopeThatIsNotWantedIsIgnored) {
  HaveRows(3);
  const auto request = MustMake();
  const auto pages = server_.Answer(request);
  Snapshot();
  ASSERT_TRUE(Pull().ok());
  ASSERT_TRUE(replica_->TakeSnapshotPage(request.scopes(0), pages[0]).ok());
  EXPECT_EQ(Query("SELECT count(*) FROM _staging"), "0");
}

TEST_F(SnapshotTest, MalformedPageIsAnErrorAndStagesNothing) {
  HaveRows(3);
  const auto request = MustMake();
  auto page = server_.Answer(request)[0];
  page.mutable_next()->clear_start();
  EXPECT_EQ(base::ReasonOf(replica_->TakeSnapshotPage(request.scopes(0), page)), "REPLY_MALFORMED");
  page = server_.Answer(request)[0];
  page.mutable_next()->set_scope(kB);
  EXPECT_EQ(base::ReasonOf(replica_->TakeSnapshotPage(request.scopes(0), page)), "REPLY_MALFORMED");
  EXPECT_EQ(Query("SELECT count(*) FROM _staging"), "0");
}

TEST_F(SnapshotTest, LargeScopeIsInstalledWithIndexesAndTriggersBackInPlace) {
  server_.rows_per_page = 400;
  for (int i = 0; i < 2500; ++i) {
    server_.Put("registry", "fact", absl::StrCat("f", i), 7, {{"name", absl::StrCat("name", i)}});
  }
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}, {"keep", "x"}});
  const std::string objects =
      "SELECT type || name || sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name";
  const std::string before = Query(objects);
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code, keep) VALUES ('n', '1', 'mine')").ok());
  Install({"registry", kA});
  EXPECT_EQ(Query("SELECT count(*) FROM fact"), "2500");
  EXPECT_EQ(Query("SELECT id FROM fact WHERE name='name1234'"), "f1234");
  EXPECT_EQ(Query(objects), before);
  EXPECT_EQ(Query("PRAGMA cache_size"), "-8192");
  EXPECT_EQ(Notes(), "a(x) n(mine)");
  CheckScreen();
  ASSERT_TRUE(Save("UPDATE note SET keep='z' WHERE id='a'").ok());
  EXPECT_EQ(Chain().size(), 2) << "changes are captured again";
}

TEST_F(SnapshotTest, LargeInvalidScopeWithOwnWorkIsTakenAnew) {
  server_.rows_per_page = 400;
  for (int i = 0; i < 2500; ++i) {
    server_.Put(kA, "note", absl::StrCat("n", i), 7, {{"area_code", "1"}, {"keep", "x"}});
  }
  Install({kA});
  ASSERT_TRUE(
      Save("UPDATE note SET keep='mine' WHERE id='n7'; DELETE FROM note WHERE id='n8'").ok());
  server_.unknown = {kA};
  ASSERT_TRUE(Pull().ok());
  server_.unknown = {};
  server_.Put(kA, "note", "n7", 9, {{"area_code", "1"}, {"keep", "y"}, {"body", "text"}});
  Snapshot();
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(Query("SELECT keep || body FROM note WHERE id IN ('n7', 'n8')"), "minetext");
  EXPECT_EQ(ScopeLine(kA), "installed 2500 rows");
  CheckScreen();
}

// A page that cannot be read would otherwise keep every pull from being applied.
TEST_F(SnapshotTest, WhatWasStagedAndCannotBeReadIsStagedAnew) {
  server_.Put(kA, "note", "a", 7, {{"area_code", "1"}, {"keep", "x"}});
  server_.granted = {kA};
  Attach();
  ASSERT_TRUE(Pull().ok());
  Snapshot();
  ASSERT_TRUE(Tool("UPDATE _staging SET zstd=x'00'").ok());
  EXPECT_EQ(base::ReasonOf(Pull()), "REPLY_MALFORMED");
  Snapshot();
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(Notes(), "a(x)");
  EXPECT_EQ(ScopeLine(kA), "installed 1 rows");
}

}  // namespace
}  // namespace zoufang
