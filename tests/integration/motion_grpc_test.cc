// Conflicts, moves, attention, tasks and withdrawn tablets, with real tablets over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "clients/fieldwork/conflicts.h"
#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/visits.h"
#include "sync/device/grpc_transport.h"
#include "sync/device/sync_engine.h"
#include "tests/support/server_fixture.h"
#include "zoufang/v1/conflict_service.grpc.pb.h"

namespace zoufang::testing {
namespace {

using fieldwork::FieldChange;
using v1::ResolveConflictRequest;
using AdminStub = v1::AdminService::Stub;
using Stub = v1::ConflictService::Stub;

constexpr char kTown[] = "370303001";
constexpr char kOtherTown[] = "370304001";

struct Officer {
  std::string device_id;
  std::string path;
  std::unique_ptr<fieldwork::Tablet> tablet;
  std::unique_ptr<device::GrpcTransport> transport;
  std::unique_ptr<device::SyncEngine> engine;
};

class MotionGrpcTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start().ok());
    admin_ = server_.SignInAdmin().value_or("");
    ASSERT_TRUE(ImportTowns().ok());
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", kTown);
    ASSERT_TRUE(organization.ok()) << organization.status();
    organization_ = organization->id();
    staff_ = server_.NewCaller("staff", v1::ROLE_STAFF, {"370303"}).value_or("");
    other_staff_ = server_.NewCaller("staff2", v1::ROLE_STAFF, {"370304"}).value_or("");
    conflicts_ = v1::ConflictService::NewStub(server_.channel());
  }

  absl::Status ImportTowns() {
    v1::ImportDivisionsRequest request;
    for (const char* code : {kTown, kOtherTown}) {
      v1::Division& division = *request.add_divisions();
      division.set_id(code);
      division.set_name("某街道");
      division.set_level(v1::DIVISION_LEVEL_TOWN);
    }
    return Call(server_.admin(), &AdminStub::ImportDivisions, request, admin_).status();
  }
  // An officer of the town with a tablet that is in step.
  Officer Enrol(const std::string& user) {
    EXPECT_TRUE(server_.CreateAccount(user, v1::ROLE_OFFICER, {"370303"}).ok());
    const auto enrolled = server_.Enroll(user);
    EXPECT_TRUE(enrolled.ok()) << enrolled.status();
    Officer officer{.device_id = enrolled->device_id(), .path = files_.File(user + ".db")};
    const device::Env env{.clock = server_.clock(), .random = random_};
    officer.tablet = *fieldwork::Tablet::OpenOrCreate(officer.path, env);
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
  void Sync(Officer& officer) {
    const absl::Status status = officer.engine->SyncNow();
    EXPECT_TRUE(status.ok()) << status;
  }
  void Edit(Officer& officer, const std::string& entity, const std::string& id,
            const std::string& field, const std::string& text) {
    const auto edited =
        fieldwork::EditRow(*officer.tablet, entity, id, {{field, FieldChange::Kind::kSet, text}});
    EXPECT_TRUE(edited.ok()) << edited.status();
  }
  int64_t CountOn(Officer& officer, const std::string& sql) {
    int64_t count = -1;
    EXPECT_TRUE(officer.tablet->replica()
                    .Read([&](sql::Database& db) -> absl::Status {
                      auto found = db.QueryInt(sql);
                      if (found.ok()) count = *found;
                      return found.status();
                    })
                    .ok());
    return count;
  }
  // The remarks of the profile, as two officers wrote them without seeing each other's.
  v1::ListConflictsResponse MakeConflict(const std::string& field) {
    Officer li = Enrol("lina"), wang = Enrol("wangqiang");
    Edit(li, "organization_profile", organization_, field, "上午");
    Edit(wang, "organization_profile", organization_, field, "下午");
    Sync(li);
    Sync(wang);
    return Call(*conflicts_, &Stub::ListConflicts, v1::ListConflictsRequest(), staff_).value();
  }
  ResolveConflictRequest Resolution(const std::string& id, ResolveConflictRequest::Choice choice) {
    ResolveConflictRequest request;
    request.set_id(id);
    request.set_choice(choice);
    request.set_reason("电话核实");
    request.set_request_id(server_.NewId());
    return request;
  }
  absl::StatusOr<v1::ConflictDetails> Resolve(const ResolveConflictRequest& request,
                                              const std::string& token) {
    return Call(*conflicts_, &Stub::ResolveConflict, request, token);
  }
  absl::StatusOr<v1::MoveOrganizationResponse> Move(const std::string& area) {
    v1::MoveOrganizationRequest request;
    request.set_organization_id(organization_);
    request.set_area_code(area);
    request.set_request_id(server_.NewId());
    return Call(server_.admin(), &AdminStub::MoveOrganization, request, admin_);
  }
  v1::ListAttentionResponse Attention(const std::string& token) {
    return Call(*conflicts_, &Stub::ListAttention, v1::ListAttentionRequest(), token).value();
  }
  std::string FileOf(const Officer& officer) {
    std::ifstream file(officer.path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  TestServer server_;
  TempDir files_;
  base::SystemRandom random_;
  std::string admin_, staff_, other_staff_, organization_;
  std::unique_ptr<Stub> conflicts_;
};

TEST_F(MotionGrpcTest, AConflictIsSeenAndDecidedByTheServiceOfItsArea) {
  const v1::ListConflictsResponse open = MakeConflict("opening_hours");
  ASSERT_EQ(open.conflicts_size(), 1);
  const std::string id = open.conflicts(0).id();
  v1::GetConflictRequest get;
  get.set_id(id);
  EXPECT_EQ(Reason(Call(*conflicts_, &Stub::GetConflict, get, other_staff_)), "OUTSIDE_AREA");
  const auto details = Call(*conflicts_, &Stub::GetConflict, get, staff_);
  ASSERT_TRUE(details.ok()) << details.status();
  EXPECT_EQ(details->row_label(), "走访档案 · 张店区慈善总会");
  EXPECT_EQ(details->field_label(), "开放时间");
  EXPECT_EQ(details->current_value(), open.conflicts(0).shown_value());
  EXPECT_THAT((std::vector<std::string>{details->conflict().shown_by_name(),
                                        details->conflict().kept_by_name()}),
              ::testing::UnorderedElementsAre("lina", "wangqiang"));
  const ResolveConflictRequest request = Resolution(id, ResolveConflictRequest::KEPT);
  const auto resolved = Resolve(request, staff_);
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  EXPECT_EQ(resolved->current_value(), open.conflicts(0).kept_value());
  EXPECT_EQ(resolved->conflict().resolution(), "电话核实");
  EXPECT_EQ(Resolve(request, staff_)->SerializeAsString(), resolved->SerializeAsString());
  EXPECT_EQ(Reason(Resolve(Resolution(id, ResolveConflictRequest::SHOWN), staff_)),
            "CONFLICT_RESOLVED");
}

TEST_F(MotionGrpcTest, AFieldThatHoldsNeitherValueAnyMoreIsNotOverwritten) {
  const std::string id = MakeConflict("opening_hours").conflicts(0).id();
  Officer zhao = Enrol("zhao");
  Edit(zhao, "organization_profile", organization_, "opening_hours", "全天");
  Sync(zhao);
  EXPECT_EQ(Reason(Resolve(Resolution(id, ResolveConflictRequest::KEPT), staff_)),
            "CONFLICT_CHANGED");
  ResolveConflictRequest write = Resolution(id, ResolveConflictRequest::WRITE);
  write.set_value("\"夜间\"");
  EXPECT_EQ(Reason(Resolve(write, staff_)), "CONFLICT_CHANGED");
  write.set_value("\"全天\"");
  write.set_request_id(server_.NewId());
  EXPECT_TRUE(Resolve(write, staff_).ok());
}

TEST_F(MotionGrpcTest, OnlyWhatAppendsHoldsBothValues) {
  const std::string id = MakeConflict("opening_hours").conflicts(0).id();
  EXPECT_EQ(Reason(Resolve(Resolution(id, ResolveConflictRequest::BOTH), staff_)),
            "FIELDS_INVALID");
}

TEST_F(MotionGrpcTest, BothTextsStandOneAfterTheOther) {
  const v1::ListConflictsResponse open = MakeConflict("remarks");
  ASSERT_EQ(open.conflicts_size(), 1);
  const auto resolved =
      Resolve(Resolution(open.conflicts(0).id(), ResolveConflictRequest::BOTH), staff_);
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  EXPECT_THAT(resolved->current_value(),
              ::testing::AnyOf("\"上午\\u000a下午\"", "\"下午\\u000a上午\""));
}

TEST_F(MotionGrpcTest, AMovedOrganisationLeavesOneTabletAndItsLateWorkStays) {
  Officer li = Enrol("lina");
  const auto visit = fieldwork::Visits(*li.tablet).Start({.organization = organization_});
  ASSERT_TRUE(visit.ok()) << visit.status();
  Sync(li);
  const int64_t answers = CountOn(li, "SELECT count(*) FROM visit_answer");
  Edit(li, "visit", *visit, "purpose", "年度走访");
  const auto moved = Move(kOtherTown);
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->rows_moved(), 2 + answers) << "profile, visit and its answers";
  Sync(li);
  EXPECT_EQ(CountOn(li, "SELECT count(*) FROM visit"), 0);
  EXPECT_EQ(CountOn(li, "SELECT count(*) FROM organization"), 1);
  EXPECT_EQ(li.tablet->replica().Status()->late, 1);
  v1::GetVisitRequest get;
  get.set_id(*visit);
  const auto found = Call(server_.visits(), &v1::VisitService::Stub::GetVisit, get, other_staff_);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->visit().purpose(), "年度走访");
  EXPECT_EQ(Reason(Move("370399999")), "DIVISION_NOT_FOUND");
}

TEST_F(MotionGrpcTest, AfterTheGraceLateWorkWaitsForTheNewOwnerWhoMaySubmitIt) {
  Officer li = Enrol("lina");
  const auto visit = fieldwork::Visits(*li.tablet).Start({.organization = organization_});
  Sync(li);
  Edit(li, "visit", *visit, "purpose", "年度走访");
  ASSERT_TRUE(Move(kOtherTown).ok());
  server_.clock().Advance(absl::Hours(24 * 31));
  admin_ = server_.SignInAdmin().value_or("");
  other_staff_ = server_.SignIn("staff2", TestServer::kPassword).value_or("");
  staff_ = server_.SignIn("staff", TestServer::kPassword).value_or("");
  Sync(li);
  EXPECT_EQ(li.tablet->replica().AttentionList()->size(), 1u);
  EXPECT_EQ(Attention(staff_).items_size(), 0);
  const v1::ListAttentionResponse waiting = Attention(other_staff_);
  ASSERT_EQ(waiting.items_size(), 1);
  EXPECT_EQ(waiting.items(0).reason(), "NOT_YOURS");
  EXPECT_EQ(waiting.items(0).content_json(), "{\"purpose\":{\"old\":\"\",\"new\":\"年度走访\"}}");
  v1::ResubmitEditRequest again;
  again.set_id(waiting.items(0).id());
  again.set_fields_json("{\"purpose\":\"年度走访（补）\"}");
  again.set_reason("属实");
  again.set_request_id(server_.NewId());
  const auto settled = Call(*conflicts_, &Stub::ResubmitEdit, again, other_staff_);
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(settled->settled_by(), "staff2");
  EXPECT_EQ(Attention(other_staff_).items_size(), 0);
  v1::GetVisitRequest get;
  get.set_id(*visit);
  EXPECT_EQ(Call(server_.visits(), &v1::VisitService::Stub::GetVisit, get, other_staff_)
                ->visit()
                .purpose(),
            "年度走访（补）");
  v1::DismissEditRequest dismiss;
  dismiss.set_id(waiting.items(0).id());
  dismiss.set_reason("重复");
  EXPECT_EQ(Reason(Call(*conflicts_, &Stub::DismissEdit, dismiss, other_staff_)), "FIELDS_INVALID");
  dismiss.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(*conflicts_, &Stub::DismissEdit, dismiss, other_staff_)),
            "ATTENTION_SETTLED");
}

TEST_F(MotionGrpcTest, ADismissalThatIsRepeatedIsDoneOnce) {
  Officer li = Enrol("lina");
  const auto visit = fieldwork::Visits(*li.tablet).Start({.organization = organization_});
  Sync(li);
  Edit(li, "visit", *visit, "purpose", "年度走访");
  ASSERT_TRUE(Move(kOtherTown).ok());
  server_.clock().Advance(absl::Hours(24 * 31));
  other_staff_ = server_.SignIn("staff2", TestServer::kPassword).value_or("");
  Sync(li);
  const v1::ListAttentionResponse waiting = Attention(other_staff_);
  ASSERT_EQ(waiting.items_size(), 1);
  v1::DismissEditRequest dismiss;
  dismiss.set_id(waiting.items(0).id());
  dismiss.set_reason("重复");
  dismiss.set_request_id(server_.NewId());
  const auto first = Call(*conflicts_, &Stub::DismissEdit, dismiss, other_staff_);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->settled_by(), "staff2");
  EXPECT_EQ(first->content_json(), waiting.items(0).content_json()) << "the content is kept";
  EXPECT_EQ(Attention(other_staff_).items_size(), 0);
  const auto again = Call(*conflicts_, &Stub::DismissEdit, dismiss, other_staff_);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  dismiss.set_reason("另一理由");
  EXPECT_EQ(Reason(Call(*conflicts_, &Stub::DismissEdit, dismiss, other_staff_)),
            "REQUEST_ID_REUSED");
}

TEST_F(MotionGrpcTest, TwoVisitsOfOneDayAreLinkedAndMakeATask) {
  Officer li = Enrol("lina"), wang = Enrol("wangqiang");
  const auto first = fieldwork::Visits(*li.tablet).Start({.organization = organization_});
  const auto second = fieldwork::Visits(*wang.tablet).Start({.organization = organization_});
  ASSERT_TRUE(first.ok() && second.ok());
  Sync(li);
  Sync(wang);
  Sync(li);
  const auto shown = fieldwork::Visits(*li.tablet).Show(*first);
  ASSERT_TRUE(shown.ok());
  EXPECT_THAT(shown->visit().same_day_visits(), ::testing::ElementsAre(*second));
  const auto tasks = Call(*conflicts_, &Stub::ListTasks, v1::ListTasksRequest(), staff_);
  ASSERT_TRUE(tasks.ok()) << tasks.status();
  ASSERT_EQ(tasks->tasks_size(), 1);
  EXPECT_EQ(tasks->tasks(0).kind(), v1::TASK_KIND_SAME_DAY_VISITS);
  v1::CloseTaskRequest close;
  close.set_id(tasks->tasks(0).id());
  close.set_note("两次不同走访");
  close.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(*conflicts_, &Stub::CloseTask, close, other_staff_)), "OUTSIDE_AREA");
  EXPECT_EQ(Call(*conflicts_, &Stub::CloseTask, close, staff_)->closed_by(), "staff");
  EXPECT_EQ(Call(*conflicts_, &Stub::ListTasks, v1::ListTasksRequest(), staff_)->tasks_size(), 0);
}

TEST_F(MotionGrpcTest, AWithdrawnTabletHandsInItsWorkAndKeepsNothing) {
  Officer li = Enrol("lina");
  Edit(li, "organization_profile", organization_, "opening_hours", "每周二上午开放");
  v1::RevokeDeviceRequest revoke;
  revoke.set_id(li.device_id);
  ASSERT_TRUE(Call(server_.admin(), &AdminStub::RevokeDevice, revoke, admin_).ok());
  EXPECT_EQ(base::ReasonOf(li.engine->SyncNow()), "DEVICE_WITHDRAWN");
  EXPECT_EQ(li.tablet->replica().Status()->held, 0);
  EXPECT_EQ(
      base::ReasonOf(li.tablet->replica().Read([](sql::Database&) { return absl::OkStatus(); })),
      "DEVICE_WITHDRAWN");
  const std::string file = FileOf(li);
  EXPECT_EQ(file.find("张店区慈善总会"), std::string::npos) << "nothing is left in the file";
  EXPECT_EQ(file.find("每周二上午开放"), std::string::npos);
  const auto held =
      Call(server_.admin(), &AdminStub::ListQuarantine, v1::ListQuarantineRequest(), admin_);
  ASSERT_TRUE(held.ok()) << held.status();
  ASSERT_EQ(held->mutations_size(), 1);
  EXPECT_THAT(held->mutations(0).content_json(), ::testing::HasSubstr("每周二上午开放"));
  v1::DecideQuarantinedRequest decide;
  decide.set_id(held->mutations(0).id());
  decide.set_ingest(true);
  decide.set_reason("属实");
  const auto decided = Call(server_.admin(), &AdminStub::DecideQuarantined, decide, admin_);
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->outcome(), "已采用");
  EXPECT_EQ(Reason(Call(server_.admin(), &AdminStub::DecideQuarantined, decide, admin_)),
            "QUARANTINED_DECIDED");
  Officer wang = Enrol("wangqiang");
  EXPECT_EQ(CountOn(wang,
                    "SELECT count(*) FROM organization_profile"
                    " WHERE opening_hours='每周二上午开放'"),
            1);
}

TEST_F(MotionGrpcTest, WhatTheServerHasTakenInBeforeNeedsNoQuarantine) {
  Officer li = Enrol("lina");
  Edit(li, "organization_profile", organization_, "opening_hours", "每周二上午开放");
  Sync(li);
  v1::RevokeDeviceRequest revoke;
  revoke.set_id(li.device_id);
  ASSERT_TRUE(Call(server_.admin(), &AdminStub::RevokeDevice, revoke, admin_).ok());
  EXPECT_EQ(base::ReasonOf(li.engine->SyncNow()), "DEVICE_WITHDRAWN");
  EXPECT_EQ(li.tablet->replica().Status()->held, 0);
  const auto held =
      Call(server_.admin(), &AdminStub::ListQuarantine, v1::ListQuarantineRequest(), admin_);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->mutations_size(), 0);
}

TEST_F(MotionGrpcTest, OnlyAWithdrawnTabletSurrenders) {
  Officer li = Enrol("lina");
  EXPECT_EQ(Reason(li.transport->Surrender(sync::v1::SurrenderRequest())), "INSTALL_NOT_REVOKED");
}

}  // namespace
}  // namespace zoufang::testing
