// Whatever is changed behind the server's back is found, and a sound database has nothing to find.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "tests/support/hub_world.h"

namespace zoufang::hub {
namespace {

using testing::Chain;
using testing::kTown;

class VerifyTest : public testing::HubWorld {
 protected:
  void SetUp() override {
    HubWorld::SetUp();
    Grant("li", {"370303"});
    chain_ = std::make_unique<Chain>("li", random_, clock_.Now());
    ASSERT_TRUE(
        db_->Write([&] { return hub_->Attach(*db_, "li", chain_->AttachRequest()).status(); })
            .ok());
    for (int i = 0; i < 3; ++i) profiles_.push_back(AddProfile());
    visit_ = SaveVisit();
  }
  std::string AddProfile() {
    v1::OrganizationProfile profile;
    profile.set_id(NewId());
    profile.set_organization_id(NewId());
    profile.set_area_code(kTown);
    ServerCreates(profile);
    return profile.id();
  }
  // A tablet's visit with a finding that came before it: one edit is held, then released.
  std::string SaveVisit() {
    v1::Visit visit;
    visit.set_id(NewId());
    visit.set_organization_id(NewId());
    visit.set_area_code(kTown);
    visit.set_kind(v1::VISIT_KIND_OUTREACH);
    visit.set_state(v1::VISIT_STATE_DRAFT);
    visit.mutable_started_at()->set_seconds(1);
    v1::VisitAnswer answer;
    answer.set_id(NewId());
    answer.set_visit_id(visit.id());
    answer.set_question_id("q1");
    chain_->Save({CreateEdit(Of<v1::VisitAnswer>(), *RowOf(Of<v1::VisitAnswer>(), answer))},
                 clock_.Now());
    chain_->Save({CreateEdit(Of<v1::Visit>(), *RowOf(Of<v1::Visit>(), visit))}, clock_.Now());
    EXPECT_TRUE(db_->Write([&] {
                     return hub_->Push(*db_, "li", chain_->PushRequest(clock_.Now())).status();
                   })
                    .ok());
    EXPECT_EQ(Count("SELECT count(*) FROM visit_answer"), 1);
    return visit.id();
  }
  // Outside of a transaction: some tests hold a savepoint.
  VerifyReport Verify() {
    const auto report = hub_->Verify(*db_);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.value_or(VerifyReport());
  }
  // "history: _mutation 3" and so on.
  std::string Found() {
    return absl::StrJoin(Verify().problems, "; ", [](std::string* out, const VerifyProblem& one) {
      absl::StrAppend(out, one.check, ": ", one.where);
    });
  }
  void Tamper(const std::string& sql) { ASSERT_TRUE(db_->Execute(sql).ok()) << sql; }

  std::unique_ptr<Chain> chain_;
  std::vector<std::string> profiles_;
  std::string visit_;
};

TEST_F(VerifyTest, SoundDatabaseHasNoProblems) {
  EXPECT_EQ(Found(), "");
  const VerifyReport report = Verify();
  EXPECT_EQ(report.mutations, 5);
  EXPECT_EQ(report.rows, 5);
  EXPECT_EQ(report.log_entries, 5);
  EXPECT_EQ(report.history_hash.size(), 16u);
}

TEST_F(VerifyTest, OneChangedByteOfTheHistoryIsFound) {
  Tamper(
      "UPDATE _mutation SET body=CAST(substr(body, 1, 5) || x'00' || substr(body, 7) AS BLOB)"
      " WHERE n=2");
  EXPECT_EQ(Found(), "history: _mutation 2");
}

TEST_F(VerifyTest, ChangedAuthorTimeOutcomeOrInstallIsFound) {
  for (const char* change : {"user_id='wang'", "received_us=received_us+1", "outcome=x''",
                             "install=NULL", "clock_trusted=0", "by_server=1"}) {
    ASSERT_TRUE(db_->Execute("SAVEPOINT before").ok());
    Tamper(absl::StrCat("UPDATE _mutation SET ", change, " WHERE n=4"));
    EXPECT_EQ(Found(), "history: _mutation 4") << change;
    ASSERT_TRUE(db_->Execute("ROLLBACK TO before; RELEASE before").ok());
  }
}

TEST_F(VerifyTest, MissingMutationIsFound) {
  Tamper("DELETE FROM _mutation WHERE n=2");
  EXPECT_EQ(Found(), "history: _mutation 2");
}

TEST_F(VerifyTest, TwoExchangedMutationsAreFound) {
  Tamper(
      "UPDATE _mutation SET n=-1 WHERE n=2; UPDATE _mutation SET n=2 WHERE n=3;"
      "UPDATE _mutation SET n=3 WHERE n=-1");
  EXPECT_EQ(Found(), "history: _mutation 2; history: _mutation 3; history: _mutation 4");
}

TEST_F(VerifyTest, EndThatWasCutOffIsFound) {
  Tamper("DELETE FROM _mutation WHERE n>=5");
  EXPECT_EQ(Found(), "history: _mutation 4");
}

TEST_F(VerifyTest, OutcomeThatCameLaterIsInTheHistoryToo) {
  EXPECT_EQ(Count("SELECT count(*) FROM _release"), 1);
  Tamper("DELETE FROM _release");
  EXPECT_EQ(Found(), "history: _release 0");
}

TEST_F(VerifyTest, ChangedOrMissingLogEntryIsFound) {
  const std::string scope = absl::StrCat("area:", kTown);
  ASSERT_TRUE(db_->Execute("SAVEPOINT before").ok());
  Tamper("UPDATE _log SET hash=x'00' WHERE seq=3");
  EXPECT_EQ(Found(), absl::StrCat("log_hash: ", scope, "; log_hash: ", scope));
  ASSERT_TRUE(db_->Execute("ROLLBACK TO before").ok());
  Tamper("DELETE FROM _log WHERE seq=3");
  EXPECT_EQ(Found(), absl::StrCat("log_hash: ", scope));
  ASSERT_TRUE(db_->Execute("ROLLBACK TO before").ok());
  Tamper("DELETE FROM _log WHERE seq=5");
  EXPECT_EQ(Found(), absl::StrCat("log_hash: ", scope));
  ASSERT_TRUE(db_->Execute("ROLLBACK TO before; RELEASE before").ok());
}

TEST_F(VerifyTest, RowThatIsNotAsItsLogSaysIsFound) {
  const std::string scope = absl::StrCat("area:", kTown);
  Tamper(absl::StrCat("UPDATE organization_profile SET _rev=_rev+1 WHERE id='", profiles_[0], "'"));
  EXPECT_EQ(Found(),
            absl::StrCat("digest: organization_profile ", profiles_[0], "; digest: ", scope));
  Tamper(absl::StrCat("DELETE FROM organization_profile WHERE id='", profiles_[0], "'"));
  EXPECT_EQ(Found(), absl::StrCat("digest: ", scope, "; digest: ", scope));
}

TEST_F(VerifyTest, ChildWithoutParentAndRowWithoutScopeAreFound) {
  Tamper("UPDATE visit SET _scope=99");
  EXPECT_TRUE(absl::StrContains(Found(), absl::StrCat("scope: visit ", visit_)));
  EXPECT_TRUE(absl::StrContains(Found(), "parent: visit_answer"));
  Tamper("DELETE FROM visit");
  EXPECT_TRUE(absl::StrContains(Found(), "parent: visit_answer"));
}

TEST_F(VerifyTest, DeletedRowThatRoseAgainIsFound) {
  Tamper(absl::StrCat("INSERT INTO _grave VALUES ('", visit_, "', 5, 1)"));
  EXPECT_EQ(Found(), absl::StrCat("scope: visit ", visit_));
}

TEST_F(VerifyTest, TabletThatIsAheadOfTheDatabaseIsAnAlarmUntilItHasSentWhatIsMissing) {
  chain_->Save({}, clock_.Now()).Save({}, clock_.Now());
  const auto push = [&](size_t from) {
    EXPECT_TRUE(
        db_->Write([&] {
             return hub_->Push(*db_, "li", chain_->PushRequest(clock_.Now(), from)).status();
           })
            .ok());
  };
  push(4);
  EXPECT_EQ(Found(), absl::StrCat("lineage: ", chain_->install()));
  EXPECT_FALSE(Verify().damaged());
  push(3);
  EXPECT_EQ(Found(), "");
}

TEST_F(VerifyTest, TabletThatForgotWhatIsNotHereIsAnAlarm) {
  Chain other("li", random_, clock_.Now());
  sync::v1::AttachRequest request = other.AttachRequest();
  request.mutable_base()->set_seq(2);
  request.mutable_base()->set_hash(chain_->held()[1].hash());
  ASSERT_TRUE(db_->Write([&] { return hub_->Attach(*db_, "li", request).status(); }).ok());
  EXPECT_EQ(Found(), "") << "a copy of a tablet: its base is known";
  Chain third("li", random_, clock_.Now());
  request.set_install_id(third.install());
  request.mutable_base()->set_seq(7);
  ASSERT_TRUE(db_->Write([&] { return hub_->Attach(*db_, "li", request).status(); }).ok());
  EXPECT_EQ(Found(), absl::StrCat("lineage: ", third.install()));
}

TEST_F(VerifyTest, ClockBehindTheLastStartIsAnAlarmAndTheIncarnationRisesAllTheSame) {
  const int64_t before = hub_->incarnation();
  clock_.Advance(-absl::Hours(24));
  ASSERT_TRUE(db_->Write([&] { return hub_->Start(*db_); }).ok());
  EXPECT_GT(hub_->incarnation(), before);
  EXPECT_EQ(Found(), "lineage: ");
  ASSERT_TRUE(db_->Write([&] { return hub_->Start(*db_, {.floor = before + 100}); }).ok());
  EXPECT_EQ(hub_->incarnation(), before + 101);
}

TEST_F(VerifyTest, ATabletThatHeardOfALaterStartIsAnAlarmUntilThereIsALaterOne) {
  Chain other("li", random_, clock_.Now());
  sync::v1::AttachRequest request = other.AttachRequest();
  request.set_heard_incarnation(hub_->incarnation());
  ASSERT_TRUE(db_->Write([&] { return hub_->Attach(*db_, "li", request).status(); }).ok());
  EXPECT_EQ(Found(), "");
  sync::v1::PushRequest push = other.PushRequest(clock_.Now());
  push.set_heard_incarnation(hub_->incarnation() + 1);
  ASSERT_TRUE(db_->Write([&] { return hub_->Push(*db_, "li", push).status(); }).ok());
  EXPECT_EQ(Found(), absl::StrCat("lineage: ", other.install()));
  ASSERT_TRUE(db_->Write([&] { return hub_->Start(*db_); }).ok());
  EXPECT_EQ(Found(), "");
}

TEST_F(VerifyTest, TwoRestoresWithOneIncarnationNeverAgreeOnAHash) {
  ASSERT_TRUE(db_->BackUp(dir_.File("copy.db")).ok());
  const auto copy = *sql::Database::Open(dir_.File("copy.db"), {.application_id = 1});
  Hub other(catalogue_, clock_);
  ASSERT_TRUE(db_->Write([&] { return hub_->Start(*db_, {.salt = "one"}); }).ok());
  ASSERT_TRUE(copy->Write([&] { return other.Start(*copy, {.salt = "two"}); }).ok());
  ASSERT_EQ(hub_->incarnation(), other.incarnation());
  v1::OrganizationProfile profile;
  profile.set_id(NewId());
  profile.set_organization_id(NewId());
  profile.set_area_code(kTown);
  const std::vector<sync::v1::Edit> edits = {
      CreateEdit(Of<v1::OrganizationProfile>(), *RowOf(Of<v1::OrganizationProfile>(), profile))};
  const Author author{.user_id = "import", .server = true};
  const std::string uuid = random_.Bytes(16);
  ASSERT_TRUE(db_->Write([&] { return hub_->Ingest(*db_, author, uuid, edits).status(); }).ok());
  ASSERT_TRUE(copy->Write([&] { return other.Ingest(*copy, author, uuid, edits).status(); }).ok());
  const auto head = [](sql::Database& database) {
    auto select = database.Prepare("SELECT head, hash FROM _scope").value();
    EXPECT_TRUE(select.Step().value());
    return std::pair(select.Int(0), std::string(select.Blob(1)));
  };
  EXPECT_EQ(head(*db_).first, head(*copy).first);
  EXPECT_NE(head(*db_).second, head(*copy).second);
  EXPECT_EQ(Found(), "");
}

// --- compaction ----------------------------------------------------------------------------------

class CompactionTest : public VerifyTest {
 protected:
  int64_t Compact(absl::Duration keep) {
    int64_t dropped = 0;
    EXPECT_TRUE(db_->Write([&]() -> absl::Status {
                     auto result = hub_->CompactLogs(*db_, clock_.Now() - keep);
                     if (result.ok()) dropped = *result;
                     return result.status();
                   })
                    .ok());
    return dropped;
  }
};

TEST_F(CompactionTest, OnlyWhatIsOldEnoughIsDroppedAndTheRestStillFits) {
  EXPECT_EQ(Compact(absl::Hours(24)), 0) << "nothing is old";
  clock_.Advance(absl::Hours(24 * 40));
  AddProfile();
  const int64_t first = Count("SELECT seq FROM _log_time ORDER BY seq LIMIT 1");
  EXPECT_EQ(Compact(absl::Hours(24 * 30)), first);
  EXPECT_EQ(Count("SELECT min_seq FROM _scope"), first);
  EXPECT_EQ(Count("SELECT min(seq) FROM _log"), first + 1);
  EXPECT_EQ(Compact(absl::Hours(24 * 30)), 0);
  EXPECT_EQ(Found(), "");
  AddProfile();
  EXPECT_EQ(Found(), "");
}

TEST_F(CompactionTest, EverythingMayGoAndTheHeadStays) {
  clock_.Advance(absl::Hours(24));
  AddProfile();
  clock_.Advance(absl::Hours(24));
  while (Compact(absl::Hours(1)) > 0) {
  }
  EXPECT_EQ(Count("SELECT count(*) FROM _log"), 0);
  EXPECT_EQ(Count("SELECT head-min_seq FROM _scope"), 0);
  EXPECT_EQ(Found(), "");
  AddProfile();
  EXPECT_EQ(Found(), "");
}

}  // namespace
}  // namespace zoufang::hub
