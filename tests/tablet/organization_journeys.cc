// What an officer does with an organisation before and after a visit.
#include <gmock/gmock.h>

#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/visits.h"
#include "clients/tablet/organization_rows.h"
#include "tests/tablet/field_day.h"
#include "zoufang/v1/report.pb.h"

namespace zoufang::testing {
namespace {

using ::testing::ElementsAre;

constexpr char kVolunteers[] = "51370303MJE9005678";

class OrganizationJourneyTest : public FieldDay {
 protected:
  template <typename Message>
  std::vector<Message> RowsOf() {
    const auto file = FileOf("li");
    std::vector<Message> rows;
    const absl::Status read = file->replica().Read([&](sql::Database& db) -> absl::Status {
      auto found = fieldwork::SelectRows<Message>(db, file->catalogue(), "ORDER BY \"id\"", {});
      if (found.ok()) rows = *std::move(found);
      return found.status();
    });
    EXPECT_TRUE(read.ok()) << read;
    return rows;
  }
  // A finding whose rectification waits to be looked at.
  void FindAndRectify() {
    const auto file = FileOf("li");
    fieldwork::Visits visits(*file);
    const auto visit = visits.Start({.organization = kVolunteers});
    ASSERT_TRUE(visit.ok()) << visit.status();
    const auto finding = visits.AddFinding(
        *visit, {.item_code = "safety", .severity = 2, .description = "灭火器过期"});
    ASSERT_TRUE(finding.ok()) << finding.status();
    ASSERT_TRUE(visits.Finish(*visit).ok());
    for (const char* state : {"rectifying", "recheck"}) {
      ASSERT_TRUE(
          fieldwork::EditRow(*file, "finding", *finding, {{.field = "state", .text = state}}).ok());
    }
  }
};

// "text/level" of each line about how it stands.
std::vector<std::string> StandingOf(const v1::Organization& organization, const char* day) {
  absl::Time now;
  std::string problem;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d", day, &now, &problem)) << problem;
  fieldwork::OrganizationCard card;
  card.organization = organization;
  const tablet::Texts texts;
  std::vector<std::string> lines;
  for (const QVariant& line : OrganizationData(card, texts, now)["standing"].toList()) {
    const QVariantMap map = line.toMap();
    lines.push_back((map["text"].toString() + "/" + map["level"].toString()).toStdString());
  }
  return lines;
}

TEST(StandingTest, CertificateTermAnnualReportAndListingsAreShown) {
  v1::Organization organization;
  organization.set_status(v1::REGISTRATION_STATUS_REGISTERED);
  organization.set_certificate_valid_to("2026-07-15");
  organization.set_term_ends_on("2026-04-30");
  organization.set_annual_report_year(2024);
  organization.set_party_clause(true);
  EXPECT_THAT(StandingOf(organization, "2026-03-02"),
              ElementsAre("正常登记/ok", "证书有效期至 2026-07-15/ok",
                          "本届至 2026-04-30 届满/notice", "年报已报至 2024 年度/ok"));
  organization.set_listing(v1::CREDIT_LISTING_ABNORMAL);
  EXPECT_THAT(StandingOf(organization, "2026-08-01"),
              ElementsAre("正常登记/ok", "活动异常名录/warning", "证书已于 2026-07-15 到期/warning",
                          "已于 2026-04-30 届满，未换届/warning", "年报已报至 2024 年度/warning"))
      << "2025 is due since the end of May";
}

TEST_F(OrganizationJourneyTest, ItIsCalledAndFound) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  OpenOrganization(*li, "志愿");
  STEP(hand.Type("contactPhone", "0533-2188001"));
  STEP(hand.Type("actualAddress", "和平路 8 号"));
  STEP(hand.Wait([&] { return hand.Find("call")->isEnabled(); }));
  STEP(Awaits(*li, "waiting", 0));
  STEP(hand.Tap("call"));
  EXPECT_EQ(li->sharer.called, "0533-2188001");
  STEP(hand.Wait([&] {
    hand.Tap("navigate");
    return li->sharer.navigated == "|和平路 8 号";
  }));
}

TEST_F(OrganizationJourneyTest, ACorrectionOfALegalFactIsProposedWithEvidence) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  OpenOrganization(*li, "志愿");
  STEP(hand.Tap("propose_name"));
  STEP(hand.Clear("proposedValue"));
  STEP(hand.Type("proposedValue", "淄博市张店区志愿服务协会"));
  STEP(!hand.Find("sendProposal")->isEnabled());
  STEP(hand.Type("evidence", "门口牌匾与登记证书不一致"));
  STEP(hand.Tap("sendProposal"));
  STEP(hand.Closed());
  STEP(hand.Wait([&] { return RowsOf<v1::Correction>().size() == 1; }));
  const v1::Correction correction = RowsOf<v1::Correction>().front();
  EXPECT_EQ(correction.field_name(), "name");
  EXPECT_EQ(correction.current_value(), "淄博市张店区志愿者协会");
  EXPECT_EQ(correction.proposed_value(), "淄博市张店区志愿服务协会");
  EXPECT_EQ(correction.evidence(), "门口牌匾与登记证书不一致");
  STEP(Awaits(*li, "waiting", 0));
  EXPECT_EQ(li->app->sync().data()["attention"], 0);
}

TEST_F(OrganizationJourneyTest, ARecheckClosesAFindingOrOpensItAgainForAReason) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  FindAndRectify();
  STEP(hand.Tap("work_recheck"));
  STEP(hand.Tap("recheckFail"));
  STEP(!hand.Find("reasonOk")->isEnabled());
  STEP(hand.Type("reasonText", "仍是旧的"));
  STEP(hand.Tap("reasonOk"));
  STEP(hand.Closed());
  STEP(hand.Wait([&] { return !hand.Shows("recheckFail"); }));
  EXPECT_EQ(RowsOf<v1::Finding>().front().state(), v1::FINDING_STATE_OPEN);
  EXPECT_EQ(RowsOf<v1::Recheck>().front().note(), "仍是旧的");

  const auto file = FileOf("li");
  const std::string finding = RowsOf<v1::Finding>().front().id();
  for (const char* state : {"rectifying", "recheck"}) {
    ASSERT_TRUE(
        fieldwork::EditRow(*file, "finding", finding, {{.field = "state", .text = state}}).ok());
  }
  STEP(hand.Tap("recheckPass"));
  STEP(hand.Wait([&] { return !hand.Shows("recheckPass"); }));
  EXPECT_EQ(RowsOf<v1::Finding>().front().state(), v1::FINDING_STATE_CLOSED);
  STEP(Awaits(*li, "waiting", 0));
  EXPECT_EQ(li->app->sync().data()["attention"], 0);
}

TEST_F(OrganizationJourneyTest, ARiskIsReportedInThreeTapsAndASentence) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  OpenOrganization(*li, "志愿");
  STEP(hand.Tap("riskOpen"));
  STEP(hand.Tap("risk_safety"));
  STEP(hand.Tap("riskSeverity_3"));
  STEP(hand.Type("riskText", "消防通道被占用"));
  STEP(hand.Tap("riskSend"));
  STEP(hand.Wait([&] { return RowsOf<v1::RiskReport>().size() == 1; }));
  EXPECT_EQ(RowsOf<v1::RiskReport>().front().severity(), 3);
  STEP(Awaits(*li, "waiting", 0));
}

}  // namespace
}  // namespace zoufang::testing
