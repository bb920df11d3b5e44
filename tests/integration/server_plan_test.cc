// Visits planned by the service, with real tablets over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_format.h"
#include "tests/support/plan_desk.h"
#include "zoufang/v1/history_service.grpc.pb.h"

namespace zoufang::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Stub = v1::PlanService::Stub;
using ServerPlanTest = PlanDesk;

TEST_F(ServerPlanTest, WhatIsPlannedWaitsOnTheTabletOfWhomItIsAskedOf) {
  PlanOfficer li = Enrol("lina");
  const v1::PlanVisitsRequest request = NewRequest();
  const auto planned = Plan(request, staff_);
  ASSERT_TRUE(planned.ok()) << planned.status();
  ASSERT_EQ(planned->plans_size(), 2);
  const v1::VisitPlanItem& first = planned->plans(0);
  EXPECT_EQ(first.plan().organization_id(), organizations_[0]);
  EXPECT_EQ(first.organization_name(), "张店区慈善总会");
  EXPECT_EQ(first.plan().area_code(), kTown) << "follows from the organisation";
  EXPECT_EQ(first.plan().state(), v1::VISIT_PLAN_STATE_OPEN);
  EXPECT_EQ(first.plan().planned_by(), "staff");
  EXPECT_EQ(Plan(request, staff_)->SerializeAsString(), planned->SerializeAsString());
  Sync(li);
  EXPECT_THAT(Waiting(li), ElementsAre("年度走访", "年度走访"));
}

TEST_F(ServerPlanTest, ADeclinedPlanComesBackWithItsReasonAndIsAskedAgain) {
  PlanOfficer li = Enrol("lina");
  const std::string id = PlanOne().plan().id();
  EXPECT_EQ(Reason(Reopen(id)), "PLAN_STATE");
  Sync(li);
  ASSERT_TRUE(fieldwork::DeclinePlan(*li.tablet, id, "已搬离").ok());
  Sync(li);
  v1::ListVisitPlansRequest declined;
  declined.add_states(v1::VISIT_PLAN_STATE_DECLINED);
  const auto listed = Call(*plans_, &Stub::ListVisitPlans, declined, staff_);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->plans_size(), 1);
  EXPECT_EQ(listed->plans(0).plan().decline_reason(), "已搬离");
  const auto reopened = Reopen(id);
  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_EQ(reopened->plan().decline_reason(), "");
  EXPECT_THAT(Waiting(li), IsEmpty());
  Sync(li);
  EXPECT_THAT(Waiting(li), ElementsAre("年度走访"));
}

TEST_F(ServerPlanTest, ACancelledPlanLeavesTheTabletsList) {
  PlanOfficer li = Enrol("lina");
  const std::string id = PlanOne().plan().id();
  Sync(li);
  EXPECT_EQ(Fields(Cancel(id, "")), std::vector<std::string>{"reason"});
  EXPECT_EQ(Fields(Cancel(id, " 　")), std::vector<std::string>{"reason"}) << "only spaces";
  const auto cancelled = Cancel(id, "已并入联合检查");
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->plan().state(), v1::VISIT_PLAN_STATE_CANCELLED);
  EXPECT_EQ(cancelled->plan().decline_reason(), "已并入联合检查");
  Sync(li);
  EXPECT_THAT(Waiting(li), IsEmpty());
  EXPECT_EQ(Reason(Cancel(id, "再次")), "PLAN_STATE");
  EXPECT_EQ(Reason(Update(Reassignment(*cancelled, "lina"))), "PLAN_STATE");
  EXPECT_EQ(Reason(Cancel(server_.NewId(), "x")), "PLAN_NOT_FOUND");
}

TEST_F(ServerPlanTest, ADeclinedPlanIsCalledOffToo) {
  PlanOfficer li = Enrol("lina");
  const std::string id = PlanOne().plan().id();
  Sync(li);
  ASSERT_TRUE(fieldwork::DeclinePlan(*li.tablet, id, "已搬离").ok());
  Sync(li);
  const auto cancelled = Cancel(id, "核实已搬离");
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->plan().state(), v1::VISIT_PLAN_STATE_CANCELLED);
  EXPECT_EQ(cancelled->plan().decline_reason(), "核实已搬离");
  EXPECT_EQ(Reason(Reopen(id)), "PLAN_STATE");
  Sync(li);
  EXPECT_THAT(Waiting(li), IsEmpty());
  const auto history = v1::HistoryService::NewStub(server_.channel());
  v1::ListRowHistoryRequest row;
  row.set_row_id(id);
  const auto told = Call(*history, &v1::HistoryService::Stub::ListRowHistory, row, staff_);
  ASSERT_TRUE(told.ok()) << told.status();
  std::vector<std::string> reasons;
  for (const auto& change : told->changes()) {
    for (const auto& field : change.fields()) {
      if (field.name() == "decline_reason") reasons.push_back(field.new_value());
    }
  }
  EXPECT_THAT(reasons, Contains("\"已搬离\"")) << "what the officer wrote";
}

TEST_F(ServerPlanTest, WhoIsListedIsTakenAsAnAssigneeAndNobodyElse) {
  ASSERT_TRUE(server_.CreateAccount("wang", v1::ROLE_OFFICER, {kTown}).ok());
  ASSERT_TRUE(server_.CreateAccount("gone", v1::ROLE_OFFICER, {kTown}).ok());
  v1::DisableAccountRequest disable;
  disable.set_user_name("gone");
  ASSERT_TRUE(Call(server_.admin(), &v1::AdminService::Stub::DisableAccount, disable, admin_).ok());
  v1::ListAssigneesRequest request;
  *request.mutable_organization_ids() = NewRequest().organization_ids();
  const auto names = [&](const std::string& query) {
    request.set_query(query);
    std::vector<std::string> found;
    const auto listed = Call(*plans_, &Stub::ListAssignees, request, staff_);
    EXPECT_TRUE(listed.ok()) << listed.status();
    for (const auto& one : listed->assignees()) found.push_back(one.user_name());
    return found;
  };
  EXPECT_THAT(names(""), ElementsAre("lina", "staff", "wang"));
  EXPECT_THAT(names(" WAN "), ElementsAre("wang"));
  EXPECT_THAT(names("zhao"), IsEmpty()) << "of another area";
  for (const char* name : {"lina", "staff", "wang", "zhao", "gone", "admin"}) {
    v1::PlanVisitsRequest plan = NewRequest();
    plan.clear_assignees();
    plan.add_assignees(name);
    const std::vector<std::string> listed = names("");
    const bool is_listed = std::find(listed.begin(), listed.end(), name) != listed.end();
    EXPECT_EQ(Plan(plan, staff_).ok(), is_listed) << name;
  }
  EXPECT_EQ(Reason(Call(*plans_, &Stub::ListAssignees, request, other_staff_)), "OUTSIDE_AREA");
  request.clear_organization_ids();
  EXPECT_THAT(Fields(Call(*plans_, &Stub::ListAssignees, request, staff_)),
              ElementsAre("organization_ids"));
  request.add_organization_ids(server_.NewId());
  EXPECT_EQ(Reason(Call(*plans_, &Stub::ListAssignees, request, staff_)), "ORGANIZATION_NOT_FOUND");
  while (request.organization_ids_size() <= 200) request.add_organization_ids(server_.NewId());
  EXPECT_THAT(Fields(Call(*plans_, &Stub::ListAssignees, request, staff_)),
              ElementsAre("organization_ids"));
}

TEST_F(ServerPlanTest, WhoMayBeAskedIsFoundByDisplayNameInEitherCase) {
  CreateOfficer("wang", "王敏 Amy");
  v1::ListAssigneesRequest request;
  request.add_organization_ids(organizations_[0]);
  for (const char* query : {"王敏", "aMY"}) {
    request.set_query(query);
    const auto listed = Call(*plans_, &Stub::ListAssignees, request, staff_);
    ASSERT_TRUE(listed.ok()) << listed.status();
    ASSERT_EQ(listed->assignees_size(), 1) << query;
    EXPECT_EQ(listed->assignees(0).user_name(), "wang");
    EXPECT_EQ(listed->assignees(0).display_name(), "王敏 Amy");
  }
}

TEST_F(ServerPlanTest, APlanTellsByNameWhomItIsAskedOf) {
  CreateOfficer("wang", "王敏");
  v1::PlanVisitsRequest request = NewRequest();
  request.add_assignees("wang");
  const auto planned = Plan(request, staff_);
  ASSERT_TRUE(planned.ok()) << planned.status();
  const auto listed = Call(*plans_, &Stub::ListVisitPlans, v1::ListVisitPlansRequest(), staff_);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->plans_size(), 2);
  for (const v1::VisitPlanItem& item : {planned->plans(0), listed->plans(0), listed->plans(1)}) {
    ASSERT_EQ(item.assignees_size(), 2);
    EXPECT_EQ(item.assignees(0).user_name(), "lina");
    EXPECT_EQ(item.assignees(0).display_name(), "") << "the account has none";
    EXPECT_EQ(item.assignees(1).user_name(), "wang");
    EXPECT_EQ(item.assignees(1).display_name(), "王敏");
  }
}

TEST_F(ServerPlanTest, OfManyAssigneesAHundredAreListedAndItIsSaidThatThereAreMore) {
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(
        server_.CreateAccount(absl::StrFormat("officer%03d", i), v1::ROLE_OFFICER, {kTown}).ok());
  }
  v1::ListAssigneesRequest request;
  request.add_organization_ids(organizations_[0]);
  request.set_query("officer");
  auto listed = Call(*plans_, &Stub::ListAssignees, request, staff_);
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_EQ(listed->assignees_size(), 100);
  EXPECT_FALSE(listed->more());
  request.set_query("");
  listed = Call(*plans_, &Stub::ListAssignees, request, staff_);
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_EQ(listed->assignees_size(), 100);
  EXPECT_TRUE(listed->more());
}

TEST_F(ServerPlanTest, AReassignedPlanChangesTablets) {
  ASSERT_TRUE(server_.CreateAccount("wang", v1::ROLE_OFFICER, {kTown}).ok());
  PlanOfficer li = Enrol("lina"), wang = Enrol("wang");
  const v1::VisitPlanItem item = PlanOne();
  const auto updated = Update(Reassignment(item, "wang"));
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_THAT(updated->plan().assignees(), ElementsAre("wang"));
  EXPECT_EQ(updated->plan().purpose(), "年度走访") << "not in the mask";
  Sync(li);
  Sync(wang);
  EXPECT_THAT(Waiting(li), IsEmpty());
  EXPECT_THAT(Waiting(wang), ElementsAre("年度走访"));
  EXPECT_EQ(Reason(Update(Reassignment(item, "lina"))), "PLAN_CHANGED") << "a stale etag";
  EXPECT_EQ(Fields(Update(Reassignment(*updated, "zhao"))),
            std::vector<std::string>{"plan.assignees[0]"});
  v1::UpdateVisitPlanRequest state = Reassignment(*updated, "lina");
  state.mutable_update_mask()->add_paths("state");
  EXPECT_EQ(Fields(Update(state)), std::vector<std::string>{"update_mask"});
  for (const std::string& path : {std::string("planned_by"), std::string(100'000, 'x')}) {
    v1::UpdateVisitPlanRequest other = Reassignment(*updated, "lina");
    other.mutable_update_mask()->add_paths(path);
    EXPECT_EQ(Fields(Update(other)), std::vector<std::string>{"update_mask"});
  }
  v1::UpdateVisitPlanRequest kind = Reassignment(*updated, "wang");
  kind.mutable_plan()->set_kind(static_cast<v1::VisitKind>(77));
  kind.mutable_update_mask()->add_paths("kind");
  EXPECT_EQ(Fields(Update(kind)), std::vector<std::string>{"plan.kind"});
}

TEST_F(ServerPlanTest, EveryWrongFieldIsNamedAndNothingIsPlanned) {
  v1::PlanVisitsRequest request = NewRequest(std::string(201, 'x'));
  request.clear_kind();
  request.set_priority(4);
  request.set_due_on("2026-03-01");
  for (const char* name : {"nobody", "zhao", "lina", "admin"}) request.add_assignees(name);
  EXPECT_THAT(Fields(Plan(request, staff_)),
              UnorderedElementsAre("kind", "priority", "purpose", "due_on", "assignees[1]",
                                   "assignees[2]", "assignees[3]", "assignees[4]"));
  request = NewRequest();
  request.set_due_on("20.3.2026");
  EXPECT_THAT(Fields(Plan(request, staff_)), ElementsAre("due_on"));
  request = NewRequest();
  request.add_organization_ids(organizations_[0]);
  EXPECT_THAT(Fields(Plan(request, staff_)), ElementsAre("organization_ids[2]"));
  request.clear_organization_ids();
  EXPECT_THAT(Fields(Plan(request, staff_)), ElementsAre("organization_ids"));
  request.add_organization_ids(server_.NewId());
  EXPECT_EQ(Reason(Plan(request, staff_)), "ORGANIZATION_NOT_FOUND");
  EXPECT_THAT(Listed({}, admin_), IsEmpty());
}

TEST_F(ServerPlanTest, AnIdThatIsNoneIsNamedHoweverLongItIs) {
  const v1::VisitPlanItem item = PlanOne();
  for (const std::string& id : {std::string(), std::string("PLAN-7"), std::string(100'000, 'x')}) {
    v1::UpdateVisitPlanRequest update = Reassignment(item, "lina");
    update.mutable_plan()->set_id(id);
    EXPECT_THAT(Fields(Update(update)), ElementsAre("plan.id"));
    EXPECT_THAT(Fields(Cancel(id, "不再需要")), ElementsAre("id"));
    EXPECT_THAT(Fields(Reopen(id)), ElementsAre("id"));
  }
}

TEST_F(ServerPlanTest, AFilterThatCannotFitIsRefusedRatherThanFindingNothing) {
  v1::ListVisitPlansRequest request;
  request.set_organization_id("370303");
  request.add_states(v1::VISIT_PLAN_STATE_OPEN);
  request.add_states(v1::VISIT_PLAN_STATE_UNSPECIFIED);
  request.add_states(static_cast<v1::VisitPlanState>(77));
  EXPECT_THAT(Fields(Call(*plans_, &Stub::ListVisitPlans, request, staff_)),
              ElementsAre("organization_id", "states[1]", "states[2]"));
  v1::ListVisitFormsRequest forms;
  forms.set_kind(static_cast<v1::VisitKind>(77));
  EXPECT_THAT(Fields(Call(*plans_, &Stub::ListVisitForms, forms, staff_)), ElementsAre("kind"));
}

TEST_F(ServerPlanTest, NothingOutsideTheCallersAreaIsReachable) {
  EXPECT_EQ(Reason(Plan(NewRequest(), other_staff_)), "OUTSIDE_AREA");
  const v1::VisitPlanItem item = PlanOne();
  EXPECT_THAT(Listed({}, other_staff_), IsEmpty());
  EXPECT_EQ(Reason(Call(*plans_, &Stub::UpdateVisitPlan, Reassignment(item, "zhao"), other_staff_)),
            "OUTSIDE_AREA");
  const auto by_admin = Plan(NewRequest(), admin_);
  EXPECT_TRUE(by_admin.ok()) << by_admin.status() << ": an administrator's areas are all";
}

TEST_F(ServerPlanTest, AreListedByDueDateAndByEachFilter) {
  const std::string later = PlanOne("2026-04-01").plan().id();
  const std::string never = PlanOne("").plan().id();
  const std::string soon = PlanOne("2026-03-03").plan().id();
  v1::ListVisitPlansRequest request;
  request.set_page_size(2);
  request.set_area_prefix(kTown);
  request.set_organization_id(organizations_[0]);
  request.set_assignee("lina");
  EXPECT_THAT(Listed(request, staff_), ElementsAre(soon, later, never));
  request.set_overdue(true);
  EXPECT_THAT(Listed(request, staff_), IsEmpty());
  server_.clock().Advance(absl::Hours(48));
  staff_ = server_.SignIn("staff", TestServer::kPassword).value_or("");
  EXPECT_THAT(Listed(request, staff_), ElementsAre(soon));
  EXPECT_TRUE(Call(*plans_, &Stub::ListVisitPlans, request, staff_)->plans(0).overdue());
  request.set_assignee("wang");
  EXPECT_THAT(Listed(request, staff_), IsEmpty());
  request.clear_assignee();
  request.set_organization_id(organizations_[1]);
  EXPECT_THAT(Listed(request, staff_), IsEmpty());
}

}  // namespace
}  // namespace zoufang::testing
