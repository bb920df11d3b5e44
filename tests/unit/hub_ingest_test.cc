#include <gtest/gtest.h>

#include "sync/base/error.h"
#include "sync/base/protocol.h"
#include "sync/hub/outcome_text.h"
#include "tests/support/hub_world.h"

namespace zoufang::hub {
namespace {

using sync::v1::Edit;
using sync::v1::EditOutcome;
using sync::v1::PushReply;
using testing::Chain;
using testing::kOtherTown;
using testing::kTown;
using v1::OrganizationProfile;
using v1::Visit;

class IngestTest : public testing::HubWorld {
 protected:
  void SetUp() override {
    HubWorld::SetUp();
    Grant("li", {"370303"});
    Grant("wang", {"370303"});
    profile_.set_id(NewId());
    profile_.set_organization_id(NewId());
    profile_.set_area_code(kTown);
    profile_.set_contact_name("旧联系人");
    profile_.set_remarks("第一行\n第二行");
    ServerCreates(profile_);
  }

  Chain Attached(const std::string& user) {
    Chain chain(user, random_, clock_.Now());
    EXPECT_TRUE(
        db_->Write([&] { return hub_->Attach(*db_, user, chain.AttachRequest()).status(); }).ok());
    return chain;
  }
  PushReply Push(const std::string& user, const Chain& chain, size_t from = 1) {
    PushReply reply;
    EXPECT_TRUE(db_->Write([&]() -> absl::Status {
                     auto result = hub_->Push(*db_, user, chain.PushRequest(clock_.Now(), from));
                     if (!result.ok()) return result.status();
                     reply = *std::move(result);
                     return absl::OkStatus();
                   })
                    .ok());
    return reply;
  }

  Edit EditField(int64_t trunk, int number, const std::string& old_value,
                 const std::string& new_value) {
    Edit edit;
    edit.set_kind(Edit::UPDATE);
    edit.set_entity(Of<OrganizationProfile>().number);
    edit.set_row_id(profile_.id());
    edit.set_trunk(trunk);
    auto* field = edit.add_fields();
    field->set_number(number);
    field->mutable_old_value()->set_text(old_value);
    field->mutable_new_value()->set_text(new_value);
    field->set_trunk(trunk);
    return edit;
  }
  int64_t Rev() { return Stored<OrganizationProfile>(profile_.id()).rev; }
  OrganizationProfile Profile() { return *Find<OrganizationProfile>(profile_.id()); }

  Edit CreateVisit(const std::string& id, const std::string& area) {
    Visit visit;
    visit.set_id(id);
    visit.set_area_code(area);
    visit.set_organization_id(profile_.organization_id());
    visit.set_kind(v1::VISIT_KIND_OUTREACH);
    visit.mutable_started_at()->set_seconds(1'780'000'000);
    visit.set_state(v1::VISIT_STATE_DRAFT);
    return CreateEdit(Of<Visit>(), *RowOf(Of<Visit>(), visit));
  }
  Edit CreateFinding(const std::string& visit_id) {
    v1::Finding finding;
    finding.set_id(NewId());
    finding.set_visit_id(visit_id);
    finding.set_item_code("certificate");
    finding.set_severity(2);
    finding.set_description("证书未悬挂");
    finding.set_state(v1::FINDING_STATE_OPEN);
    return CreateEdit(Of<v1::Finding>(), *RowOf(Of<v1::Finding>(), finding));
  }
  Edit Delete(const std::string& id, const hub::StoredRow& row) {
    Edit edit;
    edit.set_kind(Edit::DELETE);
    edit.set_entity(Of<Visit>().number);
    edit.set_row_id(id);
    edit.set_trunk(row.rev);
    for (size_t i = 1; i < Of<Visit>().fields.size(); ++i) {
      auto* field = edit.add_fields();
      field->set_number(Of<Visit>().fields[i].number);
      *field->mutable_old_value() = schema::ToWire(row.row.values[i]);
      field->set_trunk(row.rev);
    }
    return edit;
  }

  OrganizationProfile profile_;
};

TEST_F(IngestTest, DifferentFieldsOfOneProfileBothSurvive) {
  const int64_t seen = Rev();
  Chain li = Attached("li"), wang = Attached("wang");
  li.Save({EditField(seen, 5, "旧联系人", "李主任")}, clock_.Now());
  wang.Save({EditField(seen, 6, "", "0533-1234567")}, clock_.Now());
  EXPECT_EQ(Push("li", li).outcomes(0).edits(0).verdict(), EditOutcome::APPLIED);
  EXPECT_EQ(Push("wang", wang).outcomes(0).edits(0).verdict(), EditOutcome::APPLIED);
  EXPECT_EQ(Profile().contact_name(), "李主任");
  EXPECT_EQ(Profile().contact_phone(), "0533-1234567");
  EXPECT_EQ(Count("SELECT count(*) FROM conflict"), 0);
}

TEST_F(IngestTest, TheSameFieldShowsTheLaterObservationAndKeepsTheOther) {
  const int64_t seen = Rev();
  Chain li = Attached("li"), wang = Attached("wang");
  li.Save({EditField(seen, 5, "旧联系人", "李主任")}, clock_.Now() - absl::Hours(2));
  wang.Save({EditField(seen, 5, "旧联系人", "王主任")}, clock_.Now() - absl::Hours(1));
  Push("wang", wang);
  const PushReply reply = Push("li", li);
  const EditOutcome& outcome = reply.outcomes(0).edits(0);
  EXPECT_EQ(outcome.verdict(), EditOutcome::CONFLICT);
  EXPECT_EQ(Profile().contact_name(), "王主任");
  const auto item = Find<sync::v1::Conflict>(outcome.conflict_ids(0));
  ASSERT_TRUE(item.has_value());
  EXPECT_EQ(item->base_value(), "\"旧联系人\"");
  EXPECT_EQ(item->shown_value(), "\"王主任\"");
  EXPECT_EQ(item->kept_value(), "\"李主任\"");
  EXPECT_EQ(item->shown_by(), "wang");
  EXPECT_EQ(item->kept_by(), "li");
  EXPECT_EQ(item->assignee(), "li");
  EXPECT_EQ(Stored<sync::v1::Conflict>(item->id()).scope, "area:370303001");
}

TEST_F(IngestTest, ADeviceWithAWrongClockNeverWinsByItsClock) {
  const int64_t seen = Rev();
  Chain li = Attached("li"), wang = Attached("wang");
  wang.Save({EditField(seen, 5, "旧联系人", "王主任")}, clock_.Now());
  Push("wang", wang);
  const absl::Time years_ahead = clock_.Now() + absl::Hours(24 * 1000);
  li.Save({EditField(seen, 5, "旧联系人", "李主任")}, years_ahead);
  ASSERT_TRUE(
      db_->Write([&] { return hub_->Push(*db_, "li", li.PushRequest(years_ahead)).status(); })
          .ok());
  EXPECT_EQ(Profile().contact_name(), "王主任");
  EXPECT_EQ(Count("SELECT count(*) FROM conflict WHERE kept_value='\"李主任\"'"), 1);
}

TEST_F(IngestTest, ResentMutationReturnsItsFirstOutcomeAndChangesNothing) {
  Chain li = Attached("li");
  li.Save({EditField(Rev(), 5, "旧联系人", "李主任")}, clock_.Now());
  const PushReply first = Push("li", li);
  const int64_t rev = Rev(), logged = Count("SELECT count(*) FROM _log");
  const PushReply again = Push("li", li);
  EXPECT_EQ(again.outcomes(0).SerializeAsString(), first.outcomes(0).SerializeAsString());
  EXPECT_EQ(again.applied().seq(), 1u);
  EXPECT_EQ(Rev(), rev);
  EXPECT_EQ(Count("SELECT count(*) FROM _log"), logged);
}

TEST_F(IngestTest, AnotherMutationUnderAKnownSeqIsAFork) {
  Chain li = Attached("li");
  Chain twin = li;
  li.Save({EditField(Rev(), 5, "旧联系人", "李主任")}, clock_.Now());
  twin.Save({EditField(Rev(), 6, "", "0533-1")}, clock_.Now());
  Push("li", li);
  EXPECT_EQ(Push("li", twin).status(), PushReply::FORKED);
  EXPECT_EQ(Profile().contact_phone(), "");
  twin.set_install(NewId());
  ASSERT_TRUE(
      db_->Write([&] { return hub_->Attach(*db_, "li", twin.AttachRequest()).status(); }).ok());
  EXPECT_EQ(Push("li", twin).status(), PushReply::OK);
  EXPECT_EQ(Profile().contact_phone(), "0533-1");
}

TEST_F(IngestTest, AGapAsksForTheMissingMutations) {
  Chain li = Attached("li");
  li.Save({EditField(Rev(), 5, "旧联系人", "甲")}, clock_.Now());
  li.Save({EditField(Rev(), 5, "甲", "乙")}, clock_.Now());
  const PushReply reply = Push("li", li, /*from=*/2);
  EXPECT_EQ(reply.status(), PushReply::RESEND);
  EXPECT_EQ(reply.applied().seq(), 0u);
}

TEST_F(IngestTest, AnInstallTheServerDoesNotKnowIsToldSo) {
  Chain stranger("li", random_, clock_.Now());
  stranger.Save({EditField(Rev(), 5, "旧联系人", "甲")}, clock_.Now());
  EXPECT_EQ(Push("li", stranger).status(), PushReply::UNKNOWN_INSTALL);
}

TEST_F(IngestTest, PoisonIsRejectedKeptAndDelaysNothingBehindIt) {
  Chain li = Attached("li");
  li.Append("\xff\xff not a message");
  li.Save({EditField(Rev(), 5, "旧联系人", "李主任")}, clock_.Now());
  const PushReply reply = Push("li", li);
  EXPECT_EQ(reply.outcomes(0).edits(0).verdict(), EditOutcome::REJECTED);
  EXPECT_EQ(reply.outcomes(0).edits(0).reason(), reason::kUndecodable);
  EXPECT_EQ(reply.outcomes(1).edits(0).verdict(), EditOutcome::APPLIED);
  EXPECT_EQ(reply.applied().seq(), 2u);
  EXPECT_EQ(Count("SELECT count(*) FROM _parked"), 1);
  EXPECT_EQ(
      Count("SELECT count(*) FROM _mutation WHERE instr(body, CAST('not a message' AS BLOB)) > 0"),
      1);
}

TEST_F(IngestTest, AnOversizedMutationIsRefusedByItselfAndDelaysNothingBehindIt) {
  Chain li = Attached("li");
  li.Append(std::string(hub::kMaxMutationBytes + 1, 'x'));
  li.Save({EditField(Rev(), 5, "旧联系人", "李主任")}, clock_.Now());
  const PushReply reply = Push("li", li);
  EXPECT_EQ(reply.outcomes(0).edits(0).reason(), reason::kTooLarge);
  EXPECT_EQ(reply.outcomes(1).edits(0).verdict(), EditOutcome::APPLIED);
  EXPECT_EQ(reply.applied().seq(), 2u);
}

TEST_F(IngestTest, AMalformedPushIsRefusedWholeAndHarmsNothing) {
  Chain li = Attached("li");
  li.Save({EditField(Rev(), 5, "旧联系人", "甲")}, clock_.Now());
  li.Save({EditField(Rev(), 6, "", "乙")}, clock_.Now());
  li.held()[1].set_body("tampered");
  const absl::Status status =
      db_->Write([&] { return hub_->Push(*db_, "li", li.PushRequest(clock_.Now())).status(); });
  EXPECT_EQ(base::ReasonOf(status), "PUSH_MALFORMED");
  EXPECT_EQ(Profile().contact_name(), "旧联系人");
}

TEST_F(IngestTest, AFieldThatBreaksItsRuleIsRejectedInChineseAndTheRestStands) {
  Chain li = Attached("li");
  li.Save({EditField(Rev(), 6, "", std::string(500, '1'))}, clock_.Now());
  li.Save({EditField(Rev(), 5, "旧联系人", "李主任")}, clock_.Now());
  const PushReply reply = Push("li", li);
  EXPECT_EQ(reply.outcomes(0).edits(0).verdict(), EditOutcome::REJECTED);
  EXPECT_NE(reply.outcomes(0).edits(0).message().find("联系电话"), std::string::npos);
  EXPECT_EQ(Profile().contact_phone(), "");
  EXPECT_EQ(Profile().contact_name(), "李主任");
}

TEST_F(IngestTest, LegalFactsAreRejectedFromADevice) {
  v1::Organization organization;
  organization.set_id(NewId());
  organization.set_name("淄博市志愿服务联合会");
  organization.set_kind(v1::ORGANIZATION_KIND_ASSOCIATION);
  organization.set_status(v1::REGISTRATION_STATUS_REGISTERED);
  organization.set_area_code("370300");
  ServerCreates(organization);
  Edit edit = EditField(1, 3, organization.name(), "改名");
  edit.set_entity(Of<v1::Organization>().number);
  edit.set_row_id(organization.id());
  Chain li = Attached("li");
  li.Save({edit}, clock_.Now());
  EXPECT_EQ(Push("li", li).outcomes(0).edits(0).reason(), reason::kServerOnly);
  EXPECT_EQ(Find<v1::Organization>(organization.id())->name(), organization.name());
}

TEST_F(IngestTest, ARowOfAnotherAreaIsParkedForItsOwner) {
  Chain li = Attached("li");
  li.Save({CreateVisit(NewId(), kOtherTown)}, clock_.Now());
  const PushReply reply = Push("li", li);
  EXPECT_EQ(reply.outcomes(0).edits(0).verdict(), EditOutcome::PARKED);
  EXPECT_EQ(reply.outcomes(0).edits(0).reason(), reason::kNotYours);
  EXPECT_EQ(Count("SELECT count(*) FROM visit"), 0);
}

TEST_F(IngestTest, LateWorkIsJudgedByTheAccessItsAuthorHeld) {
  const int64_t version = Count("SELECT max(version) FROM _grant WHERE user_id='li'");
  const int64_t seen = Rev();
  Grant("li", {"370304"});
  Chain li = Attached("li");
  li.set_grant_version(version);
  li.Save({EditField(seen, 5, "旧联系人", "李主任")}, clock_.Now());
  EXPECT_EQ(Push("li", li).outcomes(0).edits(0).verdict(), EditOutcome::APPLIED);
  clock_.Advance(absl::Hours(24 * 31));
  li.Save({EditField(seen, 6, "", "1")}, clock_.Now());
  EXPECT_EQ(Push("li", li).outcomes(1).edits(0).verdict(), EditOutcome::PARKED);
}

TEST_F(IngestTest, AChildWaitsForItsParentAndIsAppliedWhenItComes) {
  const std::string visit = NewId();
  Chain li = Attached("li"), wang = Attached("wang");
  wang.Save({CreateFinding(visit)}, clock_.Now());
  EXPECT_EQ(Push("wang", wang).outcomes(0).edits(0).verdict(), EditOutcome::HELD);
  li.Save({CreateVisit(visit, kTown)}, clock_.Now());
  Push("li", li);
  EXPECT_EQ(Count("SELECT count(*) FROM finding"), 1);
  EXPECT_EQ(Count("SELECT count(*) FROM _held"), 0);
  EXPECT_EQ(Push("wang", wang).outcomes(0).edits(0).verdict(), EditOutcome::APPLIED);
}

TEST_F(IngestTest, AMutationMayNameTheChildBeforeItsParent) {
  const std::string visit = NewId();
  Chain li = Attached("li");
  li.Save({CreateFinding(visit), CreateVisit(visit, kTown)}, clock_.Now());
  const PushReply reply = Push("li", li);
  EXPECT_EQ(reply.outcomes(0).edits(0).verdict(), EditOutcome::APPLIED);
  EXPECT_EQ(reply.outcomes(0).edits(1).verdict(), EditOutcome::APPLIED);
}

TEST_F(IngestTest, ADeletedRowStaysDeletedAndAnEditOfItIsParked) {
  const std::string visit = NewId();
  Chain li = Attached("li"), wang = Attached("wang");
  li.Save({CreateVisit(visit, kTown)}, clock_.Now());
  Push("li", li);
  li.Save({Delete(visit, Stored<Visit>(visit))}, clock_.Now());
  EXPECT_EQ(Push("li", li).outcomes(1).edits(0).verdict(), EditOutcome::APPLIED);
  wang.Save({CreateVisit(visit, kTown)}, clock_.Now());
  EXPECT_EQ(Push("wang", wang).outcomes(0).edits(0).reason(), reason::kDeleted);
  EXPECT_FALSE(Find<Visit>(visit).has_value());
}

TEST_F(IngestTest, ADeleteAgainstUnseenWorkIsParked) {
  const std::string visit = NewId();
  Chain li = Attached("li"), wang = Attached("wang");
  li.Save({CreateVisit(visit, kTown)}, clock_.Now());
  Push("li", li);
  const hub::StoredRow seen = Stored<Visit>(visit);
  Edit purpose = EditField(seen.rev, 8, "", "年度走访");
  purpose.set_entity(Of<Visit>().number);
  purpose.set_row_id(visit);
  wang.Save({purpose}, clock_.Now());
  Push("wang", wang);
  li.Save({Delete(visit, seen)}, clock_.Now());
  EXPECT_EQ(Push("li", li).outcomes(1).edits(0).reason(), reason::kEditedMeanwhile);
  EXPECT_TRUE(Find<Visit>(visit).has_value());
}

TEST_F(IngestTest, ADeleteOfARowWithChildrenIsParked) {
  const std::string visit = NewId();
  Chain li = Attached("li");
  li.Save({CreateVisit(visit, kTown), CreateFinding(visit)}, clock_.Now());
  Push("li", li);
  li.Save({Delete(visit, Stored<Visit>(visit))}, clock_.Now());
  EXPECT_EQ(Push("li", li).outcomes(1).edits(0).reason(), reason::kHasChildren);
}

TEST_F(IngestTest, ARowThatChangesItsAreaMovesWithItsChildren) {
  const std::string visit = NewId();
  Chain li = Attached("li");
  li.Save({CreateVisit(visit, kTown), CreateFinding(visit)}, clock_.Now());
  Push("li", li);
  const hub::StoredRow before = Stored<Visit>(visit);
  schema::Row wanted = before.row;
  wanted.values[Of<Visit>().IndexOf("area_code")] = std::string(kOtherTown);
  Ingest({.user_id = "admin", .server = true}, {UpdateEdit(Of<Visit>(), before, wanted)});
  EXPECT_EQ(Stored<Visit>(visit).scope, "area:370304001");
  EXPECT_EQ(Count("SELECT count(*) FROM _log l JOIN _scope s ON s.n=l.scope"
                  " WHERE s.name='area:370303001' AND l.kind=2"),
            2);
  EXPECT_EQ(Count("SELECT live FROM _scope WHERE name='area:370304001'"), 2);
}

TEST_F(IngestTest, RevsAreNeverUsedAgainAfterARestart) {
  const int64_t before = Rev();
  Chain li = Attached("li");
  ASSERT_TRUE(db_->Write([&] { return hub_->Start(*db_); }).ok());
  li.Save({EditField(before, 5, "旧联系人", "甲")}, clock_.Now());
  Push("li", li);
  EXPECT_GT(Rev() >> 20, before >> 20);
}

// The server was restored: wang's edit stands on a rev that the row had only before, by an edit
// that is not here yet. What he saw is gone, so he has not replaced what is here.
TEST_F(IngestTest, AnEditOnALostRevKeepsBothValues) {
  Chain wang = Attached("wang");
  const int64_t lost = Rev() + 1;
  ASSERT_TRUE(db_->Write([&] { return hub_->Start(*db_); }).ok());
  clock_.Advance(absl::Seconds(1));
  wang.Save({EditField(lost, 5, "李主任", "王主任")}, clock_.Now());
  EXPECT_EQ(Push("wang", wang).outcomes(0).edits(0).verdict(), EditOutcome::CONFLICT);
  EXPECT_EQ(Profile().contact_name(), "王主任");
  EXPECT_EQ(Count("SELECT count(*) FROM conflict WHERE kept_value='\"旧联系人\"'"), 1);
}

TEST_F(IngestTest, ARevStaysLostWhenOtherFieldsHaveMovedTheRowPastIt) {
  Chain li = Attached("li"), wang = Attached("wang");
  const int64_t seen = Rev(), lost = Rev() + 1;
  ASSERT_TRUE(db_->Write([&] { return hub_->Start(*db_); }).ok());
  li.Save({EditField(seen, 6, "", "0533-1234567")}, clock_.Now());
  Push("li", li);
  ASSERT_TRUE(db_->Write([&] { return hub_->Start(*db_); }).ok());
  li.Save({EditField(Rev(), 6, "0533-1234567", "0533-7654321")}, clock_.Now());
  Push("li", li, 2);
  ASSERT_GT(Rev(), lost);
  wang.Save({EditField(lost, 5, "李主任", "王主任")}, clock_.Now());
  EXPECT_EQ(Push("wang", wang).outcomes(0).edits(0).verdict(), EditOutcome::CONFLICT);
}

TEST_F(IngestTest, ARevOfAnEarlierStartThatTheRowHadIsNotLost) {
  Chain li = Attached("li"), wang = Attached("wang");
  const int64_t seen = Rev();
  ASSERT_TRUE(db_->Write([&] { return hub_->Start(*db_); }).ok());
  li.Save({EditField(seen, 6, "", "0533-1234567")}, clock_.Now());
  Push("li", li);
  wang.Save({EditField(seen, 5, "别的旧值", "王主任")}, clock_.Now());
  EXPECT_EQ(Push("wang", wang).outcomes(0).edits(0).verdict(), EditOutcome::APPLIED);
  EXPECT_EQ(Count("SELECT count(*) FROM conflict"), 0);
}

TEST_F(IngestTest, RepliesSayWhichStartMadeThem) {
  Chain li("li", random_, clock_.Now());
  sync::v1::AttachReply attached;
  ASSERT_TRUE(db_->Write([&]() -> absl::Status {
                   auto reply = hub_->Attach(*db_, "li", li.AttachRequest());
                   if (!reply.ok()) return reply.status();
                   attached = *std::move(reply);
                   return absl::OkStatus();
                 })
                  .ok());
  EXPECT_EQ(attached.incarnation(), hub_->incarnation());
  li.Save({EditField(Rev(), 5, "旧联系人", "甲")}, clock_.Now());
  EXPECT_EQ(Push("li", li).incarnation(), hub_->incarnation());
}

TEST_F(IngestTest, AnAppOfALaterProtocolIsToldThatTheServerIsTooOld) {
  Chain li("li", random_, clock_.Now());
  Grant("li", {"370303"});
  sync::v1::AttachRequest request = li.AttachRequest();
  request.set_protocol(base::kProtocol + 1);
  const absl::Status refused =
      db_->Write([&] { return hub_->Attach(*db_, "li", request).status(); });
  EXPECT_EQ(base::ReasonOf(refused), "SERVER_TOO_OLD");
  request.set_protocol(0);  // From before the number was sent.
  EXPECT_TRUE(db_->Write([&] { return hub_->Attach(*db_, "li", request).status(); }).ok());
}

}  // namespace
}  // namespace zoufang::hub
