// What an officer edited of organisations that left his area.
#include "clients/fieldwork/own_work.h"

#include <gtest/gtest.h>

#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/reports.h"
#include "clients/fieldwork/visits.h"
#include "tests/support/officers.h"

namespace zoufang::fieldwork {
namespace {

// Carries no push while it is cut.
class OneWayTransport : public testing::LocalTransport {
 public:
  using LocalTransport::LocalTransport;
  absl::StatusOr<sync::v1::PushReply> Push(const sync::v1::PushRequest& request) override {
    if (cut) return absl::UnavailableError("no network");
    return LocalTransport::Push(request);
  }
  bool cut = false;
};

class OwnWorkTest : public testing::Officers {
 protected:
  void SetUp() override {
    Officers::SetUp();
    li_ = Enrol("lina");
    transport_ = std::make_unique<OneWayTransport>(*hub_, *db_, "lina");
    engine_ = std::make_unique<device::SyncEngine>(li_.tablet->replica(), *transport_,
                                                   device::Env{.clock = clock_, .random = random_});
    work_ = *OwnWork::Open(dir_.File("work"));
  }
  void WriteHours() {
    ASSERT_TRUE(EditRow(*li_.tablet, "organization_profile", organization_,
                        {{"opening_hours", FieldChange::Kind::kSet, "每周二"}})
                    .ok());
  }
  // The area goes while nothing that was saved can be sent.
  void HandOverBeforeSending() {
    Grant("lina", {testing::kOtherTown});
    transport_->cut = true;
    Sync();
    transport_->cut = false;
    ASSERT_EQ(CountOn(li_, "SELECT count(*) FROM organization_profile"), 0);
  }
  void Sync() {
    engine_->RequestPull();
    for (int i = 0; i < 20; ++i) {
      engine_->Step();
      clock_.Advance(absl::Seconds(3));
    }
  }
  int64_t Notes() {
    const auto book = sql::Database::Open(
        dir_.File("work"), {.mode = sql::OpenMode::kReadOnly, .application_id = 0x5a464f57});
    return book.ok() ? (*book)->QueryInt("SELECT count(*) FROM note").value_or(-1) : -1;
  }
  std::vector<HandedOver> Review() {
    auto reviewed = work_->Review(*li_.tablet);
    EXPECT_TRUE(reviewed.ok()) << reviewed.status();
    return reviewed.ok() ? *std::move(reviewed) : std::vector<HandedOver>();
  }

  Officer li_;
  std::unique_ptr<OneWayTransport> transport_;
  std::unique_ptr<device::SyncEngine> engine_;
  std::unique_ptr<OwnWork> work_;
};

TEST_F(OwnWorkTest, WhatIsStillToSendOfAHandedOverOrganisationIsShownWithItsValues) {
  WriteHours();
  EXPECT_TRUE(Review().empty());
  HandOverBeforeSending();
  work_ = *OwnWork::Open(dir_.File("work"));  // After a restart.
  const auto handed_over = Review();
  ASSERT_EQ(handed_over.size(), 1u);
  EXPECT_EQ(handed_over[0].name, "淄博市张店区志愿者协会");
  EXPECT_TRUE(handed_over[0].unsent());
  ASSERT_EQ(handed_over[0].records.size(), 1u);
  const HandedOverRecord& record = handed_over[0].records[0];
  EXPECT_EQ(record.label, "走访档案");
  EXPECT_EQ(record.fate, Fate::kUnsent);
  ASSERT_EQ(record.fields.size(), 1u);
  EXPECT_EQ(record.fields[0].label, "开放时间");
  EXPECT_EQ(record.fields[0].after, "每周二");
}

TEST_F(OwnWorkTest, WithinTheGraceItIsTakenInLateAndGoesWhenItsAuthorHasSeenIt) {
  WriteHours();
  Review();
  HandOverBeforeSending();
  ASSERT_TRUE(work_->Acknowledge(organization_).ok());
  EXPECT_EQ(Review().size(), 1u) << "what is unsent does not go";
  Sync();
  const auto handed_over = Review();
  ASSERT_EQ(handed_over.size(), 1u);
  EXPECT_FALSE(handed_over[0].unsent());
  EXPECT_EQ(handed_over[0].records[0].fate, Fate::kTakenLate);
  EXPECT_EQ(handed_over[0].records[0].fields[0].after, "") << "another area's by now";
  ASSERT_TRUE(work_->Acknowledge(organization_).ok());
  EXPECT_TRUE(Review().empty());
}

TEST_F(OwnWorkTest, AfterTheGraceItWaitsForTheNewOwner) {
  WriteHours();
  Review();
  HandOverBeforeSending();
  clock_.Advance(absl::Hours(24 * 31));
  Sync();
  const auto handed_over = Review();
  ASSERT_EQ(handed_over.size(), 1u);
  EXPECT_EQ(handed_over[0].records[0].fate, Fate::kParked);
  EXPECT_FALSE(handed_over[0].records[0].message.empty());
}

TEST_F(OwnWorkTest, SentBeforeTheTabletHearsOfItIsToldAsWell) {
  WriteHours();
  Review();
  Grant("lina", {testing::kOtherTown});
  Sync();
  const auto handed_over = Review();
  ASSERT_EQ(handed_over.size(), 1u);
  EXPECT_EQ(handed_over[0].records[0].fate, Fate::kTakenLate);
}

TEST_F(OwnWorkTest, AllOfAVisitIsOneRecordAlsoWhenTheVisitItselfIsNoLongerHere) {
  const std::string visit = *Visits(*li_.tablet).Start({.organization = organization_});
  Sync();
  Review();
  ASSERT_TRUE(
      Visits(*li_.tablet).Set(visit, {{"summary", FieldChange::Kind::kSet, "台账齐全"}}).ok());
  ASSERT_TRUE(Visits(*li_.tablet)
                  .AddFinding(visit, {.item_code = "fire", .severity = 2, .description = "过期"})
                  .ok());
  Review();
  HandOverBeforeSending();
  const auto handed_over = Review();
  ASSERT_EQ(handed_over.size(), 1u);
  ASSERT_EQ(handed_over[0].records.size(), 1u);
  const HandedOverRecord& record = handed_over[0].records[0];
  EXPECT_EQ(record.label, "走访");
  ASSERT_EQ(record.fields.size(), 1u);
  EXPECT_EQ(record.fields[0].after, "台账齐全");
  EXPECT_EQ(record.made, std::vector<std::string>{"问题"});
}

TEST_F(OwnWorkTest, WhatIsInTheAreaAndAReportFromOutsideItAreNotHandedOver) {
  WriteHours();
  const std::string outside =
      AddOrganization("淄博市博山区陶瓷协会", "51370304MJE9005699", testing::kOtherTown);
  Sync();
  ASSERT_TRUE(ReportRisk(*li_.tablet, {.organization = outside,
                                       .category = "safety",
                                       .severity = 2,
                                       .description = "消防通道被占用"})
                  .ok());
  EXPECT_TRUE(Review().empty());
  Sync();
  EXPECT_TRUE(Review().empty());
}

TEST_F(OwnWorkTest, AnAreaThatComesBackHandsNothingOver) {
  WriteHours();
  Review();
  HandOverBeforeSending();
  Grant("lina", {testing::kTown});
  Sync();
  EXPECT_TRUE(Review().empty());
}

TEST_F(OwnWorkTest, NothingIsKeptOfAWithdrawnTablet) {
  WriteHours();
  Review();
  ASSERT_EQ(Notes(), 1);
  ASSERT_TRUE(li_.tablet->replica().TakeRevoked().ok());
  EXPECT_TRUE(Review().empty());
  EXPECT_EQ(Notes(), 0);
}

}  // namespace
}  // namespace zoufang::fieldwork
