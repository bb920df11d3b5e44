// A copy of a tablet, a restored tablet, a server that lost the install: the chain stays, under a
// new install id (protocol T5, T6).
#include <gmock/gmock.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using ::testing::ElementsAre;
using testing::kA;

class ForkTest : public testing::DeviceWorld {
 protected:
  void SaveNote(const std::string& id) {
    ASSERT_TRUE(
        Save(absl::StrCat("INSERT INTO note(id, area_code) VALUES ('", id, "', '1')")).ok());
  }
  std::string install_id() { return replica_->Status()->install_id; }
  // Puts the file back to what it was at BackUp.
  void BackUp() { ASSERT_TRUE(tool_->BackUp(dir_.File("backup.db")).ok()); }
  void RestoreTablet() {
    replica_.reset();
    tool_.reset();
    for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(path() + tail);
    std::filesystem::copy(dir_.File("backup.db"), path());
    Reopen();
    tool_ = sql::Database::Open(path(), {.application_id = device::kApplicationId}).value();
  }
  void ExpectForked(const std::string& before) {
    EXPECT_NE(install_id(), before);
    EXPECT_FALSE(replica_->Status()->attached);
    EXPECT_FALSE(replica_->MakePush()->has_value());
    EXPECT_FALSE(replica_->MakePull()->has_value());
  }
};

TEST_F(ForkTest, ForkedAnswerGivesANewInstallWithTheSameChain) {
  SaveNote("m");
  SaveNote("n");
  Attach();
  const std::string before = install_id();
  const auto request = replica_->MakePush().value();
  sync::v1::PushReply reply;
  reply.set_status(sync::v1::PushReply::FORKED);
  ASSERT_TRUE(replica_->TakePush(*request, reply).ok());
  ExpectForked(before);
  EXPECT_THAT(Chain(), ElementsAre("1 create m area_code=1", "2 create n area_code=1"));
  const auto attach = replica_->MakeAttach().value();
  EXPECT_EQ(attach->install_id(), install_id());
  ASSERT_EQ(attach->chain_size(), 2);
  EXPECT_EQ(attach->chain(1).hash(), request->mutations(1).hash());
}

TEST_F(ForkTest, UnknownInstallIsAFork) {
  SaveNote("m");
  Attach();
  const std::string before = install_id();
  server_.knows_install = false;
  const auto request = replica_->MakePush().value();
  ASSERT_TRUE(replica_->TakePush(*request, server_.Answer(*request)).ok());
  ExpectForked(before);
}

TEST_F(ForkTest, PullOfARestoredTabletIsNotAppliedAndNoNewWorkCountsAsIncluded) {
  Install({kA});
  BackUp();
  SaveNote("m");
  Push();
  server_.Put(kA, "note", "m", 8, {{"area_code", "1"}});
  ASSERT_TRUE(Pull().ok());
  RestoreTablet();
  SaveNote("n");  // Seq 1 again, another content.
  const std::string before = install_id();
  ASSERT_TRUE(Pull().ok());
  ExpectForked(before);
  EXPECT_EQ(Notes(), "n()") << "nothing of the reply is used";
  CheckScreen();
  Attach();
  Push();
  server_.Put(kA, "note", "n", 9, {{"area_code", "1"}});
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(Notes(), "m() n()");
  CheckScreen();
}

TEST_F(ForkTest, AppliedBeyondTheOwnChainIsAFork) {
  Install({kA});
  BackUp();
  SaveNote("m");
  Push();
  RestoreTablet();
  const std::string before = install_id();
  ASSERT_TRUE(Pull().ok());
  ExpectForked(before);
}

TEST_F(ForkTest, AppliedBelowWhatWasForgottenIsAFork) {
  Install({kA});
  const sync::v1::ChainPoint start = server_.applied;
  SaveNote("m");
  server_.durable = 1;
  Push();
  server_.Put(kA, "note", "m", 8, {{"area_code", "1"}});
  ASSERT_TRUE(Pull().ok());
  ASSERT_EQ(replica_->Status()->held, 0);
  server_.applied = start;
  const std::string before = install_id();
  ASSERT_TRUE(Pull().ok());
  ExpectForked(before);
  const auto attach = replica_->MakeAttach().value();
  EXPECT_EQ(attach->base().seq(), 1);
  Attach();
  EXPECT_TRUE(replica_->Status()->attached);
}

TEST_F(ForkTest, RepliesForTheOldInstallAreIgnored) {
  SaveNote("m");
  Attach();
  const auto push = replica_->MakePush().value();
  const auto reply = server_.Answer(*push);
  const auto pull = replica_->MakePull().value();
  const auto pages = server_.Answer(*pull);
  ASSERT_TRUE(replica_->TakeUnknownInstall(install_id()).ok());
  const std::string now = install_id();
  ASSERT_TRUE(replica_->TakePush(*push, reply).ok());
  ASSERT_TRUE(replica_->TakePull(*pull, pages).ok());
  ASSERT_TRUE(replica_->TakeUnknownInstall(push->install_id()).ok());
  EXPECT_EQ(install_id(), now);
  EXPECT_EQ(replica_->Status()->pending, 1);
}

TEST_F(ForkTest, AttachMayBeAnsweredTwice) {
  SaveNote("m");
  const auto attach = replica_->MakeAttach().value();
  const auto reply = server_.Answer(*attach);
  ASSERT_TRUE(replica_->TakeAttach(*attach, reply).ok());
  ASSERT_TRUE(replica_->TakeAttach(*attach, reply).ok());
  EXPECT_TRUE(replica_->Status()->attached);
}

TEST_F(ForkTest, AttachWhoseAppliedIsNotOnTheChainForksAgain) {
  SaveNote("m");
  const std::string before = install_id();
  const auto attach = replica_->MakeAttach().value();
  auto reply = server_.Answer(*attach);
  reply.mutable_applied()->set_seq(5);
  ASSERT_TRUE(replica_->TakeAttach(*attach, reply).ok());
  ExpectForked(before);
}

TEST_F(ForkTest, AnotherUserOfTheTabletAttachesAnew) {
  SaveNote("m");
  Attach();
  const std::string before = install_id();
  ASSERT_TRUE(replica_->SetEnrollment({.server = "s", .user_id = "li", .token = "new"}).ok());
  EXPECT_EQ(install_id(), before) << "a new token is the same install";
  ASSERT_TRUE(replica_->SetEnrollment({.server = "s", .user_id = "wang"}).ok());
  ExpectForked(before);
  EXPECT_EQ(replica_->Status()->held, 1);
}

}  // namespace
}  // namespace zoufang
