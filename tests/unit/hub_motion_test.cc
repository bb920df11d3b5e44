// Rows that move, work that comes late, children of children, and what follows from writes.
#include <gtest/gtest.h>

#include <functional>

#include "sync/hub/observer.h"
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
using v1::Finding;
using v1::Recheck;
using v1::Visit;

class MotionTest : public testing::HubWorld {
 protected:
  void SetUp() override {
    HubWorld::SetUp();
    Grant("li", {"370303"});
    Grant("wang", {"370303"});
    visit_.set_id(NewId());
    visit_.set_area_code(kTown);
    visit_.set_organization_id(NewId());
    visit_.set_kind(v1::VISIT_KIND_OUTREACH);
    visit_.mutable_started_at()->set_seconds(1'780'000'000);
    visit_.set_state(v1::VISIT_STATE_DRAFT);
    finding_.set_id(NewId());
    finding_.set_visit_id(visit_.id());
    finding_.set_item_code("fire");
    finding_.set_severity(3);
    finding_.set_description("灭火器过期");
    finding_.set_state(v1::FINDING_STATE_RECHECK);
    recheck_.set_id(NewId());
    recheck_.set_finding_id(finding_.id());
    recheck_.set_result(v1::RECHECK_RESULT_PASS);
    recheck_.mutable_checked_at()->set_seconds(1'780'000'000);
  }

  template <typename Message>
  Edit Create(const Message& message) {
    return CreateEdit(Of<Message>(), *RowOf(Of<Message>(), message));
  }
  // The edit of an author who saw the row as it is now.
  template <typename Message>
  Edit Change(const std::string& id, std::function<void(Message&)> change) {
    const StoredRow stored = Stored<Message>(id);
    auto wanted = MessageOf<Message>(Of<Message>(), stored.row);
    change(wanted);
    return UpdateEdit(Of<Message>(), stored, *RowOf(Of<Message>(), wanted));
  }
  Edit Severity(int severity) {
    return Change<Finding>(finding_.id(), [&](Finding& row) { row.set_severity(severity); });
  }
  Edit State(v1::FindingState state) {
    return Change<Finding>(finding_.id(), [&](Finding& row) { row.set_state(state); });
  }
  Edit Resolve(const std::string& conflict) {
    return Change<sync::v1::Conflict>(conflict, [](sync::v1::Conflict& row) {
      row.set_state(sync::v1::CONFLICT_STATE_RESOLVED);
      row.set_resolution("现场核实");
    });
  }
  void MoveVisit(const std::string& area) {
    Ingest({.user_id = "admin", .server = true},
           {Change<Visit>(visit_.id(), [&](Visit& row) { row.set_area_code(area); })});
  }
  // What became of the only edit of one mutation of a new install.
  EditOutcome PushOne(const std::string& user, Edit edit) {
    return PushAll(user, {std::move(edit)}).outcomes(0).edits(0);
  }
  PushReply PushAll(const std::string& user, std::vector<Edit> edits) {
    Chain chain(user, random_, clock_.Now());
    chain.set_grant_version(version_);
    chain.Save(std::move(edits), clock_.Now());
    PushReply reply;
    EXPECT_TRUE(db_->Write([&]() -> absl::Status {
                     auto attached = hub_->Attach(*db_, user, chain.AttachRequest());
                     if (!attached.ok()) return attached.status();
                     auto result = hub_->Push(*db_, user, chain.PushRequest(clock_.Now()));
                     if (!result.ok()) return result.status();
                     reply = *std::move(result);
                     return absl::OkStatus();
                   })
                    .ok());
    return reply;
  }
  EditOutcome Known(const std::string& uuid, int edit) {
    EditOutcome outcome;
    EXPECT_TRUE(db_->Read([&]() -> absl::Status {
                     auto known = hub_->OutcomeOf(*db_, uuid);
                     if (known.ok()) outcome = known->edits(edit);
                     return known.status();
                   })
                    .ok());
    return outcome;
  }

  Visit visit_;
  Finding finding_;
  Recheck recheck_;
  int64_t version_ = 0;
};

TEST_F(MotionTest, AnOfficerRaisesASeverityAndDoesNotLowerIt) {
  ServerCreates(visit_);
  ServerCreates(finding_);
  EXPECT_EQ(PushOne("li", Severity(4)).verdict(), EditOutcome::APPLIED);
  const EditOutcome lowered = PushOne("li", Severity(1));
  EXPECT_EQ(lowered.verdict(), EditOutcome::PARKED);
  EXPECT_EQ(lowered.reason(), reason::kOnlyRaised);
  EXPECT_EQ(Find<Finding>(finding_.id())->severity(), 4);
  Ingest({.user_id = "staff", .server = true}, {Severity(2)});
  EXPECT_EQ(Find<Finding>(finding_.id())->severity(), 2);
}

TEST_F(MotionTest, WorkFromBeforeAMoveIsTakenInWithinTheGraceAndMarked) {
  ServerCreates(visit_);
  const Edit seen = Change<Visit>(visit_.id(), [](Visit& row) { row.set_purpose("年度走访"); });
  EXPECT_FALSE(PushOne("li", seen).late());
  const Edit summary = Change<Visit>(visit_.id(), [](Visit& row) { row.set_summary("正常"); });
  MoveVisit(kOtherTown);
  clock_.Advance(absl::Hours(24 * 29));
  const EditOutcome outcome = PushOne("li", summary);
  EXPECT_EQ(outcome.verdict(), EditOutcome::APPLIED);
  EXPECT_TRUE(outcome.late());
  EXPECT_EQ(Stored<Visit>(visit_.id()).scope, "area:370304001");
}

TEST_F(MotionTest, AfterTheGraceItIsParkedThoughItsAuthorKeptHisAreas) {
  ServerCreates(visit_);
  const Edit summary = Change<Visit>(visit_.id(), [](Visit& row) { row.set_summary("正常"); });
  MoveVisit(kOtherTown);
  clock_.Advance(absl::Hours(24 * 31));
  const EditOutcome outcome = PushOne("li", summary);
  EXPECT_EQ(outcome.verdict(), EditOutcome::PARKED);
  EXPECT_EQ(outcome.reason(), reason::kNotYours);
  EXPECT_FALSE(outcome.late());
}

TEST_F(MotionTest, AnAreaTakenInTheMiddleOfAPushMarksWhatComesAfterItAsLate) {
  ServerCreates(visit_);
  Chain chain("li", random_, clock_.Now());
  chain.set_grant_version(Count("SELECT max(version) FROM _grant"));
  for (const char* summary : {"一", "二"}) {
    chain.Save({Change<Visit>(visit_.id(), [&](Visit& row) { row.set_summary(summary); })},
               clock_.Now());
  }
  const auto push = [&](size_t from, size_t count) {
    sync::v1::PushRequest request = chain.PushRequest(clock_.Now(), from);
    request.mutable_mutations()->DeleteSubrange(count, request.mutations_size() - count);
    PushReply reply;
    EXPECT_TRUE(db_->Write([&]() -> absl::Status {
                     auto result = hub_->Push(*db_, "li", request);
                     if (!result.ok()) return result.status();
                     reply = *std::move(result);
                     return absl::OkStatus();
                   })
                    .ok());
    return reply.outcomes(0).edits(0);
  };
  ASSERT_TRUE(
      db_->Write([&] { return hub_->Attach(*db_, "li", chain.AttachRequest()).status(); }).ok());
  const EditOutcome before = push(1, 1);
  Grant("li", {"370305"});
  const EditOutcome after = push(2, 1);
  EXPECT_EQ(before.verdict(), EditOutcome::APPLIED);
  EXPECT_FALSE(before.late());
  EXPECT_TRUE(after.late()) << after.ShortDebugString();
  EXPECT_NE(after.verdict(), EditOutcome::REJECTED);
}

TEST_F(MotionTest, ALaterGrantThatStillCoversTheRowDoesNotBeginTheGrace) {
  ServerCreates(visit_);
  version_ = Count("SELECT max(version) FROM _grant WHERE user_id='li'");
  const Edit summary = Change<Visit>(visit_.id(), [](Visit& row) { row.set_summary("正常"); });
  Grant("li", {"370303", "370305"});
  clock_.Advance(absl::Hours(24 * 40));
  Grant("li", {"370305"});
  EXPECT_TRUE(PushOne("li", summary).late());
}

TEST_F(MotionTest, AChildOfAChildMovesWithTheVisit) {
  ServerCreates(visit_);
  ServerCreates(finding_);
  ServerCreates(recheck_);
  MoveVisit(kOtherTown);
  EXPECT_EQ(Stored<Recheck>(recheck_.id()).scope, "area:370304001");
  EXPECT_EQ(Count("SELECT live FROM _scope WHERE name='area:370304001'"), 3);
}

TEST_F(MotionTest, ChildrenOfChildrenAreCreatedAfterTheirParentsInWhateverOrderTheyCome) {
  const PushReply reply = PushAll("li", {Create(recheck_), Create(finding_), Create(visit_)});
  for (const EditOutcome& edit : reply.outcomes(0).edits()) {
    EXPECT_EQ(edit.verdict(), EditOutcome::APPLIED) << edit.ShortDebugString();
  }
}

TEST_F(MotionTest, WhatWaitsTogetherForItsVisitIsReleasedTogether) {
  const PushReply held = PushAll("wang", {Create(recheck_), Create(finding_)});
  EXPECT_EQ(held.outcomes(0).edits(0).verdict(), EditOutcome::HELD);
  EXPECT_EQ(held.outcomes(0).edits(1).verdict(), EditOutcome::HELD);
  PushOne("li", Create(visit_));
  EXPECT_EQ(Known(held.outcomes(0).uuid(), 0).verdict(), EditOutcome::APPLIED);
  EXPECT_EQ(Known(held.outcomes(0).uuid(), 1).verdict(), EditOutcome::APPLIED);
  EXPECT_EQ(Count("SELECT count(*) FROM _held"), 0);
}

TEST_F(MotionTest, AFailedRecheckHoldsAgainstAPassedOneUntilAPersonDecides) {
  ServerCreates(visit_);
  ServerCreates(finding_);
  const Edit failed = State(v1::FINDING_STATE_OPEN);
  EXPECT_EQ(PushOne("li", State(v1::FINDING_STATE_CLOSED)).verdict(), EditOutcome::APPLIED);
  const EditOutcome outcome = PushOne("wang", failed);
  ASSERT_EQ(outcome.verdict(), EditOutcome::CONFLICT);
  EXPECT_EQ(Find<Finding>(finding_.id())->state(), v1::FINDING_STATE_OPEN);
  EXPECT_EQ(PushOne("li", State(v1::FINDING_STATE_CLOSED)).reason(), reason::kStateNotAllowed)
      << "without a decision no step leads there";
  PushAll("li", {State(v1::FINDING_STATE_CLOSED), Resolve(outcome.conflict_ids(0))});
  EXPECT_EQ(Find<Finding>(finding_.id())->state(), v1::FINDING_STATE_CLOSED);
}

TEST_F(MotionTest, ADecisionTakesOnlyOneOfTheTwoValues) {
  ServerCreates(visit_);
  ServerCreates(finding_);
  const Edit failed = State(v1::FINDING_STATE_OPEN);
  PushOne("li", State(v1::FINDING_STATE_CLOSED));
  const EditOutcome outcome = PushOne("wang", failed);
  PushAll("li", {State(v1::FINDING_STATE_RECHECK), Resolve(outcome.conflict_ids(0))});
  EXPECT_EQ(Find<Finding>(finding_.id())->state(), v1::FINDING_STATE_OPEN);
}

TEST_F(MotionTest, ASurrenderedMutationThatATwinPushedIsNotTakenInTwice) {
  ServerCreates(visit_);
  sync::v1::MutationBody body;
  body.set_user_id("li");
  *body.add_edits() = Change<Visit>(visit_.id(), [](Visit& row) { row.set_summary("正常"); });
  const std::string uuid = random_.Bytes(16);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(
        db_->Write([&] {
             return hub_->IngestSurrendered(*db_, "li", uuid, body.SerializeAsString()).status();
           })
            .ok());
  }
  EXPECT_EQ(Find<Visit>(visit_.id())->summary(), "正常");
  EXPECT_EQ(Known(uuid, 0).verdict(), EditOutcome::APPLIED);
}

// Notes what it is told, and answers each new visit with a note in it.
class Noter : public Observer {
 public:
  explicit Noter(const schema::Entity& visit) : visit_(visit) {}
  absl::Status AfterWrite(const Written& row, FollowUps& follow_ups) override {
    told_.push_back(row.entity->name + (row.created ? " created" : " changed"));
    if (row.entity->number != visit_.number || !row.created) return absl::OkStatus();
    auto stored = LoadRow(follow_ups.database(), visit_, row.row_id);
    if (!stored.ok()) return stored.status();
    schema::Row wanted = stored->row;
    wanted.values[visit_.IndexOf("same_day_visits")] = std::string("[\"x\"]");
    return follow_ups.Write({UpdateEdit(visit_, *stored, wanted)});
  }
  const std::vector<std::string>& told() const { return told_; }

 private:
  const schema::Entity& visit_;
  std::vector<std::string> told_;
};

TEST_F(MotionTest, AnObserverIsToldOfWhatMutationsWriteAndNotOfWhatItWritesItself) {
  Noter noter(Of<Visit>());
  hub_->set_observer(&noter);
  PushAll("li", {Create(visit_), Create(finding_)});
  EXPECT_EQ(noter.told(), (std::vector<std::string>{"Visit created", "Finding created"}));
  EXPECT_EQ(Find<Visit>(visit_.id())->same_day_visits(0), "x");
  EXPECT_EQ(Count("SELECT live FROM _scope WHERE name='area:370303001'"), 2);
  EXPECT_EQ(Count("SELECT head FROM _scope WHERE name='area:370303001'"), 3);
}

}  // namespace
}  // namespace zoufang::hub
