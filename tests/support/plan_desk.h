// A server with a bureau that plans, two organisations of one town and their officers' tablets.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "clients/fieldwork/work_list.h"
#include "sync/device/grpc_transport.h"
#include "sync/device/sync_engine.h"
#include "tests/support/server_fixture.h"
#include "zoufang/v1/plan_service.grpc.pb.h"

namespace zoufang::testing {

struct PlanOfficer {
  std::unique_ptr<fieldwork::Tablet> tablet;
  std::unique_ptr<device::GrpcTransport> transport;
  std::unique_ptr<device::SyncEngine> engine;
};

class PlanDesk : public ::testing::Test {
 protected:
  static constexpr char kTown[] = "370303001";
  static constexpr char kToday[] = "2026-03-02";

  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    admin_ = server_.SignInAdmin().value_or("");
    v1::ImportDivisionsRequest towns;
    towns.add_divisions()->set_id(kTown);
    towns.mutable_divisions(0)->set_name("某街道");
    towns.mutable_divisions(0)->set_level(v1::DIVISION_LEVEL_TOWN);
    ASSERT_TRUE(
        Call(server_.admin(), &v1::AdminService::Stub::ImportDivisions, towns, admin_).ok());
    for (const char* name : {"张店区慈善总会", "张店区棋类协会"}) {
      const auto organization = server_.ImportOrganization(name, "", kTown);
      ASSERT_TRUE(organization.ok()) << organization.status();
      organizations_.push_back(organization->id());
    }
    staff_ = server_.NewCaller("staff", v1::ROLE_STAFF, {"370303"}).value_or("");
    other_staff_ = server_.NewCaller("staff2", v1::ROLE_STAFF, {"370304"}).value_or("");
    ASSERT_TRUE(server_.CreateAccount("lina", v1::ROLE_OFFICER, {"370303"}).ok());
    ASSERT_TRUE(server_.CreateAccount("zhao", v1::ROLE_OFFICER, {"370304"}).ok());
    plans_ = v1::PlanService::NewStub(server_.channel());
  }

  // An officer of the town.
  void CreateOfficer(const std::string& user_name, const std::string& display_name) {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_user_name(user_name);
    request.mutable_account()->set_display_name(display_name);
    request.mutable_account()->set_role(v1::ROLE_OFFICER);
    request.mutable_account()->add_area_prefixes(kTown);
    request.set_password(TestServer::kPassword);
    request.set_request_id(server_.NewId());
    const auto created =
        Call(server_.admin(), &v1::AdminService::Stub::CreateAccount, request, admin_);
    ASSERT_TRUE(created.ok()) << created.status();
  }
  PlanOfficer Enrol(const std::string& user) {
    const auto enrolled = server_.Enroll(user);
    EXPECT_TRUE(enrolled.ok()) << enrolled.status();
    const device::Env env{.clock = server_.clock(), .random = random_};
    PlanOfficer officer;
    officer.tablet = *fieldwork::Tablet::OpenOrCreate(files_.File(user + ".db"), env);
    EXPECT_TRUE(officer.tablet->replica()
                    .SetEnrollment({.server = "test",
                                    .user_id = enrolled->user_id(),
                                    .user_name = user,
                                    .device_id = enrolled->device_id(),
                                    .token = enrolled->token()})
                    .ok());
    officer.transport =
        std::make_unique<device::GrpcTransport>(server_.channel(), enrolled->token());
    officer.engine =
        std::make_unique<device::SyncEngine>(officer.tablet->replica(), *officer.transport, env);
    Sync(officer);
    return officer;
  }
  void Sync(PlanOfficer& officer) {
    const absl::Status status = officer.engine->SyncNow();
    EXPECT_TRUE(status.ok()) << status;
  }
  // The purposes of what waits on the tablet.
  std::vector<std::string> Waiting(PlanOfficer& officer) {
    std::vector<std::string> texts;
    const auto work = fieldwork::ListWork(*officer.tablet, kToday);
    for (const auto& item : *work) texts.push_back(item.text);
    return texts;
  }

  v1::PlanVisitsRequest NewRequest(const std::string& purpose = "年度走访") {
    v1::PlanVisitsRequest request;
    for (const std::string& id : organizations_) request.add_organization_ids(id);
    request.set_kind(v1::VISIT_KIND_OUTREACH);
    request.add_assignees("lina");
    request.set_due_on("2026-03-20");
    request.set_priority(2);
    request.set_purpose(purpose);
    request.set_request_id(server_.NewId());
    return request;
  }
  absl::StatusOr<v1::PlanVisitsResponse> Plan(const v1::PlanVisitsRequest& request,
                                              const std::string& token) {
    return Call(*plans_, &v1::PlanService::Stub::PlanVisits, request, token);
  }
  // The plan of one visit of the first organisation.
  v1::VisitPlanItem PlanOne(const std::string& due_on = "2026-03-20") {
    v1::PlanVisitsRequest request = NewRequest();
    request.mutable_organization_ids()->RemoveLast();
    request.set_due_on(due_on);
    const auto planned = Plan(request, staff_);
    EXPECT_TRUE(planned.ok()) << planned.status();
    return planned.ok() ? planned->plans(0) : v1::VisitPlanItem();
  }
  std::vector<std::string> Listed(v1::ListVisitPlansRequest request, const std::string& token) {
    std::vector<std::string> ids;
    do {
      const auto page = Call(*plans_, &v1::PlanService::Stub::ListVisitPlans, request, token);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& item : page->plans()) ids.push_back(item.plan().id());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }
  absl::StatusOr<v1::VisitPlanItem> Cancel(const std::string& id, const std::string& reason) {
    v1::CancelVisitPlanRequest request;
    request.set_id(id);
    request.set_reason(reason);
    request.set_request_id(server_.NewId());
    return Call(*plans_, &v1::PlanService::Stub::CancelVisitPlan, request, staff_);
  }
  absl::StatusOr<v1::VisitPlanItem> Reopen(const std::string& id) {
    v1::ReopenVisitPlanRequest request;
    request.set_id(id);
    request.set_request_id(server_.NewId());
    return Call(*plans_, &v1::PlanService::Stub::ReopenVisitPlan, request, staff_);
  }
  v1::UpdateVisitPlanRequest Reassignment(const v1::VisitPlanItem& item, const std::string& to) {
    v1::UpdateVisitPlanRequest request;
    request.mutable_plan()->set_id(item.plan().id());
    request.mutable_plan()->add_assignees(to);
    request.mutable_update_mask()->add_paths("assignees");
    request.set_etag(item.etag());
    request.set_request_id(server_.NewId());
    return request;
  }
  absl::StatusOr<v1::VisitPlanItem> Update(const v1::UpdateVisitPlanRequest& request) {
    return Call(*plans_, &v1::PlanService::Stub::UpdateVisitPlan, request, staff_);
  }
  absl::StatusOr<v1::VisitForm> Publish(const std::string& content, const std::string& token) {
    v1::PublishVisitFormRequest request;
    request.set_content(content);
    request.set_request_id(server_.NewId());
    return Call(*plans_, &v1::PlanService::Stub::PublishVisitForm, request, token);
  }
  template <typename T>
  static std::vector<std::string> Fields(const absl::StatusOr<T>& result) {
    std::vector<std::string> fields;
    for (const auto& one : base::ViolationsOf(result.status())) fields.push_back(one.field);
    return fields;
  }

  TestServer server_;
  TempDir files_;
  base::SystemRandom random_;
  std::string admin_, staff_, other_staff_;
  std::vector<std::string> organizations_;
  std::unique_ptr<v1::PlanService::Stub> plans_;
};

}  // namespace zoufang::testing
