// The story of a complaint.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <fstream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "domain/complaint_number.h"
#include "server/storage/store.h"
#include "sync/sql/database.h"
#include "tests/support/case_work.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

using Stub = v1::ComplaintService::Stub;

class ServerComplaintTest : public ::testing::Test {
 protected:
  void SetUp() override {
    crypto_box_keypair(public_key_, secret_key_);
    server_.options().identity_public_key = absl::BytesToHexString(
        absl::string_view(reinterpret_cast<char*>(public_key_), sizeof(public_key_)));
    ASSERT_TRUE(server_.Start().ok());
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", "370303001");
    ASSERT_TRUE(organization.ok()) << organization.status();
    organization_id_ = organization->id();
    staff_ = server_.NewCaller("sun.staff", v1::ROLE_STAFF, {"370303"}).value_or("");
    outsider_ = server_.NewCaller("zhou.staff", v1::ROLE_STAFF, {"370304"}).value_or("");
  }

  v1::FileComplaintRequest NewComplaint() {
    v1::FileComplaintRequest request;
    v1::Complaint& complaint = *request.mutable_complaint();
    complaint.set_kind(v1::COMPLAINT_KIND_DISPUTE);
    complaint.set_organization_id(organization_id_);
    complaint.set_category("强制入会");
    complaint.set_narrative("要求缴费后才办理业务");
    complaint.set_reporter_mode(v1::REPORTER_MODE_ANONYMOUS);
    request.set_request_id(server_.NewId());
    return request;
  }
  absl::StatusOr<v1::FileComplaintResponse> File(const v1::FileComplaintRequest& request) {
    return Call(server_.complaints(), &Stub::FileComplaint, request);
  }
  absl::StatusOr<v1::ComplaintStatus> Status(const std::string& number, const std::string& secret) {
    v1::GetComplaintStatusRequest request;
    request.set_number(number);
    request.set_secret(secret);
    return Call(server_.complaints(), &Stub::GetComplaintStatus, request);
  }
  // The id of the only complaint that staff sees.
  std::string OnlyId() {
    const auto list =
        Call(server_.complaints(), &Stub::ListComplaints, v1::ListComplaintsRequest(), staff_);
    return list.ok() && list->items_size() == 1 ? list->items(0).complaint().id() : "";
  }
  CaseAnswer Accept(const std::string& id, const std::string& token) {
    return work_.Accept(id, token);
  }
  std::string FileBytes() {
    std::string bytes;
    for (const char* suffix : {"", "-wal"}) {
      std::ifstream file(storage::DatabasePath(server_.directory()) + suffix, std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
  }

  unsigned char public_key_[crypto_box_PUBLICKEYBYTES];
  unsigned char secret_key_[crypto_box_SECRETKEYBYTES];
  TestServer server_;
  CaseWork work_{server_};
  std::string organization_id_, staff_, outsider_;
};

TEST_F(ServerComplaintTest, FromFilingToClosingAsTheCitizenAndTheStaffSeeIt) {
  const auto filed = File(NewComplaint());
  ASSERT_TRUE(filed.ok()) << filed.status();
  EXPECT_TRUE(domain::IsComplaintNumber(filed->number())) << filed->number();
  EXPECT_TRUE(absl::StartsWith(filed->number(), "ZB-20260302-000001-"));
  EXPECT_EQ(filed->secret().size(), 16u);
  EXPECT_EQ(filed->state(), v1::COMPLAINT_STATE_RECEIVED);
  auto status = Status(filed->number(), filed->secret());
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_EQ(status->received_on(), "2026-03-02");
  EXPECT_EQ(status->due_on(), "2026-03-11") << "seven working days";
  EXPECT_TRUE(absl::StrContains(status->state_text(), "2026-03-11"));

  const auto accepted = Accept(OnlyId(), staff_);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->complaint().due_on(), "2026-05-06") << "the first of May is a holiday";
  EXPECT_EQ(accepted->complaint().profile(), "default/1");
  EXPECT_EQ(accepted->complaint().handler(), "sun.staff");
  status = Status(filed->number(), filed->secret());
  EXPECT_EQ(status->state(), v1::COMPLAINT_STATE_ACCEPTED);
  EXPECT_EQ(status->accepted_on(), "2026-03-02");
  EXPECT_EQ(status->due_on(), "2026-05-06");

  const std::string id = OnlyId();
  ASSERT_TRUE(work_.Investigate(id, staff_).ok());
  ASSERT_TRUE(work_.Decide(id, staff_).ok());
  status = Status(filed->number(), filed->secret());
  EXPECT_EQ(status->outcome(), v1::COMPLAINT_OUTCOME_UNSPECIFIED) << "told with the notice";
  ASSERT_TRUE(work_.Notify(id, staff_).ok());
  ASSERT_TRUE(work_.Close(id, staff_).ok());
  status = Status(filed->number(), filed->secret());
  EXPECT_EQ(status->state(), v1::COMPLAINT_STATE_CLOSED);
  EXPECT_EQ(status->outcome(), v1::COMPLAINT_OUTCOME_SUBSTANTIATED);
  EXPECT_EQ(status->outcome_basis(), "《社会团体登记管理条例》第三十条");
  EXPECT_EQ(status->review_until(), "2026-04-01");
}

TEST_F(ServerComplaintTest, ARepeatGetsTheSameNumberAndForADayTheSameSecret) {
  const v1::FileComplaintRequest request = NewComplaint();
  const auto first = File(request);
  ASSERT_TRUE(first.ok());
  auto repeat = File(request);
  ASSERT_TRUE(repeat.ok());
  EXPECT_EQ(repeat->SerializeAsString(), first->SerializeAsString());
  server_.Stop();
  ASSERT_TRUE(server_.Start().ok());
  server_.clock().Advance(absl::Hours(24) - absl::Seconds(1));
  EXPECT_EQ(File(request)->secret(), first->secret()) << "after a restart, too";
  server_.clock().Advance(absl::Seconds(1));
  repeat = File(request);
  ASSERT_TRUE(repeat.ok());
  EXPECT_EQ(repeat->number(), first->number());
  EXPECT_EQ(repeat->secret(), "");
  staff_ = server_.SignIn("sun.staff", TestServer::kPassword).value_or("");  // A day has passed.
  EXPECT_NE(OnlyId(), "") << "one complaint";
  EXPECT_TRUE(Status(first->number(), first->secret()).ok());
}

TEST_F(ServerComplaintTest, ARequestIdWithAnotherComplaintIsRefused) {
  v1::FileComplaintRequest request = NewComplaint();
  ASSERT_TRUE(File(request).ok());
  request.mutable_complaint()->set_narrative("另一件事");
  EXPECT_EQ(Reason(File(request)), "REQUEST_ID_REUSED");
}

TEST_F(ServerComplaintTest, AWrongNumberAndAWrongSecretCannotBeToldApart) {
  const auto filed = File(NewComplaint());
  ASSERT_TRUE(filed.ok());
  const auto wrong_secret = Status(filed->number(), "0000000000000000");
  const auto wrong_number = Status(domain::MakeComplaintNumber("20260302", 77), filed->secret());
  EXPECT_EQ(Reason(wrong_secret), "COMPLAINT_SECRET_WRONG");
  EXPECT_EQ(wrong_number.status(), wrong_secret.status());
  EXPECT_EQ(wrong_secret.status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(ServerComplaintTest, NumberAndSecretMayBeTypedAsPeopleDo) {
  const auto filed = File(NewComplaint());
  ASSERT_TRUE(filed.ok());
  const std::string& secret = filed->secret();
  EXPECT_TRUE(Status(absl::AsciiStrToLower(filed->number()),
                     secret.substr(0, 4) + " " + secret.substr(4, 4) + "-" + secret.substr(8))
                  .ok());
}

TEST_F(ServerComplaintTest, AMistypedNumberIsNamedAsOneAndCostsNoAttempt) {
  const auto filed = File(NewComplaint());
  ASSERT_TRUE(filed.ok());
  std::string typed = filed->number();
  typed[10] = typed[10] == '9' ? '8' : '9';
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Reason(Status(typed, filed->secret())), "FIELDS_INVALID");
  }
  EXPECT_TRUE(Status(filed->number(), filed->secret()).ok());
}

TEST_F(ServerComplaintTest, TenWrongSecretsAnHourAreEnough) {
  const auto filed = File(NewComplaint());
  ASSERT_TRUE(filed.ok());
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(Reason(Status(filed->number(), "0000000000000000")), "COMPLAINT_SECRET_WRONG");
  }
  const auto refused = Status(filed->number(), filed->secret());
  EXPECT_EQ(Reason(refused), "TOO_MANY_ATTEMPTS");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Reason(Status(domain::MakeComplaintNumber("20260302", 5), "1")), "TOO_MANY_ATTEMPTS")
      << "from this address, whatever the number";
  server_.clock().Advance(absl::Hours(1));
  EXPECT_TRUE(Status(filed->number(), filed->secret()).ok());
}

TEST_F(ServerComplaintTest, TheFileHoldsNeitherTheSecretNorWhoFiled) {
  v1::FileComplaintRequest request = NewComplaint();
  request.mutable_complaint()->set_reporter_mode(v1::REPORTER_MODE_NAMED_SECRET);
  request.mutable_reporter()->set_name("诸葛小明");
  request.mutable_reporter()->set_phone("13812345678");
  const auto filed = File(request);
  ASSERT_TRUE(filed.ok()) << filed.status();
  const std::string bytes = FileBytes();
  EXPECT_TRUE(absl::StrContains(bytes, filed->number())) << "the test reads the right file";
  EXPECT_FALSE(absl::StrContains(bytes, filed->secret()));
  EXPECT_FALSE(absl::StrContains(bytes, request.request_id())) << "the secret follows from it";
  EXPECT_FALSE(absl::StrContains(bytes, "诸葛小明"));
  EXPECT_FALSE(absl::StrContains(bytes, "13812345678"));
  EXPECT_FALSE(absl::StrContains(server_.log().text(), "诸葛小明"));

  auto database = sql::Database::Open(
      storage::DatabasePath(server_.directory()),
      {.mode = sql::OpenMode::kReadOnly, .application_id = storage::kApplicationId});
  ASSERT_TRUE(database.ok());
  auto select = (*database)->Prepare("SELECT sealed FROM complaint_reporter");
  ASSERT_TRUE(select.ok() && select->Step().value_or(false));
  const std::string box(select->Blob(0));
  std::string opened(box.size() - crypto_box_SEALBYTES, '\0');
  ASSERT_EQ(crypto_box_seal_open(reinterpret_cast<unsigned char*>(opened.data()),
                                 reinterpret_cast<const unsigned char*>(box.data()), box.size(),
                                 public_key_, secret_key_),
            0);
  v1::Reporter reporter;
  ASSERT_TRUE(reporter.ParseFromString(opened));
  EXPECT_EQ(reporter.name(), "诸葛小明") << "who holds the secret key can open it";
}

TEST_F(ServerComplaintTest, WithoutAKeyOnlyAnonymousComplaintsAreTaken) {
  server_.Stop();
  server_.options().identity_public_key = "";
  ASSERT_TRUE(server_.Start().ok());
  v1::FileComplaintRequest request = NewComplaint();
  request.mutable_complaint()->set_reporter_mode(v1::REPORTER_MODE_NAMED);
  request.mutable_reporter()->set_name("张三");
  EXPECT_EQ(Reason(File(request)), "REPORTER_CANNOT_BE_SEALED");
  EXPECT_TRUE(File(NewComplaint()).ok());
}

TEST_F(ServerComplaintTest, AnonymousMeansNoReporterAndNamedMeansOne) {
  v1::FileComplaintRequest request = NewComplaint();
  request.mutable_reporter()->set_name("张三");
  EXPECT_EQ(base::ViolationsOf(File(request).status())[0].field, "reporter");
  request = NewComplaint();
  request.mutable_complaint()->set_reporter_mode(v1::REPORTER_MODE_NAMED);
  EXPECT_EQ(base::ViolationsOf(File(request).status())[0].field, "reporter.name");
  request.mutable_complaint()->clear_reporter_mode();
  EXPECT_EQ(base::ViolationsOf(File(request).status())[0].field, "complaint.reporter_mode");
}

TEST_F(ServerComplaintTest, EveryWrongFieldIsNamedAndNothingIsNumbered) {
  v1::FileComplaintRequest request = NewComplaint();
  request.mutable_complaint()->clear_organization_id();
  request.mutable_complaint()->clear_narrative();
  request.mutable_complaint()->set_area_code("110101");
  const auto result = File(request);
  std::vector<std::string> fields;
  for (const auto& one : base::ViolationsOf(result.status())) fields.push_back(one.field);
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre(
                          "complaint.area_code", "complaint.subject_name", "complaint.narrative"));
  EXPECT_TRUE(absl::StrContains(File(NewComplaint())->number(), "-000001-"));
}

TEST_F(ServerComplaintTest, WhatTheCitizenMayNotSetIsIgnored) {
  v1::FileComplaintRequest request = NewComplaint();
  request.mutable_complaint()->set_state(v1::COMPLAINT_STATE_CLOSED);
  request.mutable_complaint()->set_number("ZB-20260302-999999-0");
  request.mutable_complaint()->set_handler("nobody");
  request.mutable_complaint()->set_area_code("370304001");
  ASSERT_TRUE(File(request).ok());
  const auto list =
      Call(server_.complaints(), &Stub::ListComplaints, v1::ListComplaintsRequest(), staff_);
  ASSERT_EQ(list->items_size(), 1);
  EXPECT_EQ(list->items(0).complaint().state(), v1::COMPLAINT_STATE_RECEIVED);
  EXPECT_EQ(list->items(0).complaint().handler(), "");
  EXPECT_EQ(list->items(0).complaint().area_code(), "370303001") << "the organisation's";
  EXPECT_EQ(list->items(0).complaint().subject_name(), "张店区慈善总会");
}

TEST_F(ServerComplaintTest, OneAboutNobodyRegisteredGoesToTheCity) {
  v1::FileComplaintRequest request = NewComplaint();
  request.mutable_complaint()->clear_organization_id();
  request.mutable_complaint()->set_subject_name("中国淄博国际协会");
  ASSERT_TRUE(File(request).ok());
  EXPECT_EQ(OnlyId(), "") << "not the district's";
  const std::string city = server_.NewCaller("city.staff", v1::ROLE_STAFF, {"3703"}).value_or("");
  const auto list =
      Call(server_.complaints(), &Stub::ListComplaints, v1::ListComplaintsRequest(), city);
  EXPECT_EQ(list->items_size(), 1);
}

TEST_F(ServerComplaintTest, StaffOfAnotherAreaReachesNothing) {
  ASSERT_TRUE(File(NewComplaint()).ok());
  const std::string id = OnlyId();
  v1::GetComplaintRequest get;
  get.set_id(id);
  EXPECT_EQ(Reason(Call(server_.complaints(), &Stub::GetComplaint, get, outsider_)),
            "OUTSIDE_AREA");
  EXPECT_EQ(Reason(Accept(id, outsider_)), "OUTSIDE_AREA");
  v1::AddComplaintMessageRequest message;
  message.set_complaint_id(id);
  message.set_text("你好");
  message.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(server_.complaints(), &Stub::AddComplaintMessage, message, outsider_)),
            "OUTSIDE_AREA");
  EXPECT_EQ(Reason(Call(server_.complaints(), &Stub::AddComplaintMessage, message)),
            "NOT_SIGNED_IN");
}

TEST_F(ServerComplaintTest, StepsOutOfOrderAreRefusedAndRepeatedOnesAreNot) {
  ASSERT_TRUE(File(NewComplaint()).ok());
  const auto request = work_.About<v1::AcceptComplaintRequest>(OnlyId(), staff_);
  const auto first = Call(server_.complaints(), &Stub::AcceptComplaint, request, staff_);
  ASSERT_TRUE(first.ok());
  server_.clock().Advance(absl::Hours(5));
  const auto repeat = Call(server_.complaints(), &Stub::AcceptComplaint, request, staff_);
  ASSERT_TRUE(repeat.ok()) << repeat.status();
  EXPECT_EQ(repeat->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Reason(Accept(OnlyId(), staff_)), "COMPLAINT_STATE");
  EXPECT_EQ(Reason(work_.Close(OnlyId(), staff_)), "COMPLAINT_STATE");
}

TEST_F(ServerComplaintTest, DecliningNeedsAReasonOfTheListAndForTheWrongAddresseeANote) {
  const auto filed = File(NewComplaint());
  ASSERT_TRUE(filed.ok());
  auto request = work_.About<v1::DeclineComplaintRequest>(OnlyId(), staff_);
  EXPECT_EQ(base::ViolationsOf(
                Call(server_.complaints(), &Stub::DeclineComplaint, request, staff_).status())[0]
                .field,
            "reason");
  request.set_reason(v1::DECLINE_REASON_NOT_OUR_JURISDICTION);
  EXPECT_EQ(base::ViolationsOf(
                Call(server_.complaints(), &Stub::DeclineComplaint, request, staff_).status())[0]
                .field,
            "note");
  request.set_note("请向市场监督管理局反映");
  ASSERT_TRUE(Call(server_.complaints(), &Stub::DeclineComplaint, request, staff_).ok());
  const auto status = Status(filed->number(), filed->secret());
  EXPECT_EQ(status->decline_note(), "请向市场监督管理局反映");
}

TEST_F(ServerComplaintTest, CitizenAndStaffWriteToEachOtherUntilItIsClosed) {
  const auto filed = File(NewComplaint());
  ASSERT_TRUE(filed.ok());
  v1::AddComplaintMessageRequest mine;
  mine.mutable_reporter()->set_number(filed->number());
  mine.mutable_reporter()->set_secret(filed->secret());
  mine.set_text("补充：有收据");
  mine.set_request_id(server_.NewId());
  ASSERT_TRUE(Call(server_.complaints(), &Stub::AddComplaintMessage, mine).ok());
  ASSERT_TRUE(Call(server_.complaints(), &Stub::AddComplaintMessage, mine).ok()) << "a repeat";
  server_.clock().Advance(absl::Minutes(1));
  v1::AddComplaintMessageRequest theirs;
  theirs.set_complaint_id(OnlyId());
  theirs.set_text("请提供复印件");
  theirs.set_request_id(server_.NewId());
  ASSERT_TRUE(Call(server_.complaints(), &Stub::AddComplaintMessage, theirs, staff_).ok());
  const auto status = Status(filed->number(), filed->secret());
  ASSERT_TRUE(status.ok());
  ASSERT_EQ(status->messages_size(), 2);
  EXPECT_TRUE(status->messages(0).from_reporter());
  EXPECT_EQ(status->messages(0).text(), "补充：有收据");
  EXPECT_FALSE(status->messages(1).from_reporter());

  mine.mutable_reporter()->set_secret("0000000000000000");
  mine.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(server_.complaints(), &Stub::AddComplaintMessage, mine)),
            "COMPLAINT_SECRET_WRONG");
}

TEST_F(ServerComplaintTest, ListsAreFilteredByStateAndPaged) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(File(NewComplaint()).ok());
    server_.clock().Advance(absl::Minutes(1));
  }
  v1::ListComplaintsRequest request;
  request.add_states(v1::COMPLAINT_STATE_RECEIVED);
  request.set_page_size(2);
  const auto first = Call(server_.complaints(), &Stub::ListComplaints, request, staff_);
  ASSERT_TRUE(first.ok());
  ASSERT_EQ(first->items_size(), 2);
  EXPECT_TRUE(absl::StrContains(first->items(0).complaint().number(), "-000003-"))
      << "the latest first";
  request.set_page_token(first->next_page_token());
  const auto second = Call(server_.complaints(), &Stub::ListComplaints, request, staff_);
  ASSERT_TRUE(second.ok());
  ASSERT_EQ(second->items_size(), 1);
  EXPECT_EQ(second->next_page_token(), "");
  v1::ListComplaintsRequest closed;
  closed.add_states(v1::COMPLAINT_STATE_CLOSED);
  EXPECT_EQ(Call(server_.complaints(), &Stub::ListComplaints, closed, staff_)->items_size(), 0);
}

TEST_F(ServerComplaintTest, UpToFivePeopleFileTogether) {
  v1::FileComplaintRequest request = NewComplaint();
  request.mutable_complaint()->set_reporter_mode(v1::REPORTER_MODE_NAMED);
  request.mutable_reporter()->set_name("张三");
  for (int i = 0; i < 4; ++i) request.mutable_reporter()->add_others()->set_name("李四");
  EXPECT_TRUE(File(request).ok());
  request.set_request_id(server_.NewId());
  request.mutable_reporter()->mutable_others(2)->set_name("　");
  request.mutable_reporter()->mutable_others(3)->set_phone(std::string(41, '1'));
  const auto unnamed = base::ViolationsOf(File(request).status());
  ASSERT_EQ(unnamed.size(), 2u);
  EXPECT_EQ(unnamed[0].field, "reporter.others[2].name");
  EXPECT_EQ(unnamed[1].field, "reporter.others[3].phone");
  request.mutable_reporter()->mutable_others(2)->set_name("王五");
  request.mutable_reporter()->mutable_others(3)->clear_phone();
  request.mutable_reporter()->add_others()->set_name("赵六");
  EXPECT_EQ(base::ViolationsOf(File(request).status())[0].field, "reporter.others");
}

TEST_F(ServerComplaintTest, EachSideSeesWhenTheOtherReadItsMessages) {
  const auto filed = File(NewComplaint());
  ASSERT_TRUE(filed.ok());
  const std::string id = OnlyId();
  ASSERT_TRUE(work_.WriteAsCitizen(*filed, "补充：有收据").ok());
  v1::AddComplaintMessageRequest theirs;
  theirs.set_complaint_id(id);
  theirs.set_text("请提供复印件");
  theirs.set_request_id(server_.NewId());
  ASSERT_TRUE(Call(server_.complaints(), &Stub::AddComplaintMessage, theirs, staff_).ok());
  const auto read = [](const auto& messages, bool from_reporter) {
    for (const auto& message : messages) {
      if (message.from_reporter() == from_reporter) return message.read_at().seconds();
    }
    return int64_t{-1};
  };
  const auto before = work_.Get(id, staff_);
  ASSERT_TRUE(before.ok());
  EXPECT_EQ(read(before->messages(), true), 0) << "looking at a case marks nothing";
  EXPECT_EQ(read(before->messages(), false), 0);

  server_.clock().Advance(absl::Minutes(5));
  const int64_t then = absl::ToUnixSeconds(server_.clock().Now());
  v1::MarkComplaintReadRequest mark;
  mark.set_id(id);
  mark.set_request_id(server_.NewId());
  EXPECT_EQ(Reason(Call(server_.complaints(), &Stub::MarkComplaintRead, mark, outsider_)),
            "OUTSIDE_AREA");
  const auto marked = Call(server_.complaints(), &Stub::MarkComplaintRead, mark, staff_);
  ASSERT_TRUE(marked.ok()) << marked.status();
  EXPECT_EQ(read(marked->messages(), true), then);
  EXPECT_EQ(read(marked->messages(), false), 0) << "the own message is the citizen's to read";
  EXPECT_EQ(marked->etag(), before->etag()) << "who reads hinders no colleague's step";
  EXPECT_EQ(read(Status(filed->number(), filed->secret())->messages(), true), then);

  server_.clock().Advance(absl::Minutes(5));
  mark.set_request_id(server_.NewId());
  const auto again = Call(server_.complaints(), &Stub::MarkComplaintRead, mark, staff_);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(read(again->messages(), true), then) << "when it was seen first";
  EXPECT_EQ(read(again->messages(), false), then) << "the citizen looked five minutes ago";
}

TEST_F(ServerComplaintTest, ACitizenIsAnsweredThoughTheReadMarkCannotBeWritten) {
  const auto filed = File(NewComplaint());
  ASSERT_TRUE(filed.ok());
  v1::AddComplaintMessageRequest theirs;
  theirs.set_complaint_id(OnlyId());
  theirs.set_text("请提供复印件");
  theirs.set_request_id(server_.NewId());
  ASSERT_TRUE(Call(server_.complaints(), &Stub::AddComplaintMessage, theirs, staff_).ok());
  const auto other = *sql::Database::Open(
      server_.directory() + "/zoufang.db",
      {.mode = sql::OpenMode::kExisting, .application_id = storage::kApplicationId});
  ASSERT_TRUE(other
                  ->Execute("CREATE TRIGGER stop BEFORE UPDATE ON complaint_message"
                            " BEGIN SELECT RAISE(ABORT, 'stop'); END")
                  .ok());
  const auto look = [&] { return Status(filed->number(), filed->secret()); };
  auto status = look();
  ASSERT_TRUE(status.ok()) << status.status();
  ASSERT_EQ(status->messages_size(), 1);
  EXPECT_EQ(status->messages(0).text(), "请提供复印件");
  ASSERT_TRUE(other->Execute("DROP TRIGGER stop").ok());
  EXPECT_FALSE(look()->messages(0).has_read_at()) << "no mark was made";
  EXPECT_TRUE(look()->messages(0).has_read_at()) << "the next look makes it";
}

}  // namespace
}  // namespace zoufang::testing
