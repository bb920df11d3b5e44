// What the console asks of the server: who is here, how an area stands, lists across visits.
#include <gtest/gtest.h>

#include "sync/base/error.h"
#include "tests/support/server_fixture.h"
#include "zoufang/v1/desk_service.grpc.pb.h"

namespace zoufang::testing {
namespace {

using Stub = v1::DeskService::Stub;

class ServerDeskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    desk_ = v1::DeskService::NewStub(server_.channel());
    organization_ = *server_.ImportOrganization("张店区慈善总会", "", "370303001");
    far_ = *server_.ImportOrganization("博山区慈善总会", "", "370304001");
    staff_ = *server_.NewCaller("chenjing", v1::ROLE_STAFF, {"370303"});
    admin_ = *server_.SignInAdmin();
  }

  // A finished visit with one finding, due on `due_on`.
  v1::VisitDetails Visit(const v1::Organization& organization, const std::string& token,
                         const std::string& due_on) {
    v1::CreateVisitRequest request;
    v1::VisitDetails& details = *request.mutable_details();
    details.mutable_visit()->set_organization_id(organization.id());
    details.mutable_visit()->set_kind(v1::VISIT_KIND_OUTREACH);
    details.mutable_visit()->mutable_started_at()->set_seconds(1772413200);
    v1::Finding& finding = *details.add_findings();
    finding.set_item_code("certificate");
    finding.set_severity(2);
    finding.set_description("证书过期");
    finding.set_due_on(due_on);
    request.set_request_id(server_.NewId());
    auto created = Call(server_.visits(), &v1::VisitService::Stub::CreateVisit, request, token);
    EXPECT_TRUE(created.ok()) << created.status();
    v1::FinaliseVisitRequest finalise;
    finalise.set_id(created->visit().id());
    finalise.set_request_id(server_.NewId());
    return *Call(server_.visits(), &v1::VisitService::Stub::FinaliseVisit, finalise, token);
  }
  absl::StatusOr<v1::FindingItem> Advance(const std::string& id, v1::FindingState state,
                                          const std::string& due_on = "") {
    v1::AdvanceFindingRequest request;
    request.set_finding_id(id);
    request.set_state(state);
    request.set_due_on(due_on);
    request.set_request_id(server_.NewId());
    return Call(*desk_, &Stub::AdvanceFinding, request, staff_);
  }
  v1::AdvanceFindingRequest Withdrawal(const std::string& id, const std::string& reason) {
    v1::AdvanceFindingRequest request;
    request.set_finding_id(id);
    request.set_state(v1::FINDING_STATE_WITHDRAWN);
    request.set_reason(reason);
    request.set_request_id(server_.NewId());
    return request;
  }
  absl::StatusOr<v1::FindingItem> Withdraw(const std::string& id, const std::string& reason) {
    return Call(*desk_, &Stub::AdvanceFinding, Withdrawal(id, reason), staff_);
  }
  v1::VisitDetails VisitOf(const v1::VisitDetails& visit) {
    v1::GetVisitRequest request;
    request.set_id(visit.visit().id());
    return *Call(server_.visits(), &v1::VisitService::Stub::GetVisit, request, staff_);
  }
  absl::StatusOr<v1::Overview> Overview(const std::string& token) {
    return Call(*desk_, &Stub::GetOverview, v1::GetOverviewRequest(), token);
  }
  absl::StatusOr<v1::ListFindingsResponse> Findings(const std::string& token,
                                                    const v1::ListFindingsRequest& request = {}) {
    return Call(*desk_, &Stub::ListFindings, request, token);
  }
  absl::Status FileComplaint() {
    v1::FileComplaintRequest request;
    request.set_request_id(server_.NewId());
    v1::Complaint& complaint = *request.mutable_complaint();
    complaint.set_kind(v1::COMPLAINT_KIND_VIOLATION);
    complaint.set_organization_id(organization_.id());
    complaint.set_category("fees");
    complaint.set_narrative("收费不公开");
    complaint.set_reporter_mode(v1::REPORTER_MODE_ANONYMOUS);
    return Call(server_.complaints(), &v1::ComplaintService::Stub::FileComplaint, request).status();
  }

  TestServer server_;
  std::unique_ptr<Stub> desk_;
  v1::Organization organization_;
  v1::Organization far_;
  std::string staff_;
  std::string admin_;
};

TEST_F(ServerDeskTest, TheDeskTellsWhoIsSignedInAndWhere) {
  const auto desk = Call(*desk_, &Stub::GetDesk, v1::GetDeskRequest(), staff_);
  ASSERT_TRUE(desk.ok()) << desk.status();
  EXPECT_EQ(desk->user_name(), "chenjing");
  EXPECT_EQ(desk->role(), v1::ROLE_STAFF);
  ASSERT_EQ(desk->area_prefixes_size(), 1);
  EXPECT_EQ(desk->area_prefixes(0), "370303");
  EXPECT_EQ(desk->server_time().seconds(), 1772413200);
}

TEST_F(ServerDeskTest, TheOverviewCountsWhatLiesInTheCallersAreas) {
  const std::string other = *server_.NewCaller("boshan", v1::ROLE_STAFF, {"370304"});
  Visit(organization_, staff_, "2026-03-01");
  Visit(far_, other, "2026-04-01");
  ASSERT_TRUE(FileComplaint().ok());
  const auto overview = Overview(staff_);
  ASSERT_TRUE(overview.ok()) << overview.status();
  ASSERT_EQ(overview->areas_size(), 1);
  const v1::AreaStanding& area = overview->areas(0);
  EXPECT_EQ(area.area_code(), "370303001");
  EXPECT_EQ(area.organizations(), 1);
  EXPECT_EQ(area.organizations_visited(), 1);
  EXPECT_EQ(area.visits(), 1);
  EXPECT_EQ(area.open_findings(), 1);
  EXPECT_EQ(area.overdue_findings(), 1) << "due the day before";
  ASSERT_EQ(overview->organizations_size(), 1);
  EXPECT_EQ(overview->organizations(0).name(), "张店区慈善总会");
  ASSERT_EQ(overview->cases_size(), 1);
  EXPECT_EQ(overview->cases(0).age(), v1::CaseCount::UP_TO_7_DAYS);
  EXPECT_EQ(overview->cases(0).cases(), 1);
}

TEST_F(ServerDeskTest, AnAdministratorCountsAllAreasButNoCases) {
  ASSERT_TRUE(FileComplaint().ok());
  const auto overview = Overview(admin_);
  ASSERT_TRUE(overview.ok()) << overview.status();
  EXPECT_EQ(overview->areas_size(), 2);
  EXPECT_EQ(overview->cases_size(), 0);
}

TEST_F(ServerDeskTest, FindingsComeTheEarliestDueFirstAndPageByPage) {
  Visit(organization_, staff_, "");
  Visit(organization_, staff_, "2026-05-01");
  Visit(organization_, staff_, "2026-04-01");
  v1::ListFindingsRequest request;
  request.set_page_size(2);
  const auto first = Findings(staff_, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->findings_size(), 2);
  EXPECT_EQ(first->findings(0).finding().due_on(), "2026-04-01");
  EXPECT_EQ(first->findings(1).finding().due_on(), "2026-05-01");
  EXPECT_EQ(first->findings(0).organization_name(), "张店区慈善总会");
  request.set_page_token(first->next_page_token());
  const auto second = Findings(staff_, request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->findings_size(), 1);
  EXPECT_EQ(second->findings(0).finding().due_on(), "");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(ServerDeskTest, AFindingGoesFromOpenToRectifyingToRecheckAndNoOtherWay) {
  const std::string id = Visit(organization_, staff_, "").findings(0).id();
  EXPECT_EQ(Reason(Advance(id, v1::FINDING_STATE_RECHECK)), "FINDING_STATE");
  const auto rectifying = Advance(id, v1::FINDING_STATE_RECTIFYING, "2026-04-01");
  ASSERT_TRUE(rectifying.ok()) << rectifying.status();
  EXPECT_EQ(rectifying->finding().state(), v1::FINDING_STATE_RECTIFYING);
  EXPECT_EQ(rectifying->finding().due_on(), "2026-04-01");
  const auto recheck = Advance(id, v1::FINDING_STATE_RECHECK);
  ASSERT_TRUE(recheck.ok()) << recheck.status();
  EXPECT_EQ(recheck->finding().state(), v1::FINDING_STATE_RECHECK);
  EXPECT_EQ(Reason(Advance(id, v1::FINDING_STATE_CLOSED)), "FIELDS_INVALID");
}

TEST_F(ServerDeskTest, AFindingThatWasNoneIsWithdrawnOnceAndTheVisitKeepsTheReason) {
  const v1::VisitDetails visit = Visit(organization_, staff_, "2026-03-20");
  const v1::AdvanceFindingRequest request = Withdrawal(visit.findings(0).id(), "证书当日已换发");
  for (int sent = 0; sent < 2; ++sent) {
    const auto withdrawn = Call(*desk_, &Stub::AdvanceFinding, request, staff_);
    ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
    EXPECT_EQ(withdrawn->finding().state(), v1::FINDING_STATE_WITHDRAWN);
    EXPECT_EQ(withdrawn->finding().due_on(), "2026-03-20") << "as it was";
  }
  const v1::VisitDetails kept = VisitOf(visit);
  ASSERT_EQ(kept.amendments_size(), 1);
  EXPECT_EQ(kept.amendments(0).subject(), "撤回问题 certificate");
  EXPECT_EQ(kept.amendments(0).text(), "证书过期");
  EXPECT_EQ(kept.amendments(0).reason(), "证书当日已换发");
  EXPECT_EQ(kept.amendments(0).amended_by(), "chenjing");
  EXPECT_EQ(kept.amendments(0).amended_at().seconds(), 1772413200);
  EXPECT_EQ(Reason(Withdraw(visit.findings(0).id(), "再撤回")), "FINDING_STATE");
}

TEST_F(ServerDeskTest, OnlyAnOpenFindingIsWithdrawnAndOnlyForAReason) {
  const v1::VisitDetails visit = Visit(organization_, staff_, "");
  const std::string& id = visit.findings(0).id();
  EXPECT_EQ(Reason(Withdraw(id, "")), "FIELDS_INVALID");
  EXPECT_EQ(Reason(Withdraw(id, " \n")), "FIELDS_INVALID");
  EXPECT_EQ(Reason(Withdraw(id, std::string(501, 'a'))), "FIELDS_INVALID");
  v1::AdvanceFindingRequest dated = Withdrawal(id, "不是问题");
  dated.set_due_on("2026-04-01");
  EXPECT_EQ(Reason(Call(*desk_, &Stub::AdvanceFinding, dated, staff_)), "FIELDS_INVALID");
  v1::AdvanceFindingRequest other_step = Withdrawal(id, "不是问题");
  other_step.set_state(v1::FINDING_STATE_RECTIFYING);
  EXPECT_EQ(Reason(Call(*desk_, &Stub::AdvanceFinding, other_step, staff_)), "FIELDS_INVALID");
  ASSERT_TRUE(Advance(id, v1::FINDING_STATE_RECTIFYING).ok());
  EXPECT_EQ(Reason(Withdraw(id, "不是问题")), "FINDING_STATE");
  const v1::VisitDetails kept = VisitOf(visit);
  EXPECT_EQ(kept.findings(0).state(), v1::FINDING_STATE_RECTIFYING);
  EXPECT_EQ(kept.amendments_size(), 0) << "what is refused leaves nothing";
}

TEST_F(ServerDeskTest, AFindingElsewhereIsNotTheCallersToAdvanceOrWithdraw) {
  const std::string other = *server_.NewCaller("boshan", v1::ROLE_STAFF, {"370304"});
  const std::string id = Visit(far_, other, "").findings(0).id();
  EXPECT_EQ(Reason(Advance(id, v1::FINDING_STATE_RECTIFYING)), "OUTSIDE_AREA");
  EXPECT_EQ(Reason(Withdraw(id, "不是问题")), "OUTSIDE_AREA");
}

TEST_F(ServerDeskTest, OrganisationsAreListedByNameWithinTheAreas) {
  ASSERT_TRUE(server_.ImportOrganization("张店区书画协会", "", "370303002").ok());
  v1::ListOrganizationsRequest request;
  request.set_page_size(1);
  const auto first = Call(*desk_, &Stub::ListOrganizations, request, staff_);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->organizations_size(), 1);
  request.set_page_token(first->next_page_token());
  const auto second = Call(*desk_, &Stub::ListOrganizations, request, staff_);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->organizations_size(), 1);
  EXPECT_LT(first->organizations(0).name(), second->organizations(0).name());
  EXPECT_EQ(second->next_page_token(), "") << "the third lies elsewhere";
}

TEST_F(ServerDeskTest, AProfileIsForThoseWhoseAreaCoversIt) {
  v1::GetOrganizationProfileRequest request;
  request.set_organization_id(organization_.id());
  const auto profile = Call(*desk_, &Stub::GetOrganizationProfile, request, staff_);
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->organization_id(), organization_.id());
  request.set_organization_id(far_.id());
  EXPECT_EQ(Reason(Call(*desk_, &Stub::GetOrganizationProfile, request, staff_)), "OUTSIDE_AREA");
}

TEST_F(ServerDeskTest, TheAuditIsSearchedByPersonMethodAndSubject) {
  const v1::VisitDetails visit = Visit(organization_, staff_, "");
  v1::SearchAuditRequest request;
  request.set_user_name("chenjing");
  request.set_method("VisitService.");
  request.set_subject(visit.visit().id());
  request.set_page_size(1);
  const auto first = Call(*desk_, &Stub::SearchAudit, request, admin_);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->entries_size(), 1);
  EXPECT_EQ(first->entries(0).method(), "VisitService.FinaliseVisit");
  EXPECT_EQ(first->entries(0).user_name(), "chenjing");
  request.set_page_token(first->next_page_token());
  const auto second = Call(*desk_, &Stub::SearchAudit, request, admin_);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->entries_size(), 1);
  EXPECT_EQ(second->entries(0).method(), "VisitService.CreateVisit");
}

TEST_F(ServerDeskTest, ATabletThatPullsWithUnsentWorkIsSeenWaitingSinceItFirstTold) {
  ASSERT_TRUE(server_.CreateAccount("lina", v1::ROLE_OFFICER, {"370303"}).ok());
  const auto enrolled = server_.Enroll("lina");
  ASSERT_TRUE(enrolled.ok()) << enrolled.status();
  const auto pull = [&](int held) {
    CallContext context(enrolled->token());
    zoufang::sync::v1::PullRequest request;
    for (int i = 0; i < held; ++i) request.add_held()->set_seq(i + 1);
    auto reader = server_.sync().Pull(&context, request);
    zoufang::sync::v1::PullPage page;
    while (reader->Read(&page)) {
    }
    reader->Finish();
  };
  const auto device = [&] {
    const auto devices = Call(server_.admin(), &v1::AdminService::Stub::ListDevices,
                              v1::ListDevicesRequest(), admin_);
    return devices->devices(0);
  };
  pull(2);
  EXPECT_EQ(device().pending(), 2);
  EXPECT_EQ(device().pending_since().seconds(), 1772413200);
  server_.clock().Advance(absl::Minutes(1));
  pull(3);
  EXPECT_EQ(device().pending(), 3);
  EXPECT_EQ(device().pending_since().seconds(), 1772413200) << "since it first told";
  pull(0);
  EXPECT_EQ(device().pending(), 0);
  EXPECT_FALSE(device().has_pending_since());
}

TEST_F(ServerDeskTest, DivisionsAreListedByLevelToAnybody) {
  v1::ImportDivisionsRequest import;
  for (const auto& [code, level] : {std::pair("370303", v1::DIVISION_LEVEL_DISTRICT),
                                    std::pair("370303001", v1::DIVISION_LEVEL_TOWN)}) {
    v1::Division& division = *import.add_divisions();
    division.set_id(code);
    division.set_name(code);
    division.set_level(level);
  }
  ASSERT_TRUE(Call(server_.admin(), &v1::AdminService::Stub::ImportDivisions, import, admin_).ok());
  v1::ListDivisionsRequest request;
  request.add_levels(v1::DIVISION_LEVEL_TOWN);
  const auto towns = Call(*desk_, &Stub::ListDivisions, request);
  ASSERT_TRUE(towns.ok()) << towns.status();
  ASSERT_EQ(towns->divisions_size(), 1);
  EXPECT_EQ(towns->divisions(0).id(), "370303001");
}

}  // namespace
}  // namespace zoufang::testing
