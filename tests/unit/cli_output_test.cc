// Lines for people, documents for scripts, exit codes for both.
#include "clients/cli/output.h"

#include <gtest/gtest.h>

#include <sstream>

#include "clients/cli/errors.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "clients/cli/width.h"
#include "clients/connection/errors.h"
#include "sync/base/errors.h"
#include "zoufang/v1/admin_service.pb.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/visit_service.pb.h"

namespace zoufang::cli {
namespace {

TEST(WidthTest, WideCharactersTakeTwoColumns) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("走访"), 4);
  EXPECT_EQ(DisplayWidth("Ａ，"), 4);
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1);  // e with a combining accent.
}

TEST(WidthTest, TextThatCouldMoveTheCursorIsMadeHarmless) {
  EXPECT_EQ(Printable("a\x1B[2Jb"), "a\uFFFD[2Jb");
  EXPECT_EQ(Printable("one\r\ntwo"), "one / two");
  EXPECT_EQ(Printable("x\u202Ey"), "x\uFFFDy");
}

TEST(TableTest, ColumnsAlignUnderWideCharacters) {
  Table table;
  table.Add({"名称", "1"});
  table.Add({"ab", "2", "x"});
  const std::vector<std::string> lines = table.Lines();
  EXPECT_EQ(lines[0], "名称  1");
  EXPECT_EQ(lines[1], "ab    2  x");
}

class OutputTest : public ::testing::Test {
 protected:
  std::string Told(const absl::Status& status, Language language, bool json) {
    std::ostringstream out, err;
    Output(out, err, language, json).Error(status);
    EXPECT_EQ(out.str(), "");
    return err.str();
  }
};

TEST_F(OutputTest, AnErrorSaysWhatHappenedOnceWithItsReason) {
  const absl::Status status =
      base::FieldsInvalid({{.field = "visit.point", .zh = "应为坐标", .en = "a point"}});
  const std::string zh = Told(status, Language::kChinese, false);
  EXPECT_EQ(zh.rfind("错误：", 0), 0u) << zh;
  EXPECT_EQ(zh.find("应为坐标"), zh.rfind("应为坐标")) << zh;
  EXPECT_NE(zh.find("[FIELDS_INVALID]\n"), std::string::npos) << zh;
}

TEST_F(OutputTest, FieldsThatTheMessageDoesNotNameFollowIt) {
  const absl::Status status =
      base::MakeError({absl::StatusCode::kInvalidArgument, "X", "填写有误。", "wrong"},
                      {{.field = "visit.point", .zh = "应为坐标", .en = "a point"}});
  EXPECT_NE(Told(status, Language::kChinese, false).find("\n  visit.point: 应为坐标\n"),
            std::string::npos);
}

TEST_F(OutputTest, AnErrorForScriptsIsOneDocument) {
  const absl::Status status = connection::ServerUnreachable("127.0.0.1:1");
  const Json document = Json::parse(Told(status, Language::kChinese, true));
  EXPECT_EQ(document["error"]["reason"], "SERVER_UNREACHABLE");
  EXPECT_FALSE(document["error"]["message"].get<std::string>().empty());
  EXPECT_EQ(document["error"]["message_en"], std::string(status.message()));
  EXPECT_TRUE(document["error"]["violations"].empty());
}

TEST(ExitCodeTest, TellsScriptsWhatToDoNext) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), 0);
  EXPECT_EQ(ExitCodeOf(absl::InternalError("")), 1);
  EXPECT_EQ(ExitCodeOf(absl::DataLossError("")), 1);
  EXPECT_EQ(ExitCodeOf(OptionMissing("--x", "X")), 2);
  EXPECT_EQ(ExitCodeOf(connection::ServerUnreachable("x")), 3);
  EXPECT_EQ(ExitCodeOf(absl::ResourceExhaustedError("")), 3);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")), 3);
  EXPECT_EQ(ExitCodeOf(NoSession()), 4);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("")), 4);
  EXPECT_EQ(ExitCodeOf(absl::PermissionDeniedError("")), 4);
}

TEST(MessageJsonTest, ListsEveryFieldInShortForms) {
  v1::VisitDetails details;
  v1::Visit& visit = *details.mutable_visit();
  visit.set_id("v");
  visit.set_state(v1::VISIT_STATE_DRAFT);
  visit.mutable_started_at()->set_seconds(1'772'591'400);
  visit.add_participants("lina");
  const Json document = ToJson(details);
  EXPECT_EQ(document["visit"]["state"], "DRAFT");
  EXPECT_EQ(document["visit"]["kind"], "");
  EXPECT_EQ(document["visit"]["started_at"], "2026-03-04T02:30:00Z");
  EXPECT_TRUE(document["visit"]["finished_at"].is_null());
  EXPECT_EQ(document["visit"]["participants"], Json::array({"lina"}));
  EXPECT_TRUE(document["findings"].empty());
  EXPECT_TRUE(ToJson(v1::OrganizationProfile())["full_time_staff"].is_null());
}

TEST(MessageJsonTest, KeepsLargeNumbers) {
  v1::ScopeStatus scope;
  scope.set_digest(18'446'744'073'709'551'615u);
  EXPECT_EQ(ToJson(scope)["digest"], "18446744073709551615");
}

TEST(MessageJsonTest, KeepsMapsAndWhatStandsInLists) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP()
      << "protobuf's maps have another layout in its headers under TSan than in Debian's library";
#endif
  v1::ServerStatus status;
  (*status.mutable_rows())["Visit"] = 3;
  status.add_scopes()->set_digest(18'446'744'073'709'551'615u);
  const Json document = ToJson(status);
  EXPECT_EQ(document["rows"]["Visit"], 3);
  EXPECT_EQ(document["scopes"][0]["digest"], "18446744073709551615");
}

TEST(MessageTextTest, LabelsAndWordsFollowTheLanguage) {
  v1::Organization organization;
  organization.set_name("协会");
  organization.set_status(v1::REGISTRATION_STATUS_REGISTERED);
  Table zh, en;
  AddFields(Language::kChinese, organization, {"name", "status", "address"}, zh);
  AddFields(Language::kEnglish, organization, {"name", "status"}, en);
  EXPECT_EQ(zh.Lines(), (std::vector<std::string>{"名称      协会", "登记状态  正常登记"}));
  EXPECT_EQ(en.Lines(), (std::vector<std::string>{"name    协会", "status  registered"}));
}

}  // namespace
}  // namespace zoufang::cli
