// Each method against each role, through the real server.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/access.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

// Who may call what: A anybody, O officer, S staff, D administrator, I integrator. Written down
// here and not taken from the server's table, which it tests.
const std::map<std::string, std::string> kAllowed = {
    {"zoufang.v1.AuthService/SignIn", "AOSDI"},
    {"zoufang.v1.AuthService/EnrollDevice", "AOS"},
    {"zoufang.v1.AuthService/SignOut", "OSDI"},
    {"zoufang.v1.AdminService/CreateAccount", "D"},
    {"zoufang.v1.AdminService/ListAccounts", "D"},
    {"zoufang.v1.AdminService/SetAccountAreas", "D"},
    {"zoufang.v1.AdminService/SetAccountDepartment", "D"},
    {"zoufang.v1.AdminService/DisableAccount", "D"},
    {"zoufang.v1.AdminService/CreateEnrollmentCode", "D"},
    {"zoufang.v1.AdminService/ListDevices", "D"},
    {"zoufang.v1.AdminService/RevokeDevice", "D"},
    {"zoufang.v1.AdminService/ListQuarantine", "D"},
    {"zoufang.v1.AdminService/DecideQuarantined", "D"},
    {"zoufang.v1.AdminService/MoveOrganization", "D"},
    {"zoufang.v1.AdminService/ImportDivisions", "D"},
    {"zoufang.v1.AdminService/ImportOrganizations", "D"},
    {"zoufang.v1.AdminService/VerifyServer", "D"},
    {"zoufang.v1.AdminService/CompactLogs", "D"},
    {"zoufang.v1.AdminService/BackUp", "D"},
    {"zoufang.v1.AdminService/GetServerStatus", "D"},
    {"zoufang.v1.OrganizationService/GetOrganization", "AOSDI"},
    {"zoufang.v1.OrganizationService/BatchGetOrganizations", "AOSDI"},
    {"zoufang.v1.OrganizationService/SearchOrganizations", "AOSDI"},
    {"zoufang.v1.OrganizationService/BatchMatchOrganizations", "AOSDI"},
    {"zoufang.v1.VisitService/CreateVisit", "OSI"},
    {"zoufang.v1.VisitService/GetVisit", "OSI"},
    {"zoufang.v1.VisitService/ListVisits", "OSI"},
    {"zoufang.v1.VisitService/UpdateVisit", "OSI"},
    {"zoufang.v1.VisitService/FinaliseVisit", "OSI"},
    {"zoufang.v1.VisitService/VoidVisit", "OSI"},
    {"zoufang.v1.VisitService/ReviewVisit", "S"},
    {"zoufang.v1.VisitService/RecordRecheck", "OSI"},
    {"zoufang.v1.ConflictService/ListConflicts", "SDI"},
    {"zoufang.v1.ConflictService/GetConflict", "SDI"},
    {"zoufang.v1.ConflictService/ResolveConflict", "SDI"},
    {"zoufang.v1.ConflictService/ListAttention", "SDI"},
    {"zoufang.v1.ConflictService/ResubmitEdit", "SDI"},
    {"zoufang.v1.ConflictService/DismissEdit", "SDI"},
    {"zoufang.v1.ConflictService/ListTasks", "SDI"},
    {"zoufang.v1.ConflictService/CloseTask", "SDI"},
    {"zoufang.v1.PlanService/PlanVisits", "SD"},
    {"zoufang.v1.PlanService/ListVisitPlans", "SD"},
    {"zoufang.v1.PlanService/ListAssignees", "SD"},
    {"zoufang.v1.PlanService/UpdateVisitPlan", "SD"},
    {"zoufang.v1.PlanService/CancelVisitPlan", "SD"},
    {"zoufang.v1.PlanService/ReopenVisitPlan", "SD"},
    {"zoufang.v1.PlanService/PublishVisitForm", "D"},
    {"zoufang.v1.PlanService/ListVisitForms", "SD"},
    {"zoufang.v1.AttachmentService/BeginUpload", "OSI"},
    {"zoufang.v1.AttachmentService/WriteChunk", "OSI"},
    {"zoufang.v1.AttachmentService/ReadAttachment", "OSDI"},
    {"zoufang.v1.ComplaintService/FileComplaint", "AOSDI"},
    {"zoufang.v1.ComplaintService/GetComplaintStatus", "AOSDI"},
    {"zoufang.v1.ComplaintService/AddComplaintMessage", "AOSDI"},
    {"zoufang.v1.ComplaintService/WithdrawComplaint", "AOSDI"},
    {"zoufang.v1.ComplaintService/RequestComplaintReview", "AOSDI"},
    {"zoufang.v1.ComplaintService/EvaluateComplaint", "AOSDI"},
    {"zoufang.v1.ComplaintService/CountSimilarComplaints", "AOSDI"},
    {"zoufang.v1.ComplaintService/GetExternalComplaint", "I"},
    {"zoufang.v1.ComplaintService/ListComplaints", "S"},
    {"zoufang.v1.ComplaintService/ListHandlers", "S"},
    {"zoufang.v1.ComplaintService/ListReplyTemplates", "S"},
    {"zoufang.v1.ComplaintService/GetComplaint", "S"},
    {"zoufang.v1.ComplaintService/AcceptComplaint", "S"},
    {"zoufang.v1.ComplaintService/DeclineComplaint", "S"},
    {"zoufang.v1.ComplaintService/DecideComplaint", "S"},
    {"zoufang.v1.ComplaintService/CloseComplaint", "S"},
    {"zoufang.v1.ComplaintService/TransferComplaint", "S"},
    {"zoufang.v1.ComplaintService/AskForInformation", "S"},
    {"zoufang.v1.ComplaintService/InvestigateComplaint", "S"},
    {"zoufang.v1.ComplaintService/PauseComplaint", "S"},
    {"zoufang.v1.ComplaintService/ResumeComplaint", "S"},
    {"zoufang.v1.ComplaintService/AskForExtension", "S"},
    {"zoufang.v1.ComplaintService/DecideExtension", "S"},
    {"zoufang.v1.ComplaintService/NotifyComplaint", "S"},
    {"zoufang.v1.ComplaintService/UpholdComplaint", "S"},
    {"zoufang.v1.ComplaintService/ReopenComplaint", "S"},
    {"zoufang.v1.ComplaintService/MergeComplaint", "S"},
    {"zoufang.v1.ComplaintService/AssignComplaint", "S"},
    {"zoufang.v1.ComplaintService/RecuseFromComplaint", "S"},
    {"zoufang.v1.ComplaintService/AddComplaintNote", "S"},
    {"zoufang.v1.ComplaintService/MarkComplaintRead", "S"},
    {"zoufang.v1.ComplaintService/AdvanceIllegalOrgClue", "S"},
    {"zoufang.v1.IdentityService/AskForIdentity", "S"},
    {"zoufang.v1.IdentityService/DecideIdentity", "S"},
    {"zoufang.v1.IdentityService/OpenIdentity", "S"},
    {"zoufang.v1.IdentityService/EraseIdentity", "S"},
    {"zoufang.v1.EvidenceService/AddEvidence", "AOSDI"},
    {"zoufang.v1.EvidenceService/WriteEvidence", "AOSDI"},
    {"zoufang.v1.EvidenceService/ReadEvidence", "S"},
    {"zoufang.v1.HistoryService/ListRowHistory", "SDI"},
    {"zoufang.v1.DeskService/GetDesk", "OSDI"},
    {"zoufang.v1.DeskService/ListDivisions", "AOSDI"},
    {"zoufang.v1.DeskService/GetOverview", "SD"},
    {"zoufang.v1.DeskService/ListOrganizations", "SD"},
    {"zoufang.v1.DeskService/GetOrganizationProfile", "SD"},
    {"zoufang.v1.DeskService/ListFindings", "SD"},
    {"zoufang.v1.DeskService/AdvanceFinding", "S"},
    {"zoufang.v1.DeskService/ListReports", "S"},
    {"zoufang.v1.DeskService/ReviewReport", "S"},
    {"zoufang.v1.DeskService/SearchAudit", "D"},
    {"zoufang.v1.WatchService/WatchChanges", "SD"},
    // For tablets: a session of these roles gets as far as TABLET_TOKEN_NEEDED.
    {"zoufang.sync.v1.SyncService/Attach", "OS"},
    {"zoufang.sync.v1.SyncService/Push", "OS"},
    {"zoufang.sync.v1.SyncService/Snapshot", "OS"},
    {"zoufang.sync.v1.SyncService/Pull", "OS"},
    {"zoufang.sync.v1.SyncService/Digest", "OS"},
    {"zoufang.sync.v1.SyncService/Repair", "OS"},
    {"zoufang.sync.v1.SyncService/Watch", "OS"},
    // No session's: only a withdrawn tablet's token.
    {"zoufang.sync.v1.SyncService/Surrender", ""},
};

// nullptr: no such service.
const google::protobuf::ServiceDescriptor* FindService(absl::string_view name) {
  return google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(std::string(name));
}

class ServerRolesTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(server_.Start().ok()); }

  // A caller of the role with a token of its own.
  std::string TokenOf(char role) {
    const std::string name = absl::StrCat("user", ++users_);
    switch (role) {
      case 'O':
        return server_.NewCaller(name, v1::ROLE_OFFICER, {"370303"}).value_or("failed");
      case 'S':
        return server_.NewCaller(name, v1::ROLE_STAFF, {"370303"}).value_or("failed");
      case 'I':
        return server_.NewCaller(name, v1::ROLE_INTEGRATOR, {}).value_or("failed");
      case 'D':
        return server_.SignInAdmin().value_or("failed");
      default:
        return "";
    }
  }

  // The reason with which an empty request ends.
  std::string ReasonOf(const std::string& method, const std::string& token) {
    grpc::GenericStub stub(server_.channel());
    grpc::CompletionQueue queue;
    CallContext context(token);
    // A stream that is allowed goes on; refused ones end at once.
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(5));
    grpc::Slice nothing;
    const grpc::ByteBuffer request(&nothing, 1);
    grpc::ByteBuffer reply;
    grpc::Status status;
    auto call = stub.PrepareUnaryCall(&context, "/" + method, request, &queue);
    call->StartCall();
    call->Finish(&reply, &status, this);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return base::ReasonOf(FromGrpc(status));
  }

  TestServer server_;
  int users_ = 0;
};

// Of every service that the server has a rule for, so that a new method is not left out.
TEST(ServerRolesTableTest, NamesEveryMethod) {
  std::set<const google::protobuf::ServiceDescriptor*> services;
  for (const auto& [method, allowed] : kAllowed) {
    services.insert(FindService(method.substr(0, method.find('/'))));
  }
  for (const domain::MethodRule& rule : domain::MethodRules()) {
    const std::string service(rule.method.substr(0, rule.method.find('.')));
    const auto* found = FindService("zoufang.v1." + service);
    services.insert(found == nullptr ? FindService("zoufang.sync.v1." + service) : found);
  }
  std::set<std::string> declared, listed;
  for (const auto* service : services) {
    ASSERT_NE(service, nullptr);
    for (int i = 0; i < service->method_count(); ++i) {
      declared.insert(absl::StrCat(service->full_name(), "/", service->method(i)->name()));
    }
  }
  for (const auto& [method, allowed] : kAllowed) listed.insert(method);
  EXPECT_EQ(listed, declared);
}

TEST_F(ServerRolesTest, EachRoleMayCallExactlyWhatTheTableSays) {
  std::map<char, std::string> tokens;
  for (const char role : std::string("AOSDI")) tokens[role] = TokenOf(role);
  for (const auto& [method, allowed] : kAllowed) {
    const bool sync = absl::StrContains(method, "SyncService");
    for (auto& [role, token] : tokens) {
      const std::string reason = ReasonOf(method, token);
      if (allowed.find(role) == std::string::npos) {
        const char* const refused = allowed.empty() ? "TOKEN_INVALID" : "ROLE_NOT_ALLOWED";
        EXPECT_EQ(reason, role == 'A' ? "NOT_SIGNED_IN" : refused) << role << method;
      } else if (sync) {
        EXPECT_EQ(reason, "TABLET_TOKEN_NEEDED") << role << method;
      } else {
        // EnrollDevice without a code needs somebody signed in; what else an empty request lacks is
        // not this test's business.
        EXPECT_NE(reason, "ROLE_NOT_ALLOWED") << role << method;
        EXPECT_NE(reason, "TOKEN_INVALID") << role << method;
      }
      if (absl::EndsWith(method, "SignOut") && role != 'A') token = TokenOf(role);
    }
  }
}

TEST_F(ServerRolesTest, AnIntegratorWithoutAreasSeesNoVisits) {
  const auto organization = server_.ImportOrganization("张店区慈善总会", "", "370303001");
  ASSERT_TRUE(organization.ok()) << organization.status();
  const std::string officer = TokenOf('O');
  v1::CreateVisitRequest create;
  create.mutable_details()->mutable_visit()->set_organization_id(organization->id());
  create.mutable_details()->mutable_visit()->set_kind(v1::VISIT_KIND_OUTREACH);
  create.mutable_details()->mutable_visit()->mutable_started_at()->set_seconds(1772413200);
  create.set_request_id(server_.NewId());
  const auto visit = Call(server_.visits(), &v1::VisitService::Stub::CreateVisit, create, officer);
  ASSERT_TRUE(visit.ok()) << visit.status();
  const std::string key = TokenOf('I');
  v1::GetVisitRequest get;
  get.set_id(visit->visit().id());
  EXPECT_EQ(Reason(Call(server_.visits(), &v1::VisitService::Stub::GetVisit, get, key)),
            "OUTSIDE_AREA");
  const auto list =
      Call(server_.visits(), &v1::VisitService::Stub::ListVisits, v1::ListVisitsRequest(), key);
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->visits_size(), 0);
}

}  // namespace
}  // namespace zoufang::testing
