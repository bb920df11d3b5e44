// What a tablet counts as received: by outcomes, not by what it shows.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using ::testing::IsEmpty;
using testing::kA;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr uint32_t kNote = 1;

class ReceivedTest : public testing::DeviceWorld {
 protected:
  void SaveNote(const std::string& id) {
    ASSERT_TRUE(
        Save(absl::StrCat("INSERT INTO note(id, area_code) VALUES ('", id, "', '1')")).ok());
  }
  std::map<uint32_t, int64_t> Received() { return replica_->Status()->received; }
};

TEST_F(ReceivedTest, ARowCountsOnceTheServerTookItIn) {
  Install({kA});
  SaveNote("a");
  EXPECT_THAT(Received(), IsEmpty()) << "it is shown, and nobody else has it";
  Push();
  EXPECT_THAT(Received(), UnorderedElementsAre(Pair(kNote, 1)));
}

TEST_F(ReceivedTest, NeitherOthersRowsNorChangesNorPartsCount) {
  server_.Put(kA, "note", "theirs", 7, {{"area_code", "1"}});
  Install({kA});
  SaveNote("a");
  ASSERT_TRUE(Save("INSERT INTO part(id, note_id) VALUES ('p', 'a')").ok());
  ASSERT_TRUE(Save("UPDATE note SET keep='x'").ok());
  EXPECT_EQ(Query("SELECT count(*) FROM note"), "2");
  Push();
  EXPECT_THAT(Received(), UnorderedElementsAre(Pair(kNote, 1)));
}

TEST_F(ReceivedTest, WhatIsParkedRejectedOrHeldDoesNotCountUntilItIsTakenIn) {
  using sync::v1::EditOutcome;
  Install({kA});
  for (const auto verdict : {EditOutcome::PARKED, EditOutcome::REJECTED, EditOutcome::HELD}) {
    const std::string id = absl::StrCat("n", verdict);
    SaveNote(id);
    server_.verdicts[id].set_verdict(verdict);
  }
  Push();
  EXPECT_THAT(Received(), IsEmpty());
  const std::string held = absl::StrCat("n", EditOutcome::HELD);
  server_.verdicts.erase(held);
  server_.Put(kA, "note", held, 9, {{"area_code", "1"}});
  ASSERT_TRUE(Pull().ok());
  Push();
  EXPECT_THAT(Received(), UnorderedElementsAre(Pair(kNote, 1)));
}

TEST_F(ReceivedTest, ARowThatLeftAndAMutationThatWasForgottenStillCount) {
  Install({kA});
  SaveNote("a");
  server_.durable = 1;
  Push();
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(replica_->Status()->held, 0);
  server_.granted.clear();
  ASSERT_TRUE(Pull().ok());
  EXPECT_EQ(Query("SELECT count(*) FROM note"), "0");
  EXPECT_THAT(Received(), UnorderedElementsAre(Pair(kNote, 1)));
}

TEST_F(ReceivedTest, WhatARestoredServerLostCountsAgainOnceItHasIt) {
  Install({kA});
  SaveNote("a");
  Push();
  server_.Forget();
  server_.incarnation = 8;
  ASSERT_TRUE(Pull().ok());
  Attach();
  EXPECT_THAT(Received(), IsEmpty());
  Push();
  EXPECT_THAT(Received(), UnorderedElementsAre(Pair(kNote, 1)));
}

TEST_F(ReceivedTest, AnotherUserStartsFromNothing) {
  Install({kA});
  SaveNote("a");
  Push();
  SaveNote("b");
  const device::Enrollment li = *replica_->GetEnrollment();
  ASSERT_TRUE(replica_->SetEnrollment(li).ok());
  EXPECT_THAT(Received(), UnorderedElementsAre(Pair(kNote, 1))) << "a new token, the same user";
  ASSERT_TRUE(replica_->SetEnrollment({.server = li.server, .user_id = "wang"}).ok());
  Attach();
  Push();
  EXPECT_THAT(Received(), IsEmpty()) << "b is the first user's, too";
  SaveNote("c");
  Push();
  EXPECT_THAT(Received(), UnorderedElementsAre(Pair(kNote, 1)));
}

}  // namespace
}  // namespace zoufang
