// A chain that is longer than one attach carries.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "sync/device/sync_engine.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using ::testing::ElementsAre;
using testing::kA;

class AttachPartsTest : public testing::DeviceWorld {
 protected:
  void SetUp() override {
    DeviceWorld::SetUp();
    engine_ =
        std::make_unique<device::SyncEngine>(*replica_, server_, device::Env{clock_, random_});
    server_.granted = {kA};
    server_.incarnation = 1;
    server_.links = 2;
    for (int i = 1; i <= 5; ++i) {
      ASSERT_TRUE(
          Save(absl::StrCat("INSERT INTO note(id, area_code) VALUES ('n", i, "', '1')")).ok());
    }
  }
  // What is called until it settles.
  std::string Run() {
    server_.calls.clear();
    server_.attaches.clear();
    const absl::Status synced = engine_->SyncNow();
    EXPECT_TRUE(synced.ok()) << synced;
    return absl::StrJoin(server_.calls, " ");
  }
  // "base+links" of each part.
  std::vector<std::string> Parts() {
    std::vector<std::string> parts;
    for (const auto& part : server_.attaches) {
      parts.push_back(absl::StrCat(part.base().seq(), "+", part.chain_size()));
    }
    return parts;
  }
  // Does something as the attach of that number (from 1) arrives.
  void AtAttach(int number, std::function<absl::Status()> act) {
    server_.before = [number, act = std::move(act), count = 0](const std::string& call) mutable {
      return call == "attach" && ++count == number ? act() : absl::OkStatus();
    };
  }

  std::unique_ptr<device::SyncEngine> engine_;
};

TEST_F(AttachPartsTest, EachPartGoesOnWhereTheOneBeforeEnded) {
  EXPECT_EQ(Run(), "attach attach attach push pull snapshot pull");
  EXPECT_THAT(Parts(), ElementsAre("0+2", "2+2", "4+1"));
  EXPECT_EQ(server_.attaches[1].base().hash(), server_.attaches[0].chain(1).hash());
  EXPECT_EQ(server_.attaches[1].install_id(), server_.attaches[0].install_id());
  EXPECT_EQ(server_.attaches[1].protocol(), server_.attaches[0].protocol());
  EXPECT_EQ(server_.mutations.size(), 5u);
}

TEST_F(AttachPartsTest, WhatTheServerKnowsOfAnyPartIsNotPushedAgain) {
  Run();
  server_.incarnation = 2;
  EXPECT_EQ(Run(), "pull attach attach attach pull");
  EXPECT_EQ(server_.attaches[2].heard_incarnation(), 1);
  EXPECT_EQ(replica_->Status()->pending, 0);
}

TEST_F(AttachPartsTest, AfterAForkWhatTheServerKnowsGetsItsOutcomesAndIsNotTakenTwice) {
  Run();
  ASSERT_TRUE(replica_->TakeUnknownInstall(replica_->Status()->install_id).ok());
  EXPECT_EQ(Run(), "attach attach attach push pull") << "what is behind the first part goes again";
  EXPECT_EQ(server_.mutations.size(), 5u);
  EXPECT_EQ(replica_->Status()->pending, 0);
}

TEST_F(AttachPartsTest, APartWithoutAnAnswerIsAskedAgainAndNoneBeforeIt) {
  AtAttach(2, [] { return absl::UnavailableError("no signal"); });
  EXPECT_TRUE(absl::IsUnavailable(engine_->SyncNow()));
  EXPECT_THAT(Parts(), ElementsAre("0+2"));
  EXPECT_FALSE(replica_->Status()->attached);
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n6', '1')").ok());
  EXPECT_EQ(Run(), "attach attach push pull snapshot pull");
  EXPECT_THAT(Parts(), ElementsAre("2+2", "4+1")) << "what came since is pushed";
  EXPECT_EQ(server_.mutations.size(), 6u);
}

TEST_F(AttachPartsTest, WhatWasSaidBeforeTheServerWasStartedAnewCountsForNothing) {
  Run();
  server_.incarnation = 2;
  AtAttach(3, [this] {
    server_.Forget();
    server_.incarnation = 3;
    return absl::OkStatus();
  });
  EXPECT_EQ(Run(), "pull attach attach attach attach attach attach push pull");
  EXPECT_THAT(Parts(), ElementsAre("0+2", "2+2", "4+1", "0+2", "2+2", "4+1"));
  EXPECT_EQ(server_.mutations.size(), 5u) << "what a restored server lost is sent to it again";
  EXPECT_EQ(replica_->Status()->pending, 0);
}

TEST(AttachParts, AnswersWhatTheSameDeviceAsksLaterAndNothingElse) {
  sync::v1::AttachRequest request;
  request.set_install_id("i");
  request.set_heard_incarnation(1);
  request.mutable_base()->set_seq(4);
  request.mutable_base()->set_hash("h");
  request.add_chain()->set_seq(5);
  const device::AttachParts parts(request);
  EXPECT_TRUE(parts.Answers(request));
  sync::v1::AttachRequest longer = request;
  longer.add_chain()->set_seq(6);
  EXPECT_TRUE(parts.Answers(longer));
  sync::v1::AttachRequest other = request;
  other.set_install_id("j");
  EXPECT_FALSE(parts.Answers(other)) << "it forked";
  other = request;
  other.set_heard_incarnation(2);
  EXPECT_FALSE(parts.Answers(other)) << "it attached meanwhile";
  other = request;
  other.mutable_base()->set_seq(5);
  EXPECT_FALSE(parts.Answers(other)) << "it forgot what was answered";
}

}  // namespace
}  // namespace zoufang
