// Attach and push: what is sent, and what replies change (protocol T5, T7, T8).
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"
#include "sync/device/outcomes.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kA;

class PushTest : public testing::DeviceWorld {
 protected:
  void SaveNotes(int count, const std::string& body = "") {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(Save(absl::StrCat("INSERT INTO note(id, area_code, body) VALUES ('n", ++made_,
                                    "', '1', '", body, "')"))
                      .ok());
    }
  }
  sync::v1::PushRequest MustMake() {
    const auto request = replica_->MakePush();
    EXPECT_TRUE(request.ok() && request->has_value()) << request.status();
    return **request;
  }
  static std::vector<uint64_t> Seqs(const sync::v1::PushRequest& request) {
    std::vector<uint64_t> seqs;
    for (const auto& mutation : request.mutations()) seqs.push_back(mutation.seq());
    return seqs;
  }
  int made_ = 0;
};

TEST_F(PushTest, NothingButAttachIsSentFirst) {
  SaveNotes(1);
  EXPECT_FALSE(replica_->MakePush()->has_value());
  EXPECT_FALSE(replica_->MakePull()->has_value());
  EXPECT_FALSE(replica_->MakeSnapshot()->has_value());
  const auto attach = replica_->MakeAttach().value();
  EXPECT_EQ(attach->base().seq(), 0);
  EXPECT_EQ(attach->base().hash(), std::string(16, '\0'));
  ASSERT_EQ(attach->chain_size(), 1);
  EXPECT_EQ(attach->chain(0).seq(), 1);
  Attach();
  EXPECT_FALSE(replica_->MakeAttach()->has_value());
  EXPECT_TRUE(replica_->MakePush()->has_value());
}

TEST_F(PushTest, MutationsGoInOrderUntilEachHasItsOutcome) {
  SaveNotes(3);
  Attach();
  const auto request = MustMake();
  EXPECT_THAT(Seqs(request), ElementsAre(1, 2, 3));
  EXPECT_EQ(request.device_time_us(), absl::ToUnixMicros(clock_.Now()));
  ASSERT_TRUE(replica_->TakePush(request, server_.Answer(request)).ok());
  EXPECT_FALSE(replica_->MakePush()->has_value());
  const auto status = replica_->Status();
  EXPECT_EQ(status->applied_seq, 3);
  EXPECT_EQ(status->pending, 0);
  EXPECT_EQ(status->held, 3);
}

TEST_F(PushTest, WindowIsBoundedByCountAndBySize) {
  Attach();
  SaveNotes(510);
  EXPECT_EQ(MustMake().mutations_size(), 500);
  Push();
  SaveNotes(30, std::string(90'000, 'x'));
  EXPECT_EQ(MustMake().mutations_size(), 12);
}

TEST_F(PushTest, LostReplyIsSentAgainFromTheFirstWithoutOutcome) {
  SaveNotes(2);
  Attach();
  server_.Answer(MustMake());
  EXPECT_THAT(Seqs(MustMake()), ElementsAre(1, 2));
  ASSERT_TRUE(Pull().ok());  // Tells that both were ingested, not what became of them.
  EXPECT_EQ(replica_->Status()->applied_seq, 2);
  EXPECT_EQ(replica_->Status()->pending, 2);
  SaveNotes(1);
  EXPECT_THAT(Seqs(MustMake()), ElementsAre(1, 2, 3));
}

TEST_F(PushTest, WhatTheServerLostIsSentAgain) {
  SaveNotes(1);
  Attach();
  const sync::v1::ChainPoint before = server_.applied;
  Push();
  SaveNotes(1);
  Push();
  server_.applied = before;
  server_.ingests = false;
  auto request = replica_->MakePull().value();
  ASSERT_TRUE(replica_->TakePull(*request, server_.Answer(*request)).ok());
  EXPECT_THAT(Seqs(MustMake()), ElementsAre(1, 2));
  EXPECT_EQ(replica_->Status()->pending, 0)
      << "their outcomes are known, and replaced by later ones";
}

TEST_F(PushTest, ResendStartsAfterWhatTheServerHas) {
  SaveNotes(3);
  Attach();
  const auto request = MustMake();
  sync::v1::PushReply reply;
  reply.set_status(sync::v1::PushReply::RESEND);
  *reply.mutable_applied() = server_.applied;
  ASSERT_TRUE(replica_->TakePush(request, reply).ok());
  EXPECT_THAT(Seqs(MustMake()), ElementsAre(1, 2, 3));
}

TEST_F(PushTest, AttachBringsTheOutcomesOfWhatTheServerKnows) {
  SaveNotes(2);
  Attach();
  Push();
  ASSERT_TRUE(replica_->TakeUnknownInstall(replica_->Status()->install_id).ok());
  const auto attach = replica_->MakeAttach().value();
  EXPECT_EQ(attach->chain_size(), 2);
  Attach();
  EXPECT_FALSE(replica_->MakePush()->has_value());
}

TEST_F(PushTest, OutcomesThatNeedTheAuthorAreListedAndReplacedByLaterOnes) {
  SaveNotes(2);
  Attach();
  server_.verdicts["n1"].set_verdict(sync::v1::EditOutcome::HELD);
  server_.verdicts["n1"].set_reason("WAITS_FOR_ROW");
  server_.verdicts["n1"].set_message("所属记录尚未到达");
  const auto request = MustMake();
  ASSERT_TRUE(replica_->TakePush(request, server_.Answer(request)).ok());
  EXPECT_THAT(AttentionLines(), ElementsAre("1 HELD n1 WAITS_FOR_ROW"));
  EXPECT_EQ(replica_->AttentionList()->at(0).message, "所属记录尚未到达");
  server_.verdicts["n1"].set_verdict(sync::v1::EditOutcome::REJECTED);
  server_.verdicts["n1"].set_reason("PARENT_DELETED");
  ASSERT_TRUE(replica_->TakePush(request, server_.Answer(request)).ok());
  EXPECT_THAT(AttentionLines(), ElementsAre("1 REJECTED n1 PARENT_DELETED"));
  server_.verdicts.clear();
  ASSERT_TRUE(replica_->TakePush(request, server_.Answer(request)).ok());
  EXPECT_THAT(AttentionLines(), IsEmpty());
}

// Two programs push from one file while the server is restored: both asked before, and the reply of
// the server as it was comes last.
TEST_F(PushTest, AReplyOfAnEarlierStartDoesNotReplaceALaterStarts) {
  SaveNotes(1);
  server_.incarnation = 7;
  Attach();
  const auto request = MustMake();
  const sync::v1::PushReply before = server_.Answer(request);
  server_.incarnation = 8;
  server_.verdicts["n1"].set_verdict(sync::v1::EditOutcome::REJECTED);
  server_.verdicts["n1"].set_reason("PARENT_DELETED");
  ASSERT_TRUE(replica_->TakePush(request, server_.Answer(request)).ok());
  EXPECT_FALSE(replica_->Status()->attached);
  Attach();
  EXPECT_THAT(AttentionLines(), ElementsAre("1 REJECTED n1 PARENT_DELETED"));
  ASSERT_TRUE(replica_->TakePush(request, before).ok());
  EXPECT_THAT(AttentionLines(), ElementsAre("1 REJECTED n1 PARENT_DELETED"));
}

// A push that was under way while the server was restored may be taken in there before anybody
// asks.
TEST_F(PushTest, WhatAnotherStartSaysOfTheChainIsAskedFor) {
  Install({kA});
  SaveNotes(2);
  const auto under_way = MustMake();
  Push();
  server_.Forget();
  server_.incarnation = 8;
  server_.verdicts["n1"].set_verdict(sync::v1::EditOutcome::PARKED);
  server_.verdicts["n1"].set_reason("NOT_YOURS");
  server_.Answer(under_way);
  ASSERT_TRUE(Pull().ok());
  EXPECT_THAT(AttentionLines(), IsEmpty());
  Attach();
  EXPECT_THAT(AttentionLines(), ElementsAre("1 PARKED n1 NOT_YOURS"));
  EXPECT_EQ(replica_->Status()->pending, 0);
}

TEST_F(PushTest, WhatAnotherStartDoesNotKnowHasNoOutcome) {
  Install({kA});
  SaveNotes(2);
  Push();
  server_.Forget();
  server_.incarnation = 8;
  ASSERT_TRUE(Pull().ok());
  Attach();
  EXPECT_EQ(replica_->Status()->pending, 2);
}

TEST_F(PushTest, AServerWhoseNumberWentBackIsBelieved) {
  SaveNotes(1);
  server_.incarnation = 8;
  Attach();
  server_.incarnation = 3;
  const auto request = MustMake();
  EXPECT_EQ(request.heard_incarnation(), 8);
  ASSERT_TRUE(replica_->TakePush(request, server_.Answer(request)).ok());
  Attach();
  Push();
  EXPECT_EQ(replica_->Status()->pending, 0);
}

TEST_F(PushTest, HeldEditIsAskedAboutAgainOnceItsRowArrives) {
  Install({kA});
  SaveNotes(2);
  server_.verdicts["n1"].set_verdict(sync::v1::EditOutcome::HELD);
  Push();
  ASSERT_TRUE(Pull().ok());
  EXPECT_FALSE(replica_->MakePush()->has_value());
  server_.Put(kA, "note", "n1", 9, {{"area_code", "1"}});
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(AttentionLines().size(), 1);
  EXPECT_EQ(replica_->Status()->pending, 1);
  server_.verdicts["n1"].set_verdict(sync::v1::EditOutcome::PARKED);
  server_.verdicts["n1"].set_reason("NOT_YOURS");
  Push();
  EXPECT_THAT(AttentionLines(), ElementsAre("1 PARKED n1 NOT_YOURS"));
  EXPECT_EQ(replica_->Status()->pending, 0);
}

TEST_F(PushTest, MutationWithAHeldEditIsKeptUntilItIsAnswered) {
  Install({kA});
  SaveNotes(2);
  server_.durable = 2;
  server_.verdicts["n1"].set_verdict(sync::v1::EditOutcome::HELD);
  Push();
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(replica_->Status()->held, 2) << "2 goes after 1 only";
  server_.verdicts["n1"].set_verdict(sync::v1::EditOutcome::REJECTED);
  server_.verdicts["n1"].set_reason("UNKNOWN_FIELD");
  server_.Put(kA, "note", "n1", 9, {{"area_code", "1"}});
  ASSERT_TRUE(Pull().ok());
  Push();
  ASSERT_TRUE(Pull().ok());
  EXPECT_THAT(AttentionLines(), ElementsAre("1 REJECTED n1 UNKNOWN_FIELD"));
  EXPECT_EQ(replica_->Status()->held, 0);
}

TEST_F(PushTest, HeldEditThatItsAuthorSettledDoesNotKeepItsMutation) {
  Install({kA});
  SaveNotes(1);
  server_.durable = 1;
  server_.verdicts["n1"].set_verdict(sync::v1::EditOutcome::HELD);
  Push();
  const device::Attention item = replica_->AttentionList()->at(0);
  ASSERT_TRUE(replica_
                  ->Save([&](sql::Database& db) {
                    return device::SettleAttention(item, device::Settling::kDismissed,
                                                   "visited again", clock_.Now(), db);
                  })
                  .ok());
  Push();
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(replica_->Status()->held, 0);
}

TEST_F(PushTest, HeldEditWhoseRowIsLeftFromAScopeTakenAnewIsNotAskedAbout) {
  Install({kA});
  server_.Put(kA, "note", "n1", 9, {{"area_code", "1"}});
  ASSERT_TRUE(Pull().ok());
  ASSERT_TRUE(Save("UPDATE note SET keep='x' WHERE id='n1'").ok());
  server_.verdicts["n1"].set_verdict(sync::v1::EditOutcome::HELD);
  Push();
  server_.unknown.insert(kA);
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(AttentionLines().size(), 1);
  EXPECT_EQ(replica_->Status()->pending, 0);
}

TEST_F(PushTest, OutcomeOfAMutationThatWasNotSentIsIgnored) {
  SaveNotes(1);
  Attach();
  const auto request = MustMake();
  auto reply = server_.Answer(request);
  reply.mutable_outcomes(0)->set_uuid(std::string(16, 'u'));
  ASSERT_TRUE(replica_->TakePush(request, reply).ok());
  EXPECT_EQ(replica_->Status()->pending, 1);
}

TEST_F(PushTest, ReplyWithoutAppliedIsMalformedAndForksNothing) {
  SaveNotes(1);
  Attach();
  const std::string install = replica_->Status()->install_id;
  const auto request = MustMake();
  sync::v1::PushReply reply;
  reply.set_status(sync::v1::PushReply::OK);
  EXPECT_EQ(base::ReasonOf(replica_->TakePush(request, reply)), "REPLY_MALFORMED");
  reply = server_.Answer(request);
  reply.set_status(sync::v1::PushReply::STATUS_UNSPECIFIED);
  EXPECT_EQ(base::ReasonOf(replica_->TakePush(request, reply)), "REPLY_MALFORMED");
  EXPECT_EQ(replica_->Status()->install_id, install);
  EXPECT_EQ(replica_->Status()->pending, 1);
}

}  // namespace
}  // namespace zoufang
