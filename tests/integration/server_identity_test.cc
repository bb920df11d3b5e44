// A sealed identity: two people open it, and it is nowhere but in the answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sodium.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/storage/reporters.h"
#include "server/storage/store.h"
#include "sync/sql/database.h"
#include "tests/support/case_work.h"
#include "zoufang/v1/history_service.grpc.pb.h"
#include "zoufang/v1/identity_service.grpc.pb.h"

namespace zoufang::testing {
namespace {

namespace fs = std::filesystem;
using Identities = v1::IdentityService::Stub;
using Opened = absl::StatusOr<v1::OpenedIdentity>;

constexpr char kName[] = "诸葛小明";
constexpr char kPhone[] = "13812345678";
constexpr char kOther[] = "欧阳小红";

std::string Bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class ServerIdentityTest : public ::testing::Test {
 protected:
  void SetUp() override {
    WriteKey(folder_.File("identity.key"));
    server_.options().identity_secret_key_file = folder_.File("identity.key");
    server_.options().http = "127.0.0.1:0";
    Start();
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", "370303001");
    ASSERT_TRUE(organization.ok()) << organization.status();
    sun_ = server_.NewCaller("sun.wei", v1::ROLE_STAFF, {"370303"}).value_or("");
    li_ = server_.NewCaller("li.na", v1::ROLE_STAFF, {"370303"}).value_or("");
    outsider_ = server_.NewCaller("zhou", v1::ROLE_STAFF, {"370304"}).value_or("");
    auto request = work_.NewComplaint(organization->id());
    request.mutable_complaint()->set_reporter_mode(v1::REPORTER_MODE_NAMED_SECRET);
    request.mutable_reporter()->set_name(kName);
    request.mutable_reporter()->set_phone(kPhone);
    request.mutable_reporter()->add_others()->set_name(kOther);
    const auto filed = work_.File(request);
    ASSERT_TRUE(filed.ok()) << filed.status();
    filed_ = *filed;
    id_ = work_.IdOf(filed->number(), sun_);
  }
  static void WriteKey(const std::string& path) {
    std::string pair[2] = {std::string(crypto_box_PUBLICKEYBYTES, '\0'),
                           std::string(crypto_box_SECRETKEYBYTES, '\0')};
    crypto_box_keypair(reinterpret_cast<unsigned char*>(pair[0].data()),
                       reinterpret_cast<unsigned char*>(pair[1].data()));
    std::ofstream(path) << absl::BytesToHexString(pair[1]) << "\n";
  }
  void Start() {
    const absl::Status started = server_.Start();
    ASSERT_TRUE(started.ok()) << started;
    stub_ = v1::IdentityService::NewStub(server_.channel());
  }
  void Restart() {
    server_.Stop();
    Start();
  }
  // Sessions do not last so long: both sign in again.
  void Wait(absl::Duration time) {
    server_.clock().Advance(time);
    sun_ = server_.SignIn("sun.wei", TestServer::kPassword).value_or("");
    li_ = server_.SignIn("li.na", TestServer::kPassword).value_or("");
  }
  CaseAnswer Ask(const std::string& token, const std::string& reason = "需向举报人核实收据") {
    auto request = work_.About<v1::AskForIdentityRequest>(id_, token);
    request.set_reason(reason);
    return Call(*stub_, &Identities::AskForIdentity, request, token);
  }
  CaseAnswer Decide(const std::string& token, bool approve, const std::string& note = "") {
    auto request = work_.About<v1::DecideIdentityRequest>(id_, token);
    request.set_approve(approve);
    request.set_note(note);
    return Call(*stub_, &Identities::DecideIdentity, request, token);
  }
  Opened Open(const std::string& token) {
    v1::OpenIdentityRequest request;
    request.set_id(id_);
    return Call(*stub_, &Identities::OpenIdentity, request, token);
  }
  CaseAnswer Erase(const std::string& token, const std::string& reason = "保存期限届满") {
    auto request = work_.About<v1::EraseIdentityRequest>(id_, token);
    request.set_reason(reason);
    return Call(*stub_, &Identities::EraseIdentity, request, token);
  }
  // The sealed box of the case as it is stored; "": there is none.
  std::string StoredBox() {
    auto database = sql::Database::Open(
        storage::DatabasePath(server_.directory()),
        {.mode = sql::OpenMode::kReadOnly, .application_id = storage::kApplicationId});
    if (!database.ok()) return "unreadable";
    const auto box = storage::FindSealedReporter(**database, id_);
    return box.ok() ? box->value_or("") : "unreadable";
  }
  // How many files of the data directory hold `planted`.
  int FilesWith(const std::string& planted) {
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(server_.directory())) {
      if (entry.is_regular_file() && absl::StrContains(Bytes(entry.path()), planted)) ++files;
    }
    return files;
  }
  // What happened about the identity: who, and what staff wrote.
  std::vector<std::string> Story() {
    std::vector<std::string> story;
    const auto details = work_.Get(id_, li_).value_or(v1::ComplaintDetails());
    for (const auto& event : details.events()) {
      if (event.action() == v1::COMPLAINT_ACTION_FILE) continue;
      story.push_back(absl::StrCat(v1::ComplaintAction_Name(event.action()).substr(17), " ",
                                   event.actor(), " ", event.note()));
    }
    return story;
  }

  TestServer server_;
  TempDir folder_;
  CaseWork work_{server_};
  std::unique_ptr<Identities> stub_;
  std::string sun_, li_, outsider_, id_;
  v1::FileComplaintResponse filed_;
};

TEST_F(ServerIdentityTest, OneAsksAnotherApprovesAndWhoAskedReadsForADay) {
  const auto asked = Ask(sun_);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_TRUE(asked->has_sealed_reporter());
  EXPECT_EQ(Reason(Open(sun_)), "IDENTITY_STATE") << "nobody has approved";
  EXPECT_EQ(Reason(Decide(sun_, true)), "SECOND_PERSON_NEEDED");
  EXPECT_EQ(Reason(Ask(li_)), "IDENTITY_STATE") << "one at a time";
  ASSERT_TRUE(Decide(li_, true).ok());
  EXPECT_EQ(Reason(Open(li_)), "IDENTITY_STATE") << "who approved does not read";
  const Opened opened = Open(sun_);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->reporter().name(), kName);
  EXPECT_EQ(opened->reporter().phone(), kPhone);
  ASSERT_EQ(opened->reporter().others_size(), 1);
  EXPECT_EQ(opened->reporter().others(0).name(), kOther);
  Wait(absl::Hours(23));
  EXPECT_TRUE(Open(sun_).ok());
  Wait(absl::Hours(1));
  EXPECT_EQ(Reason(Open(sun_)), "IDENTITY_STATE") << "the day is over";
  EXPECT_THAT(Story(), ::testing::ElementsAre("ASK_IDENTITY sun.wei 需向举报人核实收据",
                                              "APPROVE_IDENTITY li.na ", "OPEN_IDENTITY sun.wei ",
                                              "OPEN_IDENTITY sun.wei "));
  const auto again = Ask(li_);
  EXPECT_TRUE(again.ok()) << again.status();
}

TEST_F(ServerIdentityTest, ARefusalIsExplainedAndOpensNothing) {
  ASSERT_TRUE(Ask(sun_).ok());
  EXPECT_EQ(Reason(Decide(li_, false)), "FIELDS_INVALID") << "without a word";
  ASSERT_TRUE(Decide(li_, false, "无需知道是谁").ok());
  EXPECT_EQ(Reason(Open(sun_)), "IDENTITY_STATE");
  EXPECT_EQ(Reason(Decide(li_, true)), "IDENTITY_STATE") << "nobody asks any more";
  EXPECT_THAT(Story(), ::testing::ElementsAre("ASK_IDENTITY sun.wei 需向举报人核实收据",
                                              "REFUSE_IDENTITY li.na 无需知道是谁"));
}

TEST_F(ServerIdentityTest, NobodyElseGetsNearIt) {
  EXPECT_EQ(Reason(Ask(sun_, "")), "FIELDS_INVALID") << "a reason is needed";
  EXPECT_EQ(Reason(Ask(outsider_)), "OUTSIDE_AREA");
  ASSERT_TRUE(Ask(sun_).ok());
  EXPECT_EQ(Reason(Decide(outsider_, true)), "OUTSIDE_AREA");
  ASSERT_TRUE(Decide(li_, true).ok());
  EXPECT_EQ(Reason(Open(outsider_)), "OUTSIDE_AREA");
  EXPECT_EQ(Reason(Open(server_.SignInAdmin().value_or(""))), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(Reason(Open("")), "NOT_SIGNED_IN");
  const auto recused = work_.Take<v1::RecuseFromComplaintRequest>(
      &Complaints::RecuseFromComplaint, id_, li_, [](auto& request) {
        request.set_user_name("sun.wei");
        request.set_reason("亲属");
      });
  ASSERT_TRUE(recused.ok()) << recused.status();
  EXPECT_EQ(Reason(Open(sun_)), "RECUSED");
  EXPECT_TRUE(Ask(li_).ok()) << "what was approved ended with the recusal";
}

TEST_F(ServerIdentityTest, WhenTheCaseIsOverWhoFiledIsErasedForGood) {
  const std::string box = StoredBox();
  ASSERT_GT(box.size(), 48u);
  EXPECT_GE(FilesWith(box), 1) << "the test looks in the right place";
  EXPECT_EQ(Reason(Erase(li_)), "COMPLAINT_STATE") << "it is being handled";
  const auto closed = work_.BringToItsEnd(id_, sun_);
  ASSERT_TRUE(closed.ok()) << closed.status();
  ASSERT_TRUE(Ask(sun_).ok());
  EXPECT_EQ(Reason(Erase(li_)), "IDENTITY_STATE") << "a review may still come";
  Wait(absl::Hours(24 * 31));
  EXPECT_EQ(Reason(Erase(li_, "")), "FIELDS_INVALID") << "a reason is needed";
  outsider_ = server_.SignIn("zhou", TestServer::kPassword).value_or("");
  EXPECT_EQ(Reason(Erase(outsider_)), "OUTSIDE_AREA");
  const auto erased = Erase(li_);
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_FALSE(erased->has_sealed_reporter());
  EXPECT_TRUE(erased->complaint().has_identity_erased_at());
  EXPECT_EQ(erased->complaint().identity_asked_by(), "") << "nobody waits for it any more";
  EXPECT_EQ(Reason(Erase(li_)), "IDENTITY_STATE");
  EXPECT_EQ(Reason(Ask(sun_)), "IDENTITY_STATE");
  EXPECT_EQ(Reason(Decide(li_, true)), "IDENTITY_STATE");
  EXPECT_EQ(Reason(Open(sun_)), "IDENTITY_STATE");
  EXPECT_EQ(Story().back(), "ERASE_IDENTITY li.na 保存期限届满");
  EXPECT_EQ(StoredBox(), "");
  server_.Stop();
  EXPECT_EQ(FilesWith(box), 0) << "not even in the free space of a page";
}

TEST_F(ServerIdentityTest, WhoFiledAMergedCaseIsKeptWhileTheOtherGoesOn) {
  auto other = work_.NewComplaint("");
  other.mutable_complaint()->set_subject_name("某协会");
  other.mutable_complaint()->set_area_code("370303001");
  const auto filed = work_.File(other);
  ASSERT_TRUE(filed.ok()) << filed.status();
  const std::string survivor = work_.IdOf(filed->number(), sun_);
  const auto merged =
      work_.Take<v1::MergeComplaintRequest>(&Complaints::MergeComplaint, id_, sun_,
                                            [&](auto& request) { request.set_into_id(survivor); });
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_EQ(Reason(Erase(li_)), "IDENTITY_STATE");
  ASSERT_TRUE(work_.BringToItsEnd(survivor, sun_).ok());
  EXPECT_EQ(Reason(Erase(li_)), "IDENTITY_STATE") << "its review may still come";
  Wait(absl::Hours(24 * 31));
  EXPECT_TRUE(Erase(li_).ok());
}

TEST_F(ServerIdentityTest, OfAnAnonymousCaseThereIsNothingToOpen) {
  auto anonymous = work_.NewComplaint("");
  anonymous.mutable_complaint()->set_subject_name("某协会");
  anonymous.mutable_complaint()->set_area_code("370303001");
  const auto filed = work_.File(anonymous);
  ASSERT_TRUE(filed.ok()) << filed.status();
  id_ = work_.IdOf(filed->number(), sun_);
  EXPECT_EQ(Reason(Ask(sun_)), "IDENTITY_STATE");
}

TEST_F(ServerIdentityTest, WhatWasReadIsInNoFileNoLogAndNoOtherAnswer) {
  ASSERT_TRUE(Ask(sun_).ok());
  ASSERT_TRUE(Decide(li_, true).ok());
  ASSERT_EQ(Open(sun_)->reporter().name(), kName);
  const auto details = work_.Get(id_, sun_);
  ASSERT_TRUE(details.ok());
  v1::ListRowHistoryRequest request;
  request.set_row_id(id_);
  const auto stub = v1::HistoryService::NewStub(server_.channel());
  const auto history = Call(*stub, &v1::HistoryService::Stub::ListRowHistory, request, sun_);
  ASSERT_TRUE(history.ok()) << history.status();
  const std::string status = work_.Status(filed_)->ShortDebugString();
  server_.Stop();
  const std::string key = Bytes(folder_.File("identity.key")).substr(0, 64);
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(server_.directory())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    const std::string bytes = Bytes(entry.path());
    for (const std::string& planted : {std::string(kName), std::string(kPhone), std::string(kOther),
                                       key, absl::HexStringToBytes(key)}) {
      EXPECT_FALSE(absl::StrContains(bytes, planted)) << entry.path();
    }
  }
  EXPECT_GE(files, 1);
  for (const std::string& text :
       {server_.log().text(), details->SerializeAsString(), history->SerializeAsString(), status}) {
    EXPECT_FALSE(absl::StrContains(text, kName));
    EXPECT_FALSE(absl::StrContains(text, kPhone));
    EXPECT_FALSE(absl::StrContains(text, kOther));
  }
  EXPECT_TRUE(absl::StrContains(server_.log().text(), "IdentityService.OpenIdentity"));
  EXPECT_FALSE(absl::StrContains(status, "IDENTITY")) << "the citizen's timeline has no entry";
}

TEST_F(ServerIdentityTest, NothingOnTheWayOverHttpMayKeepIt) {
  ASSERT_TRUE(Ask(sun_).ok());
  ASSERT_TRUE(Decide(li_, true).ok());
  constexpr char kPath[] = "/zoufang.v1.IdentityService/OpenIdentity";
  httplib::Client client("127.0.0.1", server_.server().http_port());
  const httplib::Headers headers = {{"Authorization", "Bearer " + sun_}};
  const auto opened =
      client.Post(kPath, headers, absl::StrCat(R"({"id":")", id_, R"("})"), "application/json");
  ASSERT_TRUE(opened);
  EXPECT_TRUE(absl::StrContains(opened->body, kName)) << opened->body;
  EXPECT_EQ(opened->get_header_value("Cache-Control"), "no-store");
  EXPECT_FALSE(opened->has_header("ETag"));
  const auto by_get = client.Get(
      absl::StrCat(kPath, "?connect=v1&encoding=json&message=%7B%22id%22%3A%22", id_, "%22%7D"),
      headers);
  ASSERT_TRUE(by_get);
  EXPECT_EQ(by_get->status, 405);
  EXPECT_FALSE(absl::StrContains(by_get->body, kName));
}

TEST_F(ServerIdentityTest, WithoutTheKeyOrWithAnotherItStaysClosed) {
  ASSERT_TRUE(Ask(sun_).ok());
  ASSERT_TRUE(Decide(li_, true).ok());
  WriteKey(folder_.File("another.key"));
  server_.options().identity_secret_key_file = folder_.File("another.key");
  Restart();
  EXPECT_EQ(Reason(Open(sun_)), "IDENTITY_DAMAGED");
  server_.options().identity_secret_key_file = "";
  Restart();
  EXPECT_EQ(Reason(Open(sun_)), "IDENTITY_CANNOT_BE_OPENED");
  EXPECT_EQ(Reason(Ask(li_)), "IDENTITY_CANNOT_BE_OPENED");
}

TEST_F(ServerIdentityTest, TheKeyBelongsToItsPublicHalfAndOutsideTheData) {
  server_.options().identity_public_key = std::string(64, 'a');
  server_.Stop();
  EXPECT_EQ(base::ReasonOf(server_.Start()), "OPTION_INVALID");
  server_.options().identity_public_key = "";
  server_.options().identity_secret_key_file = server_.directory() + "/identity.key";
  EXPECT_EQ(base::ReasonOf(server_.Start()), "OPTION_INVALID");
  server_.options().identity_secret_key_file = folder_.File("missing");
  EXPECT_EQ(base::ReasonOf(server_.Start()), "PATH_UNUSABLE");
}

}  // namespace
}  // namespace zoufang::testing
