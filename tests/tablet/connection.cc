// How a tablet reaches its server: a certificate that is not trusted, a first sync that is cut.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "tests/support/self_signed.h"
#include "tests/tablet/city_registry.h"
#include "tests/tablet/field_day.h"
#include "tests/tablet/network.h"

namespace zoufang::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ConnectionTest : public FieldDay {
 protected:
  // Tries to enrol, and reads why it is refused.
  std::string Refusal(Officer& officer, const std::string& server, const std::string& authority) {
    Driver& hand = *officer.hand;
    SendEnrolment(officer, "lina", server, authority);
    if (hand.Find("toastText") == nullptr) return "nothing is said";
    std::string said = hand.Text("toastText");
    hand.Tap("toast");
    hand.Wait([&] { return !hand.Shows("toast"); });
    return said;
  }
};

TEST_F(ConnectionTest, AServerElsewhereWantsItsAuthorityInAnOfficersWords) {
  const auto li = OpenApp("li");
  const std::string said = Refusal(*li, "zoufang.example.gov.cn:8440", "");
  EXPECT_THAT(said, HasSubstr("请向管理员要证书文件"));
  EXPECT_THAT(said, Not(HasSubstr("--ca")));
  const std::string none = files_.File("none.pem");
  std::ofstream(none) << "no certificate";
  EXPECT_THAT(Refusal(*li, "zoufang.example.gov.cn:8440", none), HasSubstr("里面没有证书"));
  EXPECT_THAT(Refusal(*li, "127.0.0.1:1", ""), HasSubstr("连不上服务器"));
}

class TrustTest : public ConnectionTest {
 protected:
  absl::Status StartServer() override {
    if (!own_.Make() || !other_.Make()) return absl::InternalError("needs the openssl program");
    return StartWith(own_);
  }
  absl::Status StartWith(const SelfSigned& pem) {
    server_.options().tls_cert = pem.cert;
    server_.options().tls_key = pem.key;
    const absl::Status started = server_.Start();
    std::ifstream file(pem.cert);
    grpc::SslCredentialsOptions trust;
    trust.pem_root_certs.assign(std::istreambuf_iterator<char>(file), {});
    if (started.ok()) server_.Connect(grpc::SslCredentials(trust));
    return started;
  }
  std::string Address() { return absl::StrCat("localhost:", server_.server().port()); }

  SelfSigned own_, other_;
};

TEST_F(TrustTest, AServerThatIsNotTrustedIsToldFromOneThatIsNotThere) {
  const auto li = OpenApp("li");
  EXPECT_THAT(Refusal(*li, Address(), other_.cert), HasSubstr("证书不可信"));
  SendEnrolment(*li, "lina", Address(), own_.cert);
  STEP(li->hand->Find("nav_today") != nullptr);
  STEP(Awaits(*li, "state", "done"));
  server_.options().listen = absl::StrCat("127.0.0.1:", server_.server().port());
  server_.Stop();
  STEP(Awaits(*li, "state", "offline"));
  ASSERT_TRUE(StartWith(other_).ok());
  li->app->sync().syncNow();
  STEP(Awaits(*li, "state", "attention"));
  EXPECT_THAT(li->app->sync().data()["detail"].toString().toStdString(), HasSubstr("证书不可信"));
}

class FirstSyncTest : public ConnectionTest {
 protected:
  static constexpr int kOrganizations = 12'000;
  static constexpr int64_t kWhereItIsCut = 700'000;  // Bytes: within the registry's pages.

  int Rows(Officer& officer) { return officer.app->sync().data()["rows"].toInt(); }
};

TEST_F(FirstSyncTest, ACutLineLosesNothingAndTheRestFollows) {
  CityRegistry city(server_, kOrganizations);
  const absl::Status imported = city.Import(kOrganizations);
  ASSERT_TRUE(imported.ok()) << imported;
  Network line(server_.server().port());
  const std::string address = absl::StrCat("127.0.0.1:", line.port());
  auto li = OpenApp("li");
  line.CutAfter(kWhereItIsCut);
  SendEnrolment(*li, "lina", address);
  STEP(li->hand->Find("firstSync") != nullptr);
  STEP(Awaits(*li, "state", "offline"));
  const int rows = Rows(*li);
  EXPECT_GT(rows, 0);
  EXPECT_LT(rows, kOrganizations);
  const int expected = li->app->sync().data()["expected"].toInt();
  EXPECT_GT(expected, kOrganizations) << "the whole registry, and the profiles of the area";
  EXPECT_EQ(li->hand->Text("firstRows"),
            absl::StrCat("已接收 ", rows, " 条，共 ", expected, " 条"));
  EXPECT_EQ(li->hand->Text("firstDetail"), "网络恢复后自动接着来，已接收的不会重来。");
  EXPECT_FALSE(li->hand->Shows("nav_today"));

  li.reset();  // And the battery is empty as well.
  li = OpenApp("li");
  STEP(li->hand->Find("firstSync") != nullptr);
  STEP(li->hand->Wait([&] { return Rows(*li) == rows; }));
  const int64_t before = line.bytes_down();
  line.Restore();
  STEP(li->hand->Tap("firstTryNow"));
  STEP(li->hand->Find("nav_today") != nullptr);
  const int64_t rest = line.bytes_down() - before;
  EXPECT_EQ(li->app->sync().data()["organizations"], kOrganizations + 2);

  const auto wang = OpenApp("wang");
  const int64_t begin = line.bytes_down();
  SendEnrolment(*wang, "wangqiang", address);
  STEP(wang->hand->Find("nav_today") != nullptr);
  EXPECT_LT(rest, line.bytes_down() - begin - kWhereItIsCut / 2) << "it did not begin again";
}

}  // namespace
}  // namespace zoufang::testing
