// HTTP by the Connect protocol against the real server, as curl and a browser's client speak it.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/complaint_number.h"
#include "domain/credit_code.h"
#include "google/rpc/error_details.pb.h"
#include "tests/support/self_signed.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

using nlohmann::json;

constexpr char kSearch[] = "/zoufang.v1.OrganizationService/SearchOrganizations";
constexpr char kGet[] = "/zoufang.v1.OrganizationService/GetOrganization";
constexpr char kFile[] = "/zoufang.v1.ComplaintService/FileComplaint";
constexpr char kFollow[] = "/zoufang.v1.ComplaintService/GetComplaintStatus";
constexpr char kJson[] = "application/json";

std::string Code(int n) {
  return *domain::MakeCreditCode('2', "370303", absl::StrCat("MJE9000", n));
}

class ServerGatewayTest : public ::testing::Test {
 protected:
  void SetUp() override { StartServer(); }
  void StartServer() {
    server_.options().http = "127.0.0.1:0";
    const absl::Status started = server_.Start();
    ASSERT_TRUE(started.ok()) << started;
    client_ = std::make_unique<httplib::Client>("127.0.0.1", server_.server().http_port());
  }
  httplib::Result Post(const std::string& path, const std::string& body,
                       const httplib::Headers& headers = {}, const char* type = kJson) {
    return client_->Post(path, headers, body, type);
  }
  json Posted(const std::string& path, const json& body, int status = 200,
              const httplib::Headers& headers = {}) {
    const httplib::Result result = Post(path, body.dump(), headers);
    EXPECT_TRUE(result) << path;
    if (!result) return {};
    EXPECT_EQ(result->status, status) << result->body;
    return json::parse(result->body, nullptr, false);
  }
  static std::string ReasonOf(const json& error) {
    for (const json& detail : error.value("details", json::array())) {
      if (detail["type"] == "google.rpc.ErrorInfo") return detail["debug"]["reason"];
    }
    return "";
  }
  json AnonymousComplaint() {
    return {{"complaint",
             {{"kind", "COMPLAINT_KIND_VIOLATION"},
              {"subjectName", "淄博某协会"},
              {"category", "fees"},
              {"narrative", "强制收取会费"},
              {"areaCode", "370303"},
              {"reporterMode", "REPORTER_MODE_ANONYMOUS"}}},
            {"requestId", server_.NewId()}};
  }

  TestServer server_;
  std::unique_ptr<httplib::Client> client_;
};

TEST_F(ServerGatewayTest, ACitizenLooksAnOrganizationUpWithPlainJson) {
  const auto made = server_.ImportOrganization("淄博市志愿服务联合会", Code(1), "370303");
  ASSERT_TRUE(made.ok()) << made.status();
  const json found = Posted(kSearch, {{"query", "志愿"}});
  ASSERT_EQ(found["matches"].size(), 1u) << found;
  EXPECT_EQ(found["matches"][0]["organization"]["name"], "淄博市志愿服务联合会");
}

TEST_F(ServerGatewayTest, TheBinaryFormIsTakenAndGiven) {
  const auto made = server_.ImportOrganization("淄博市志愿服务联合会", Code(1), "370303");
  ASSERT_TRUE(made.ok()) << made.status();
  v1::GetOrganizationRequest request;
  request.set_id(made->id());
  const auto result = Post(kGet, request.SerializeAsString(), {}, "application/proto");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200);
  EXPECT_EQ(result->get_header_value("Content-Type"), "application/proto");
  v1::Organization organization;
  ASSERT_TRUE(organization.ParseFromString(result->body));
  EXPECT_EQ(organization.name(), made->name());
}

TEST_F(ServerGatewayTest, AnErrorHasConnectsFormWithTheSameCodeReasonAndDetails) {
  const json error = Posted(kGet, {{"id", server_.NewId()}}, 404);
  EXPECT_EQ(error["code"], "not_found");
  EXPECT_EQ(ReasonOf(error), "ORGANIZATION_NOT_FOUND");
  for (const json& detail : error["details"]) {
    if (detail["type"] != "google.rpc.ErrorInfo") continue;
    std::string bytes;
    ASSERT_TRUE(absl::Base64Unescape(detail["value"].get<std::string>(), &bytes));
    google::rpc::ErrorInfo info;
    ASSERT_TRUE(info.ParseFromString(bytes));
    EXPECT_EQ(info.reason(), "ORGANIZATION_NOT_FOUND");
  }
}

TEST_F(ServerGatewayTest, ARefusedFieldIsNamed) {
  json wrong = AnonymousComplaint();
  wrong["complaint"].erase("narrative");
  const json error = Posted(kFile, wrong, 400);
  EXPECT_EQ(error["code"], "invalid_argument");
  EXPECT_TRUE(absl::StrContains(error.dump(), "complaint.narrative")) << error;
}

TEST_F(ServerGatewayTest, RolesAreAskedForAsOverGrpc) {
  EXPECT_EQ(Posted("/zoufang.v1.ComplaintService/ListComplaints", json::object(), 401)["code"],
            "unauthenticated");
  const auto token = server_.SignInAdmin();
  ASSERT_TRUE(token.ok());
  Posted("/zoufang.v1.AdminService/GetServerStatus", json::object(), 200,
         {{"Authorization", absl::StrCat("Bearer ", *token)}});
}

TEST_F(ServerGatewayTest, BytesThatGrpcWouldNotCarryAreAnInvalidTokenAndHarmNobody) {
  const json error = Posted("/zoufang.v1.AdminService/GetServerStatus", json::object(), 401,
                            {{"Authorization", "Bearer \xE5\xBF\x97"}, {"X-Request-Id", "\xFF"}});
  EXPECT_EQ(error["code"], "unauthenticated");
  Posted(kSearch, {{"query", "志愿"}});
}

TEST_F(ServerGatewayTest, AMethodThatChangesNothingIsReadByGetAndNotSentAgainWhileItIsTheSame) {
  ASSERT_TRUE(server_.ImportOrganization("淄博市志愿服务联合会", Code(1), "370303").ok());
  const std::string url = absl::StrCat(kSearch, "?connect=v1&encoding=json&base64=1&message=",
                                       absl::WebSafeBase64Escape(json({{"query", "志愿"}}).dump()));
  const auto first = client_->Get(url);
  ASSERT_TRUE(first);
  ASSERT_EQ(first->status, 200) << first->body;
  const std::string tag = first->get_header_value("ETag");
  ASSERT_FALSE(tag.empty());
  const auto again = client_->Get(url, httplib::Headers{{"If-None-Match", tag}});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->status, 304);
  EXPECT_TRUE(again->body.empty());
  ASSERT_TRUE(server_.ImportOrganization("张店区志愿者协会", Code(2), "370303").ok());
  const auto changed = client_->Get(url, httplib::Headers{{"If-None-Match", tag}});
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->status, 200);
}

TEST_F(ServerGatewayTest, AMethodThatChangesSomethingIsNotReachedByGet) {
  const auto result = client_->Get(absl::StrCat(kFile, "?encoding=json&message=%7B%7D"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 405);
  EXPECT_EQ(result->get_header_value("Allow"), "POST");
}

TEST_F(ServerGatewayTest, AComplaintIsFiledOnceHoweverOftenItIsSentAndFollowedWithItsSecret) {
  const json complaint = AnonymousComplaint();
  const json filed = Posted(kFile, complaint);
  EXPECT_EQ(Posted(kFile, complaint), filed);
  const json status = Posted(kFollow, {{"number", filed["number"]}, {"secret", filed["secret"]}});
  EXPECT_EQ(status["state"], "COMPLAINT_STATE_RECEIVED");
  EXPECT_EQ(
      ReasonOf(Posted(kFollow, {{"number", filed["number"]}, {"secret", "0000000000000000"}}, 403)),
      "COMPLAINT_SECRET_WRONG");
}

// The eleventh wrong secret of one address is not judged any more; another address still may.
int WrongSecrets(httplib::Client& client, const std::string& forwarded) {
  for (int i = 0; i < 20; ++i) {
    const json guess = {{"number", domain::MakeComplaintNumber("20260302", i + 1)},
                        {"secret", "0000000000000000"}};
    const auto result = client.Post(kFollow, {{"X-Forwarded-For", forwarded}}, guess.dump(), kJson);
    if (!result || result->status == 429) return i;
  }
  return 20;
}

TEST_F(ServerGatewayTest, NobodyGetsMoreGuessesByClaimingAnotherAddress) {
  EXPECT_EQ(WrongSecrets(*client_, "10.1.1.1"), 10);
  EXPECT_EQ(WrongSecrets(*client_, "10.1.1.2"), 0);
}

TEST_F(ServerGatewayTest, BehindAProxyEachClientIsCountedByTheAddressTheProxySaw) {
  server_.Stop();
  server_.options().http_behind_proxy = true;
  StartServer();
  EXPECT_EQ(WrongSecrets(*client_, "10.9.9.9, 10.1.1.1"), 10);
  EXPECT_EQ(WrongSecrets(*client_, "10.8.8.8, 10.1.1.1"), 0);
  EXPECT_GT(WrongSecrets(*client_, "10.1.1.2"), 0);
}

TEST_F(ServerGatewayTest, AGrpcCallerCannotClaimTheGatewaysAddresses) {
  v1::GetComplaintStatusRequest guess;
  guess.set_secret("0000000000000000");
  absl::StatusCode last = absl::StatusCode::kOk;
  for (int i = 0; i < 11; ++i) {
    grpc::ClientContext context;
    context.AddMetadata("x-zoufang-gateway", "");
    context.AddMetadata("x-zoufang-peer", absl::StrCat("ipv4:10.1.1.", i));
    v1::ComplaintStatus status;
    guess.set_number(domain::MakeComplaintNumber("20260302", i + 1));
    last = static_cast<absl::StatusCode>(
        server_.complaints().GetComplaintStatus(&context, guess, &status).error_code());
  }
  EXPECT_EQ(last, absl::StatusCode::kResourceExhausted);
}

TEST_F(ServerGatewayTest, WhatIsNoCallIsAnsweredWithAPlainError) {
  EXPECT_EQ(ReasonOf(Posted("/zoufang.v1.NoService/Get", json::object(), 404)), "METHOD_UNKNOWN");
  EXPECT_EQ(ReasonOf(Posted("/grpc.health.v1.Health/Check", json::object(), 404)),
            "METHOD_UNKNOWN");
  EXPECT_EQ(ReasonOf(Posted("/zoufang.sync.v1.SyncService/Watch", json::object(), 415)),
            "METHOD_STREAMS");
  const auto nowhere = client_->Get("/../../etc/passwd");
  ASSERT_TRUE(nowhere);
  EXPECT_EQ(nowhere->status, 404);
}

TEST_F(ServerGatewayTest, BadBodiesAreRefusedWithAReasonAndTheServerGoesOn) {
  const auto refused = [&](const std::string& body, const httplib::Headers& headers,
                           const char* type, int status, const std::string& reason) {
    const auto result = Post(kSearch, body, headers, type);
    ASSERT_TRUE(result) << reason;
    EXPECT_EQ(result->status, status) << result->body;
    EXPECT_EQ(ReasonOf(json::parse(result->body, nullptr, false)), reason) << result->body;
  };
  refused("{\"query\":", {}, kJson, 400, "BODY_UNDECODABLE");
  refused("\xFF\xFF\xFF", {}, "application/proto", 400, "BODY_UNDECODABLE");
  refused("query=x", {}, "application/x-www-form-urlencoded", 415, "MEDIA_TYPE_UNKNOWN");
  refused("{}", {}, "text/plain", 415, "MEDIA_TYPE_UNKNOWN");
  refused("{}", {{"Content-Encoding", "gzip"}}, kJson, 501, "COMPRESSION_UNKNOWN");
  refused("{}", {{"Connect-Timeout-Ms", "soon"}}, kJson, 400, "TIMEOUT_INVALID");
  Posted(kSearch, {{"query", "志愿"}});
}

TEST_F(ServerGatewayTest, ABodyOverTheLimitIsRefusedByItsLength) {
  const auto result = Post(kSearch, std::string((4 << 20) + (64 << 10) + 1, ' '));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 413);
  Posted(kSearch, {{"query", "志愿"}});
}

TEST_F(ServerGatewayTest, EveryAnswerTellsTheBrowserToTrustItLittle) {
  for (const std::string path : {"/healthz", "/nowhere"}) {
    const auto result = client_->Get(path);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->get_header_value("X-Content-Type-Options"), "nosniff");
    EXPECT_TRUE(absl::StrContains(result->get_header_value("Content-Security-Policy"),
                                  "default-src 'none'"));
    EXPECT_FALSE(result->has_header("Access-Control-Allow-Origin"));
    EXPECT_FALSE(result->has_header("Set-Cookie"));
  }
  const auto preflight = client_->Options(kSearch);
  ASSERT_TRUE(preflight);
  EXPECT_FALSE(preflight->has_header("Access-Control-Allow-Origin"));
}

// A client that sends its request a byte at a time, and never all of it.
class SlowClient {
 public:
  explicit SlowClient(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 &&
                 write(socket_, "POST / HT", 9) == 9;
  }
  ~SlowClient() { close(socket_); }
  SlowClient(const SlowClient&) = delete;
  SlowClient& operator=(const SlowClient&) = delete;
  bool connected() const { return connected_; }

 private:
  int socket_;
  bool connected_ = false;
};

TEST_F(ServerGatewayTest, AFewSlowClientsKeepNobodyElseWaitingAndTheServerStillStops) {
  std::vector<std::unique_ptr<SlowClient>> slow;
  for (int i = 0; i < 10; ++i) {
    slow.push_back(std::make_unique<SlowClient>(server_.server().http_port()));
    ASSERT_TRUE(slow.back()->connected());
  }
  Posted(kSearch, {{"query", "志愿"}});
  slow.clear();
  server_.Stop();
}

TEST_F(ServerGatewayTest, ManyClientsAtOnceAllGetTheirAnswers) {
  std::vector<std::thread> clients;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      httplib::Client client("127.0.0.1", server_.server().http_port());
      client.set_keep_alive(true);
      for (int n = 0; n < 20; ++n) {
        const auto result = client.Post(kSearch, R"({"query":"志愿"})", kJson);
        if (result && result->status == 200) ++answered;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered, 160);
}

TEST_F(ServerGatewayTest, TheLogNamesTheMethodAndNothingOfTheRequest) {
  Posted(kFile, AnonymousComplaint());
  EXPECT_TRUE(absl::StrContains(server_.log().text(), "FileComplaint"));
  EXPECT_FALSE(absl::StrContains(server_.log().text(), "强制收取"));
}

TEST(GatewayOptionsTest, PlainHttpOffLoopbackIsRefused) {
  TestServer server;
  server.options().http = "0.0.0.0:0";
  EXPECT_FALSE(server.Start().ok());
}

TEST(GatewayOptionsTest, OverTlsATrustingClientIsServedAndPlaintextIsNot) {
  const SelfSigned pem;
  ASSERT_TRUE(pem.Make()) << "needs the openssl program";
  TestServer server;
  server.options().http = "0.0.0.0:0";
  server.options().tls_cert = pem.cert;
  server.options().tls_key = pem.key;
  ASSERT_TRUE(server.Start().ok());
  httplib::Client plain("127.0.0.1", server.server().http_port());
  EXPECT_FALSE(plain.Get("/healthz"));
  httplib::SSLClient doubting("localhost", server.server().http_port());
  EXPECT_FALSE(doubting.Get("/healthz")) << "nobody vouches for the certificate";
  httplib::SSLClient trusting("localhost", server.server().http_port());
  trusting.set_ca_cert_path(pem.cert.c_str());
  const auto served = trusting.Get("/healthz");
  ASSERT_TRUE(served);
  EXPECT_EQ(served->status, 200);
  EXPECT_TRUE(served->has_header("Strict-Transport-Security"));
}

TEST(GatewayOptionsTest, APortInUseIsSaidSo) {
  TestServer first, second;
  first.options().http = "127.0.0.1:0";
  ASSERT_TRUE(first.Start().ok());
  second.options().http = absl::StrCat("127.0.0.1:", first.server().http_port());
  EXPECT_EQ(base::ReasonOf(second.Start()), "CANNOT_LISTEN");
}

}  // namespace
}  // namespace zoufang::testing
