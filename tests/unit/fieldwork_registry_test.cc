// Looking organisations up on a tablet, offline.
#include "clients/fieldwork/registry.h"

#include <gtest/gtest.h>

#include "clients/fieldwork/summary.h"
#include "clients/fieldwork/visits.h"
#include "domain/credit_code.h"
#include "tests/support/officers.h"

namespace zoufang::fieldwork {
namespace {

using testing::Reason;

class RegistryTest : public testing::Officers {
 protected:
  void SetUp() override {
    Officers::SetUp();
    code_ = *domain::MakeCreditCode('1', "370300", "MJE90001");
    ceramics_ = AddOrganization("淄博市陶瓷行业协会", code_);
    li_ = Enrol("lina");
  }
  absl::StatusOr<RegistryAnswer> Search(const std::string& text) {
    Registry registry(*li_.tablet);
    EXPECT_TRUE(registry.Load().ok());
    return registry.Search({.text = text});
  }

  std::string code_;
  std::string ceramics_;
  Officer li_;
};

TEST_F(RegistryTest, AnOrganisationIsFoundByNamePinyinInitialsAndCode) {
  for (const std::string& text :
       {std::string("陶瓷"), std::string("taoci"), std::string("zbstc"), code_}) {
    const auto answer = Search(text);
    ASSERT_TRUE(answer.ok()) << text;
    ASSERT_FALSE(answer->hits.empty()) << text;
    EXPECT_EQ(answer->hits.front().organization.id(), ceramics_) << text;
  }
}

TEST_F(RegistryTest, AWrongCheckCharacterIsRefusedWithTheRightCode) {
  std::string wrong = code_;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  const auto answer = Search(wrong);
  EXPECT_EQ(Reason(answer), "CREDIT_CODE_INVALID");
  EXPECT_NE(base::ChineseMessageOf(answer.status()).find(code_), std::string::npos);
  EXPECT_EQ(Reason(GetOrganizationCard(*li_.tablet, wrong)), "CREDIT_CODE_INVALID");
}

TEST_F(RegistryTest, ARegisteredCodeWithAWrongCheckCharacterIsFoundAllTheSame) {
  // 51370303MJE9005678 of the first organisation is such a code of the pilot years.
  ASSERT_FALSE(domain::CheckCreditCode("51370303MJE9005678").well_formed());
  EXPECT_TRUE(GetOrganizationCard(*li_.tablet, "51370303mje9005678").ok());
}

TEST_F(RegistryTest, ACardHoldsFactsProfileVisitsAndOpenFindings) {
  Visits visits(*li_.tablet);
  const auto visit = visits.Start({.organization = ceramics_});
  ASSERT_TRUE(
      visits.AddFinding(*visit, {.item_code = "a", .severity = 1, .description = "b"}).ok());
  const auto card = GetOrganizationCard(*li_.tablet, code_);
  ASSERT_TRUE(card.ok());
  EXPECT_EQ(card->organization.name(), "淄博市陶瓷行业协会");
  EXPECT_TRUE(card->profile.has_value());
  EXPECT_EQ(card->visits.size(), 1u);
  EXPECT_EQ(card->open_findings.size(), 1u);
  ASSERT_TRUE(visits.Void(*visit, "r").ok());
  EXPECT_TRUE(GetOrganizationCard(*li_.tablet, code_)->open_findings.empty());
}

TEST_F(RegistryTest, TheSummaryTellsWhatIsHereFromWhatTheServerReceived) {
  ASSERT_TRUE(Visits(*li_.tablet).Start({.organization = ceramics_}).ok());
  auto summary = Summarise(*li_.tablet);
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(summary->user_name, "lina");
  EXPECT_EQ(summary->organizations, 2);
  EXPECT_EQ(summary->visits, 1);
  EXPECT_EQ(summary->drafts, 1);
  EXPECT_EQ(summary->visits_received, 0);
  EXPECT_EQ(summary->sync.pending, 1);
  Sync(li_);
  Grant("lina", {});  // Another town's from now on.
  Sync(li_);
  summary = Summarise(*li_.tablet);
  EXPECT_EQ(summary->visits, 0);
  EXPECT_EQ(summary->visits_received, 1);
}

TEST_F(RegistryTest, ATabletThatIsNotThereIsNotMade) {
  const device::Env env{.clock = clock_, .random = random_};
  EXPECT_EQ(Reason(Tablet::Open(dir_.File("none.db"), env).status()), "TABLET_MISSING");
  EXPECT_FALSE(std::filesystem::exists(dir_.File("none.db")));
}

}  // namespace
}  // namespace zoufang::fieldwork
