// What somebody of bad intent tries over HTTP.
#include <gtest/gtest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/support/self_signed.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

using nlohmann::json;

constexpr char kSearch[] = "/zoufang.v1.OrganizationService/SearchOrganizations";
constexpr char kFile[] = "/zoufang.v1.ComplaintService/FileComplaint";
constexpr char kStatus[] = "/zoufang.v1.AdminService/GetServerStatus";
constexpr char kQuery[] = R"({"query":"志愿"})";
constexpr char kJson[] = "application/json";
constexpr char kDesk[] = "https://desk.example";

class ServerAbuseTest : public ::testing::Test {
 protected:
  void Start() {
    server_.options().http = "127.0.0.1:0";
    const absl::Status started = server_.Start();
    ASSERT_TRUE(started.ok()) << started;
    client_ = std::make_unique<httplib::Client>("127.0.0.1", port());
  }
  int port() { return server_.server().http_port(); }
  int Post(const char* path, const httplib::Headers& headers, const std::string& body = kQuery) {
    const auto result = client_->Post(path, headers, body, kJson);
    return result ? result->status : -1;
  }

  TestServer server_;
  std::unique_ptr<httplib::Client> client_;
};

TEST_F(ServerAbuseTest, APageOfAnotherSiteCallsNothing) {
  Start();
  for (const char* origin :
       {"https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1"}) {
    EXPECT_EQ(Post(kSearch, {{"Origin", origin}}), 403) << origin;
    EXPECT_EQ(Post(kFile, {{"Origin", origin}}, "{}"), 403) << origin;
  }
  EXPECT_EQ(Post(kSearch, {{"Sec-Fetch-Site", "cross-site"}}), 403);
  EXPECT_EQ(Post(kSearch, {{"Sec-Fetch-Site", "same-site"}}), 403);
  const auto read = client_->Get(
      absl::StrCat(kSearch, "?encoding=json&message=%7B%7D"),
      httplib::Headers{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->status, 403);
}

TEST_F(ServerAbuseTest, OurOwnPagesAndWhoIsNoBrowserCall) {
  Start();
  EXPECT_EQ(Post(kSearch, {}), 200);
  EXPECT_EQ(Post(kSearch, {{"Origin", absl::StrCat("http://127.0.0.1:", port())},
                           {"Sec-Fetch-Site", "same-origin"}}),
            200);
  const auto link = client_->Get("/api.html", httplib::Headers{{"Sec-Fetch-Site", "cross-site"},
                                                               {"Sec-Fetch-Mode", "navigate"}});
  ASSERT_TRUE(link);
  EXPECT_EQ(link->status, 200) << "a link from elsewhere may lead here";
}

TEST_F(ServerAbuseTest, OnlyAnAllowedSiteIsToldThatItMay) {
  server_.options().http_allow_origins = {kDesk};
  Start();
  const auto allowed = client_->Options(kSearch, {{"Origin", kDesk}});
  ASSERT_TRUE(allowed);
  EXPECT_EQ(allowed->status, 204);
  EXPECT_EQ(allowed->get_header_value("Access-Control-Allow-Origin"), kDesk);
  EXPECT_FALSE(allowed->has_header("Access-Control-Allow-Credentials"));
  EXPECT_EQ(Post(kSearch, {{"Origin", kDesk}}), 200);
  const auto refused = client_->Options(kSearch, {{"Origin", "https://evil.example"}});
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 403);
  EXPECT_FALSE(refused->has_header("Access-Control-Allow-Origin"));
}

TEST_F(ServerAbuseTest, AnAllowedOriginIsASiteAndNotAPattern) {
  server_.options().http_allow_origins = {"https://*.example"};
  server_.options().http = "127.0.0.1:0";
  EXPECT_EQ(base::ReasonOf(server_.Start()), "OPTION_INVALID");
}

TEST_F(ServerAbuseTest, ATokenInTheAddressSignsNobodyIn) {
  Start();
  const auto token = server_.SignInAdmin();
  ASSERT_TRUE(token.ok());
  for (const char* name : {"access_token", "token", "authorization", "Authorization"}) {
    EXPECT_EQ(Post(absl::StrCat(kStatus, "?", name, "=", *token).c_str(), {}, "{}"), 401) << name;
  }
  EXPECT_FALSE(absl::StrContains(server_.log().text(), *token));
}

TEST_F(ServerAbuseTest, ATokenInACookieSignsNobodyIn) {
  Start();
  const auto token = server_.SignInAdmin();
  ASSERT_TRUE(token.ok());
  EXPECT_EQ(Post(kStatus, {{"Cookie", absl::StrCat("token=", *token)}}, "{}"), 401);
}

TEST_F(ServerAbuseTest, ASessionIsNotFixedByWhoSignsInWithOne) {
  Start();
  const auto planted = server_.SignInAdmin();
  ASSERT_TRUE(planted.ok());
  const json request = {{"userName", "admin"}, {"password", TestServer::kAdminPassword}};
  const auto signed_in =
      client_->Post("/zoufang.v1.AuthService/SignIn",
                    {{"Authorization", absl::StrCat("Bearer ", *planted)}}, request.dump(), kJson);
  ASSERT_TRUE(signed_in);
  ASSERT_EQ(signed_in->status, 200) << signed_in->body;
  EXPECT_NE(json::parse(signed_in->body)["token"], *planted);
}

TEST_F(ServerAbuseTest, AStolenSessionEndsWithItsSignOut) {
  Start();
  const auto token = server_.SignInAdmin();
  ASSERT_TRUE(token.ok());
  const httplib::Headers thief = {{"Authorization", absl::StrCat("Bearer ", *token)}};
  EXPECT_EQ(Post(kStatus, thief, "{}"), 200);
  EXPECT_EQ(Post("/zoufang.v1.AuthService/SignOut", thief, "{}"), 200);
  EXPECT_EQ(Post(kStatus, thief, "{}"), 401);
}

TEST_F(ServerAbuseTest, AHeaderOverTheLimitIsRefusedAndTheServerGoesOn) {
  Start();
  EXPECT_NE(Post(kSearch, {{"X-Long", std::string(20000, 'x')}}), 200);
  EXPECT_EQ(Post(kSearch, {}), 200);
}

// A socket connected to the server; -1: it is not.
int Connect(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{.tv_sec = 20, .tv_usec = 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) return fd;
  close(fd);
  return -1;
}

// Sends `text` and returns how long the server leaves the connection open after it.
absl::Duration OpenAfter(int port, const std::string& text) {
  const int fd = Connect(port);
  const bool sent =
      fd >= 0 && write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const absl::Time begun = absl::Now();
  char bytes[4096];
  while (sent && read(fd, bytes, sizeof(bytes)) > 0) continue;
  close(fd);
  return sent ? absl::Now() - begun : absl::InfiniteDuration();
}

TEST_F(ServerAbuseTest, WhoSendsTooSlowlyIsLetGo) {
  server_.options().http_slowest = absl::Milliseconds(300);
  Start();
  EXPECT_LT(OpenAfter(port(), absl::StrCat("POST ", kSearch, " HT")), absl::Seconds(6));
  EXPECT_LT(OpenAfter(port(), absl::StrCat("POST ", kSearch,
                                           " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json"
                                           "\r\nContent-Length: 100\r\n\r\n{")),
            absl::Seconds(6));
  EXPECT_EQ(Post(kSearch, {}), 200);
}

// Sends `head`, then a byte every 50 ms for as long as the server takes them, at most 10 s. What
// came back is in `answer`.
absl::Duration TakenAfter(int port, const std::string& head, std::string& answer) {
  const int fd = Connect(port);
  EXPECT_EQ(write(fd, head.data(), head.size()), static_cast<ssize_t>(head.size()));
  const absl::Time begun = absl::Now();
  char bytes[4096];
  ssize_t read = -1;
  while (read != 0 && absl::Now() - begun < absl::Seconds(10)) {
    if (send(fd, "x", 1, MSG_NOSIGNAL) != 1) break;
    absl::SleepFor(absl::Milliseconds(50));
    read = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
    if (read > 0) answer.append(bytes, read);
  }
  close(fd);
  return absl::Now() - begun;
}

TEST_F(ServerAbuseTest, AByteNowAndThenHoldsNoThreadWhetherInHeadersOrInABody) {
  server_.options().http_whole = absl::Seconds(1);
  Start();
  const std::string line = absl::StrCat("POST ", kSearch, " HTTP/1.1\r\nHost: x\r\n");
  const std::string body = "Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n{";
  for (const std::string& head : {line + "X-Slow: ", line + body}) {
    std::string answer;
    const absl::Duration taken = TakenAfter(port(), head, answer);
    EXPECT_GT(taken, absl::Milliseconds(900)) << "it was given its time";
    EXPECT_LT(taken, absl::Seconds(5));
    EXPECT_FALSE(absl::StrContains(answer, " 200 ")) << answer;
  }
  EXPECT_EQ(Post(kSearch, {}), 200);
}

TEST_F(ServerAbuseTest, ALargeBodyHasTimeForItsSize) {
  server_.options().http_whole = absl::Seconds(1);
  Start();
  const int fd = Connect(port());
  const size_t size = 400 << 10;
  const std::string head =
      absl::StrCat("POST ", kSearch, " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n",
                   "Connection: close\r\nContent-Length: ", size, "\r\n\r\n");
  ASSERT_EQ(write(fd, head.data(), head.size()), static_cast<ssize_t>(head.size()));
  // 2.5 s, at twenty times the rate that must be kept.
  std::string body(size, ' ');
  body.replace(0, sizeof(kQuery) - 1, kQuery);
  for (size_t at = 0; at < size; at += 8 << 10) {
    ASSERT_EQ(write(fd, body.data() + at, 8 << 10), 8 << 10) << at;
    absl::SleepFor(absl::Milliseconds(50));
  }
  std::string answer;
  char bytes[4096];
  for (ssize_t n = read(fd, bytes, sizeof(bytes)); n > 0; n = read(fd, bytes, sizeof(bytes))) {
    answer.append(bytes, n);
  }
  close(fd);
  EXPECT_TRUE(absl::StrContains(answer, " 200 ")) << answer;
}

TEST_F(ServerAbuseTest, WhoTakesAnAnswerTooSlowlyIsLetGoAndTheServerStillStops) {
  server_.options().http_slowest = absl::Milliseconds(300);
  Start();
  const int fd = Connect(port());
  const std::string asks = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";
  std::string many;
  for (int i = 0; i < 200; ++i) many += asks;  // Far more than the buffers between us hold.
  ASSERT_GT(send(fd, many.data(), many.size(), MSG_NOSIGNAL), 0);
  absl::SleepFor(absl::Seconds(1));
  server_.Stop();
  close(fd);
}

TEST_F(ServerAbuseTest, TlsIsNoWayAroundPatience) {
  const SelfSigned pem;
  ASSERT_TRUE(pem.Make()) << "needs the openssl program";
  server_.options().tls_cert = pem.cert;
  server_.options().tls_key = pem.key;
  server_.options().http_slowest = absl::Milliseconds(300);
  server_.options().http_whole = absl::Seconds(1);
  Start();
  EXPECT_LT(OpenAfter(port(), ""), absl::Seconds(4)) << "says nothing";
  EXPECT_LT(OpenAfter(port(), std::string("\x16\x03\x01\x02\x00\x01", 6)), absl::Seconds(4))
      << "begins a greeting";
  EXPECT_LT(OpenAfter(port(), "GET / HTTP/1.1\r\n\r\n"), absl::Seconds(4)) << "speaks no TLS";
  httplib::SSLClient client("127.0.0.1", port());
  client.enable_server_certificate_verification(false);
  client.set_keep_alive(true);
  for (int i = 0; i < 3; ++i) {
    const auto page = client.Get("/openapi.json");  // Larger than the buffers between us.
    ASSERT_TRUE(page) << httplib::to_string(page.error());
    EXPECT_GT(page->body.size(), 100000u);
  }
}

TEST_F(ServerAbuseTest, AnIdleConnectionIsClosed) {
  server_.options().http_idlest = absl::Seconds(1);
  Start();
  EXPECT_LT(OpenAfter(port(), "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"), absl::Seconds(4));
}

}  // namespace
}  // namespace zoufang::testing
