#include "domain/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "zoufang/sync/v1/sync_service.pb.h"
#include "zoufang/v1/admin_service.pb.h"
#include "zoufang/v1/attachment_service.pb.h"
#include "zoufang/v1/complaint_service.pb.h"
#include "zoufang/v1/conflict_service.pb.h"
#include "zoufang/v1/desk_service.pb.h"
#include "zoufang/v1/evidence_service.pb.h"
#include "zoufang/v1/history_service.pb.h"
#include "zoufang/v1/identity_service.pb.h"
#include "zoufang/v1/organization_service.pb.h"
#include "zoufang/v1/plan_service.pb.h"
#include "zoufang/v1/visit_service.pb.h"
#include "zoufang/v1/watch_service.pb.h"

namespace zoufang::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::set<std::string> DeclaredMethods() {
  const google::protobuf::FileDescriptor* const files[] = {
      v1::SignInRequest::descriptor()->file(),
      v1::Account::descriptor()->file(),
      v1::BeginUploadRequest::descriptor()->file(),
      v1::GetOrganizationRequest::descriptor()->file(),
      v1::VisitDetails::descriptor()->file(),
      v1::FileComplaintRequest::descriptor()->file(),
      sync::v1::PushRequest::descriptor()->file(),
      v1::RowChange::descriptor()->file(),
      v1::ResolveConflictRequest::descriptor()->file(),
      v1::Desk::descriptor()->file(),
      v1::WatchChangesRequest::descriptor()->file(),
      v1::OpenedIdentity::descriptor()->file(),
      v1::EvidenceUpload::descriptor()->file(),
      v1::VisitPlanItem::descriptor()->file(),
  };
  std::set<std::string> methods;
  for (const auto* file : files) {
    const auto* service = file->service(0);
    for (int i = 0; i < service->method_count(); ++i) {
      methods.insert(absl::StrCat(service->name(), ".", service->method(i)->name()));
    }
  }
  return methods;
}

TEST(AccessTest, EveryDeclaredMethodHasExactlyOneRule) {
  std::multiset<std::string> ruled;
  for (const MethodRule& rule : MethodRules()) ruled.insert(std::string(rule.method));
  const std::set<std::string> declared = DeclaredMethods();
  EXPECT_EQ(ruled, std::multiset<std::string>(declared.begin(), declared.end()));
}

TEST(AccessTest, AMethodWithoutARuleMayBeCalledByNobody) {
  EXPECT_EQ(FindMethodRule("AdminService.DropEverything"), nullptr);
}

TEST(AccessTest, WhoFilesAComplaintIsNeverNamedInTheLog) {
  for (const char* method :
       {"ComplaintService.FileComplaint", "ComplaintService.GetComplaintStatus",
        "ComplaintService.AddComplaintMessage", "EvidenceService.AddEvidence",
        "EvidenceService.WriteEvidence"}) {
    EXPECT_TRUE(FindMethodRule(method)->nameless) << method;
  }
}

TEST(AccessTest, APrefixCoversTheDivisionsThatBeginWithItAndNoOther) {
  EXPECT_TRUE(CoversArea({"370303"}, "370303"));
  EXPECT_TRUE(CoversArea({"370303"}, "370303001"));
  EXPECT_TRUE(CoversArea({"370321", "370303001"}, "370303001"));
  EXPECT_FALSE(CoversArea({"370303001"}, "370303"));
  EXPECT_FALSE(CoversArea({"370303"}, "370304001"));
  EXPECT_FALSE(CoversArea({}, "370303001"));
  EXPECT_FALSE(CoversArea({""}, "370303001"));
  EXPECT_FALSE(CoversArea({"370303"}, ""));
}

TEST(AccessTest, AWantedAreaIsNarrowedToWhatTheCallerHolds) {
  EXPECT_THAT(NarrowAreas({"370303", "370304"}, ""), ElementsAre("370303", "370304"));
  EXPECT_THAT(NarrowAreas({"370303", "370304"}, "3703"), ElementsAre("370303", "370304"));
  EXPECT_THAT(NarrowAreas({"370303", "370304"}, "370303001"), ElementsAre("370303001"));
  EXPECT_THAT(NarrowAreas({"370303"}, "370304"), IsEmpty());
  EXPECT_THAT(NarrowAreas({}, "3703"), IsEmpty());
}

TEST(AccessTest, AreaPrefixesAreTwoToTwelveDigits) {
  EXPECT_TRUE(IsAreaPrefix("37"));
  EXPECT_TRUE(IsAreaPrefix("370303001001"));
  EXPECT_FALSE(IsAreaPrefix(""));
  EXPECT_FALSE(IsAreaPrefix("3"));
  EXPECT_FALSE(IsAreaPrefix("3703030010011"));
  EXPECT_FALSE(IsAreaPrefix("37o303"));
}

}  // namespace
}  // namespace zoufang::domain
