// A tablet whose access was withdrawn: it hands in what it holds and keeps nothing.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "clients/fieldwork/edits.h"
#include "tests/support/officers.h"

namespace zoufang::fieldwork {
namespace {

using testing::Reason;

// Answers every call as to a withdrawn tablet, and takes what it hands in.
class RevokingTransport : public testing::LocalTransport {
 public:
  using LocalTransport::LocalTransport;
  absl::StatusOr<sync::v1::PushReply> Push(const sync::v1::PushRequest& request) override {
    return revoked ? Refuse() : LocalTransport::Push(request);
  }
  absl::StatusOr<std::vector<sync::v1::PullPage>> Pull(
      const sync::v1::PullRequest& request) override {
    if (revoked) return Refuse();
    return LocalTransport::Pull(request);
  }
  absl::StatusOr<sync::v1::SurrenderReply> Surrender(
      const sync::v1::SurrenderRequest& request) override {
    if (!reachable) return absl::UnavailableError("no network");
    for (const auto& mutation : request.mutations()) taken.push_back(mutation);
    return sync::v1::SurrenderReply();
  }

  bool revoked = false;
  bool reachable = true;
  std::vector<sync::v1::Mutation> taken;

 private:
  static absl::Status Refuse() {
    return base::MakeError(
        {absl::StatusCode::kPermissionDenied, "INSTALL_REVOKED", "已停用", "revoked"});
  }
};

class WithdrawalTest : public testing::Officers {
 protected:
  void SetUp() override {
    Officers::SetUp();
    li_ = Enrol("lina");
    const device::Env env{.clock = clock_, .random = random_};
    transport_ = std::make_unique<RevokingTransport>(*hub_, *db_, "lina");
    engine_ = std::make_unique<device::SyncEngine>(li_.tablet->replica(), *transport_, env);
    EXPECT_TRUE(EditRow(*li_.tablet, "organization_profile", organization_,
                        {{"opening_hours", FieldChange::Kind::kSet, "每周二上午开放"}})
                    .ok());
    transport_->revoked = true;
  }
  device::ReplicaStatus Status() { return *li_.tablet->replica().Status(); }
  std::string File() {
    std::ifstream file(dir_.File("lina.db"), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  Officer li_;
  std::unique_ptr<RevokingTransport> transport_;
  std::unique_ptr<device::SyncEngine> engine_;
};

TEST_F(WithdrawalTest, ItHandsInItsUnsentWorkAndNothingIsLeftInTheFile) {
  EXPECT_EQ(Reason(engine_->SyncNow()), "DEVICE_WITHDRAWN");
  ASSERT_EQ(transport_->taken.size(), 1u);
  EXPECT_EQ(Status().held, 0);
  EXPECT_TRUE(Status().withdrawn);
  EXPECT_EQ(File().find("淄博市张店区志愿者协会"), std::string::npos);
  EXPECT_EQ(File().find("每周二上午开放"), std::string::npos);
  EXPECT_EQ(Reason(li_.tablet->replica().GetEnrollment()), "NOT_ENROLLED");
}

// The server may be restored to before what it answered: only what a backup holds is safe.
TEST_F(WithdrawalTest, ItHandsInWhatNoBackupHolds) {
  transport_->revoked = false;
  ASSERT_TRUE(engine_->SyncNow().ok());
  ASSERT_EQ(Status().pending, 0);
  ASSERT_EQ(Status().durable_seq, 0u);
  transport_->revoked = true;
  EXPECT_EQ(Reason(engine_->SyncNow()), "DEVICE_WITHDRAWN");
  EXPECT_EQ(transport_->taken.size(), 1u);
}

TEST_F(WithdrawalTest, WithoutANetworkItShowsNoRowAndGoesOnTrying) {
  transport_->reachable = false;
  EXPECT_TRUE(absl::IsUnavailable(engine_->SyncNow()));
  EXPECT_EQ(Reason(li_.tablet->replica().Read([](sql::Database&) { return absl::OkStatus(); })),
            "DEVICE_WITHDRAWN");
  EXPECT_EQ(Reason(EditRow(*li_.tablet, "visit", "x", {})), "DEVICE_WITHDRAWN");
  EXPECT_EQ(Status().held, 1);
  EXPECT_EQ(File().find("淄博市张店区志愿者协会"), std::string::npos)
      << "the rows are gone at once";
  transport_->reachable = true;
  EXPECT_EQ(Reason(engine_->SyncNow()), "DEVICE_WITHDRAWN");
  EXPECT_EQ(transport_->taken.size(), 1u);
  EXPECT_EQ(Status().held, 0);
}

TEST_F(WithdrawalTest, EnrolledAgainItBeginsAnew) {
  EXPECT_EQ(Reason(engine_->SyncNow()), "DEVICE_WITHDRAWN");
  transport_->revoked = false;
  ASSERT_TRUE(li_.tablet->replica()
                  .SetEnrollment({.server = "local",
                                  .user_id = "lina",
                                  .user_name = "lina",
                                  .device_id = "d2",
                                  .token = "t2"})
                  .ok());
  const absl::Status status = engine_->SyncNow();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(CountOn(li_, "SELECT count(*) FROM organization"), 1);
}

}  // namespace
}  // namespace zoufang::fieldwork
