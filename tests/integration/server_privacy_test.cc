// Who complained is nowhere to be read: not in the files, the log, the metrics, nor in any answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sodium.h>
#include <zstd.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/storage/store.h"
#include "sync/sql/database.h"
#include "tests/support/file_bytes.h"
#include "tests/support/case_work.h"
#include "tests/support/method_sweep.h"

namespace zoufang::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::IsSubsetOf;
using ::testing::IsSupersetOf;

// What the reporter is known by. Each is found whole or not at all.
constexpr char kName[] = "赵隐名QxName71";
constexpr char kPhone[] = "139QxPhone7155";
// What the two cases say.
constexpr char kNarrative[] = "QxNarrativeNamed 强制缴费";
constexpr char kHiddenNarrative[] = "QxNarrativeHidden 强制入会";
constexpr char kMessage[] = "QxMessageHidden 补充一点";
constexpr char kReply[] = "QxReplyStaff 已收到";
constexpr char kCallId[] = "QxCallId-1";

class ServerPrivacyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    unsigned char public_key[crypto_box_PUBLICKEYBYTES], secret_key[crypto_box_SECRETKEYBYTES];
    crypto_box_keypair(public_key, secret_key);
    server_.options().identity_public_key = absl::BytesToHexString(
        absl::string_view(reinterpret_cast<char*>(public_key), sizeof(public_key)));
    server_.options().http = "127.0.0.1:0";
    server_.options().metrics = "127.0.0.1:0";
    server_.options().notify_file = NoticesPath();
    ASSERT_TRUE(server_.Start().ok());
    admin_ = server_.SignInAdmin().value_or("");
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", "370303001");
    ASSERT_TRUE(organization.ok()) << organization.status();
    organization_id_ = organization->id();
    staff_ = server_.NewCaller("sun.staff", v1::ROLE_STAFF, {"370303"}).value_or("");
    FileBoth();
  }

  // A named-sealed case and an anonymous one; both go to their end, with words on the way.
  void FileBoth() {
    v1::FileComplaintRequest request = work_.NewComplaint(organization_id_);
    request.mutable_complaint()->set_narrative(kNarrative);
    request.mutable_complaint()->set_reporter_mode(v1::REPORTER_MODE_NAMED_SECRET);
    request.mutable_reporter()->set_name(kName);
    request.mutable_reporter()->set_phone(kPhone);
    const auto named = work_.File(request);
    ASSERT_TRUE(named.ok()) << named.status();
    named_ = *named;
    request = work_.NewComplaint(organization_id_);
    request.mutable_complaint()->set_narrative(kHiddenNarrative);
    const auto hidden = work_.File(request);
    ASSERT_TRUE(hidden.ok()) << hidden.status();
    hidden_ = *hidden;
    ASSERT_TRUE(work_.WriteAsCitizen(hidden_, kMessage).ok());
    v1::AddComplaintMessageRequest reply;
    reply.set_complaint_id(work_.IdOf(hidden_.number(), staff_));
    reply.set_text(kReply);
    reply.set_request_id(server_.NewId());
    ASSERT_TRUE(Call(server_.complaints(), &Complaints::AddComplaintMessage, reply, staff_).ok());
    named_id_ = work_.IdOf(named_.number(), staff_);
    ASSERT_TRUE(work_.BringToItsEnd(named_id_, staff_).ok());
  }

  // The needles of the two persons, and the secrets that their cases are followed by.
  std::vector<std::string> Identities() const {
    return {kName, "赵隐名", "QxName71", kPhone, "QxPhone7155", named_.secret(), hidden_.secret()};
  }
  static std::vector<std::string> Words() {
    return {"QxNarrativeNamed", "QxNarrativeHidden", "QxMessageHidden", "QxReplyStaff"};
  }
  static std::vector<std::string> FoundIn(const std::string& bytes,
                                          const std::vector<std::string>& needles) {
    std::vector<std::string> found;
    for (const std::string& needle : needles) {
      if (absl::StrContains(bytes, needle)) found.push_back(needle);
    }
    return found;
  }

  std::string NoticesPath() const { return server_.directory() + "/notices.jsonl"; }
  // Every file of the data directory as bytes: the database's pages, the WAL, backups.
  std::string AllFiles() const { return testing::BytesBelow(server_.directory()); }
  // The tables that hold `needle` in any column, cut pages put together by SQLite.
  std::set<std::string> TablesWith(const std::string& needle) {
    std::set<std::string> tables;
    auto database = sql::Database::Open(
        storage::DatabasePath(server_.directory()),
        {.mode = sql::OpenMode::kReadOnly, .application_id = storage::kApplicationId});
    EXPECT_TRUE(database.ok()) << database.status();
    auto columns = (*database)->Prepare(
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
        " WHERE m.type='table'");
    EXPECT_TRUE(columns.ok());
    while (columns->Step().value_or(false)) {
      auto search = (*database)->Prepare(absl::StrCat("SELECT count(*) FROM \"", columns->Text(0),
                                                      "\" WHERE instr(CAST(\"", columns->Text(1),
                                                      "\" AS BLOB), CAST(?1 AS BLOB))>0"));
      EXPECT_TRUE(search.ok());
      search->Bind(1, needle);
      EXPECT_TRUE(search->Step().ok());
      if (search->Int(0) > 0) tables.insert(std::string(columns->Text(0)));
    }
    return tables;
  }
  static std::string Unpacked(const sync::v1::RowPage& page) {
    std::string rows(page.size(), '\0');
    EXPECT_EQ(ZSTD_decompress(rows.data(), rows.size(), page.zstd().data(), page.zstd().size()),
              page.zstd().empty() ? 0 : page.size());
    return rows;
  }
  std::string Metrics() {
    httplib::Client client("127.0.0.1", server_.server().metrics_port());
    const httplib::Result result = client.Get("/metrics");
    return result ? result->body : "";
  }

  TestServer server_;
  CaseWork work_{server_};
  std::string admin_, staff_, organization_id_, named_id_;
  v1::FileComplaintResponse named_, hidden_;
};

TEST_F(ServerPrivacyTest, NoFileHoldsTheIdentityOrASecretAndTheSearchFindsWhatIsThere) {
  v1::BackUpRequest backup;
  ASSERT_TRUE(Call(server_.admin(), &v1::AdminService::Stub::BackUp, backup, admin_).ok());
  const std::string running = AllFiles();
  EXPECT_THAT(FoundIn(running, Identities()), IsEmpty());
  EXPECT_EQ(FoundIn(running, Words()), Words());
  server_.Stop();  // The last one to close moves the WAL into the file.
  const std::string stopped = AllFiles();
  EXPECT_THAT(FoundIn(stopped, Identities()), IsEmpty());
  EXPECT_EQ(FoundIn(stopped, Words()), Words());
}

TEST_F(ServerPrivacyTest, NotificationsNameTheCaseAndNothingElseOfIt) {
  while (!absl::StrContains(testing::BytesOf(NoticesPath()), "complaint.close")) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  const std::string notices = testing::BytesOf(NoticesPath());
  EXPECT_THAT(FoundIn(notices, {named_.number(), hidden_.number()}), ::testing::SizeIs(2));
  EXPECT_THAT(FoundIn(notices, Identities()), IsEmpty());
  EXPECT_THAT(FoundIn(notices, Words()), IsEmpty());
}

TEST_F(ServerPrivacyTest, WordsAreInTheCasesTablesAndTheirHistoryOnly) {
  for (const std::string& needle : Identities()) EXPECT_THAT(TablesWith(needle), IsEmpty());
  using Tables = std::set<std::string>;
  // `answer` repeats to who acted what it was answered; nobody stepped on the hidden case.
  EXPECT_EQ(TablesWith("QxNarrativeNamed"), (Tables{"complaint", "_mutation", "answer"}));
  EXPECT_EQ(TablesWith("QxNarrativeHidden"), (Tables{"complaint", "_mutation"}));
  EXPECT_EQ(TablesWith("QxMessageHidden"), (Tables{"complaint_message", "_mutation", "answer"}));
  EXPECT_EQ(TablesWith("QxReplyStaff"), (Tables{"complaint_message", "_mutation", "answer"}));
}

TEST_F(ServerPrivacyTest, TheLogAndTheMetricsHoldNeither) {
  CallContext context(staff_);
  context.AddMetadata("x-request-id", kCallId);
  v1::GetComplaintRequest request;
  request.set_id(named_id_);
  v1::ComplaintDetails details;
  ASSERT_TRUE(server_.complaints().GetComplaint(&context, request, &details).ok());
  const std::string log = server_.log().text(), metrics = Metrics();
  EXPECT_THAT(log, ::testing::HasSubstr(kCallId)) << "the search would find what is there";
  EXPECT_THAT(metrics, ::testing::HasSubstr("ComplaintService.GetComplaint"));
  for (const std::string& text : {log, metrics}) {
    EXPECT_THAT(FoundIn(text, Identities()), IsEmpty());
    EXPECT_THAT(FoundIn(text, Words()), IsEmpty());
    EXPECT_THAT(FoundIn(text, {named_.number(), hidden_.number(), named_id_}), IsEmpty());
  }
}

TEST_F(ServerPrivacyTest, NoMethodTellsTheIdentityAndOnlyTheCasesStaffReadsItsWords) {
  MethodSweep sweep(server_.server().http_port(), {{"id", named_id_},
                                                   {"row_id", named_id_},
                                                   {"complaint_id", named_id_},
                                                   {"organization_id", organization_id_},
                                                   {"number", named_.number()},
                                                   {"area_prefix", "370303"},
                                                   {"query", kName},
                                                   {"subject", named_id_}});
  ASSERT_TRUE(server_.CreateAccount("wang", v1::ROLE_OFFICER, {"370303"}).ok());
  sweep.CallAll("nobody", "");
  sweep.CallAll("staff", staff_);
  sweep.CallAll("outsider",
                server_.NewCaller("zhou.staff", v1::ROLE_STAFF, {"370304"}).value_or(""));
  sweep.CallAll("integrator",
                server_.NewCaller("portal", v1::ROLE_INTEGRATOR, {"370303"}).value_or(""));
  sweep.CallAll("tablet", server_.Enroll("wang")->token());
  sweep.CallAll("administrator", admin_);
  EXPECT_THAT(sweep.unknown(), IsEmpty());
  std::set<std::string> tellers;
  for (const MethodSweep::Answer& answer : sweep.answers()) {
    EXPECT_NE(answer.status, 0) << answer.method;
    EXPECT_THAT(FoundIn(answer.bytes, Identities()), IsEmpty())
        << answer.caller << " " << answer.method;
    if (!FoundIn(answer.bytes, Words()).empty()) {
      tellers.insert(absl::StrCat(answer.caller, " ", answer.method));
    }
  }
  EXPECT_THAT(tellers, IsSupersetOf({"staff GetComplaint", "staff ListRowHistory"}));
  EXPECT_THAT(tellers,
              IsSubsetOf({"staff GetComplaint", "staff ListComplaints", "staff ListRowHistory"}));
}

TEST_F(ServerPrivacyTest, CitizensReadTheirOwnWordsAndNobodysIdentity) {
  const auto status = work_.Status(hidden_);
  ASSERT_TRUE(status.ok()) << status.status();
  const std::string bytes = status->SerializeAsString();
  EXPECT_THAT(FoundIn(bytes, {"QxMessageHidden", "QxReplyStaff"}), ::testing::SizeIs(2));
  EXPECT_THAT(FoundIn(bytes, Identities()), IsEmpty());
}

TEST_F(ServerPrivacyTest, ATabletIsSentNoCase) {
  ASSERT_TRUE(server_.CreateAccount("wang", v1::ROLE_OFFICER, {"37"}).ok());
  const std::string token = server_.Enroll("wang")->token();
  sync::v1::AttachRequest attach;
  attach.set_install_id(server_.NewId());
  attach.mutable_base()->set_hash(std::string(16, '\0'));
  ASSERT_TRUE(Call(server_.sync(), &sync::v1::SyncService::Stub::Attach, attach, token).ok());
  sync::v1::SnapshotRequest request;
  request.set_install_id(attach.install_id());
  for (const char* scope : {"cases", "registry", "area:370303001"}) {
    request.add_scopes()->set_scope(scope);
  }
  CallContext context(token);
  const auto reader = server_.sync().Snapshot(&context, request);
  std::set<std::string> refused;
  std::string rows;
  sync::v1::SnapshotPage page;
  while (reader->Read(&page)) {
    if (page.refused()) refused.insert(page.next().scope());
    rows += Unpacked(page.rows());
  }
  ASSERT_TRUE(reader->Finish().ok());
  EXPECT_THAT(refused, ::testing::ElementsAre("cases"));
  EXPECT_THAT(rows, ::testing::HasSubstr("张店区慈善总会"))
      << "the search would find what is there";
  EXPECT_THAT(FoundIn(rows, Identities()), IsEmpty());
  EXPECT_THAT(FoundIn(rows, Words()), IsEmpty());
}

}  // namespace
}  // namespace zoufang::testing
