// The web pages as a browser asks for them.
#include <gtest/gtest.h>
#include <httplib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

constexpr char kScript[] = "/assets/index-4f1c.js";

class ServerWebTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Write("/index.html", "<!doctype html><title>公众</title>");
    Write("/console.html", "<!doctype html><title>管理端</title>");
    Write("/favicon.ico", "icon");
    Write(kScript, std::string(4000, 'x'));
    Write(absl::StrCat(kScript, ".br"), "the Brotli form");
    Write("/.secret", "hidden");
    server_.options().http = "127.0.0.1:0";
    server_.options().web = build_.path();
  }
  void Start() {
    const absl::Status started = server_.Start();
    ASSERT_TRUE(started.ok()) << started;
    client_ = std::make_unique<httplib::Client>("127.0.0.1", server_.server().http_port());
    client_->set_decompress(false);
    client_->set_url_encode(false);
  }
  void Write(const std::string& path, const std::string& bytes) {
    const std::string name = build_.path() + path;
    std::filesystem::create_directories(std::filesystem::path(name).parent_path());
    std::ofstream(name, std::ios::binary) << bytes;
  }
  httplib::Response Get(const std::string& path, const httplib::Headers& headers = {}) {
    const httplib::Result result = client_->Get(path, headers);
    EXPECT_TRUE(result) << path;
    return result ? *result : httplib::Response{};
  }

  TempDir build_;
  TestServer server_;
  std::unique_ptr<httplib::Client> client_;
};

TEST_F(ServerWebTest, APageIsAskedForAgainEachTimeAndAHashedFileNeverAgain) {
  Start();
  const auto page = Get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(absl::StrContains(page.body, "公众"));
  EXPECT_EQ(page.get_header_value("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.get_header_value("Cache-Control"), "no-cache");
  const auto script = Get(kScript);
  EXPECT_EQ(script.body, std::string(4000, 'x'));
  EXPECT_EQ(script.get_header_value("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(script.get_header_value("Cache-Control"), "public, max-age=31536000, immutable");
}

TEST_F(ServerWebTest, WhatTheBrowserHasIsNotSentAgain) {
  Start();
  const std::string tag = Get("/").get_header_value("ETag");
  const auto again = Get("/", {{"If-None-Match", tag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
}

TEST_F(ServerWebTest, APagesOwnAddressOpensThePageThatKnowsIt) {
  Start();
  for (const char* path : {"/", "/index.html", "/follow", "/follow/12/messages", "/consoles"}) {
    EXPECT_TRUE(absl::StrContains(Get(path).body, "公众")) << path;
  }
  for (const char* path : {"/console", "/console/", "/console/cases/12", "/console.html"}) {
    EXPECT_TRUE(absl::StrContains(Get(path).body, "管理端")) << path;
  }
}

TEST_F(ServerWebTest, AFileThatIsMissingIsNotFoundRatherThanAPage) {
  Start();
  for (const char* path : {"/missing.js", "/assets/old", "/assets/index-old.js", "/a//b"}) {
    EXPECT_EQ(Get(path).status, 404) << path;
  }
}

TEST_F(ServerWebTest, TheFormThatTheBrowserTakesIsSent) {
  Start();
  const auto brotli = Get(kScript, {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(brotli.get_header_value("Content-Encoding"), "br");
  EXPECT_EQ(brotli.body, "the Brotli form");
  const auto gzip = Get(kScript, {{"Accept-Encoding", "br;q=0, gzip"}});
  EXPECT_EQ(gzip.get_header_value("Content-Encoding"), "gzip");
  EXPECT_LT(gzip.body.size(), 200u);
  EXPECT_EQ(gzip.get_header_value("Vary"), "Accept-Encoding");
  EXPECT_NE(gzip.get_header_value("ETag"), brotli.get_header_value("ETag"));
  EXPECT_EQ(Get(absl::StrCat(kScript, ".br")).status, 404) << "a form is no file of its own";
}

TEST_F(ServerWebTest, NoPathLeadsOutOfTheFolder) {
  const std::string outside = absl::StrCat(server_.directory(), "/outside.txt");
  std::ofstream(outside) << "outside";
  ASSERT_EQ(symlink(outside.c_str(), (build_.path() + "/link.txt").c_str()), 0);
  ASSERT_EQ(symlink(server_.directory().c_str(), (build_.path() + "/folder").c_str()), 0);
  Start();
  for (const char* path :
       {"/link.txt", "/folder/outside.txt", "/.secret", "/../outside.txt", "/%2e%2e/outside.txt",
        "/..%2foutside.txt", "/assets/..%2f..%2f..%2fetc/passwd",
        "/assets/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/..\\..\\etc\\passwd",
        "/%00/etc/passwd", "/index.html%00.js", "/folder%2foutside.txt"}) {
    const auto answer = Get(path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_FALSE(absl::StrContains(answer.body, "outside\n")) << path;
  }
}

TEST_F(ServerWebTest, APageRunsNoInlineScriptAndIsFramedByNobody) {
  Start();
  const auto page = Get("/console/cases");
  ASSERT_EQ(page.get_header_value_count("Content-Security-Policy"), 1u);
  const std::string policy = page.get_header_value("Content-Security-Policy");
  EXPECT_TRUE(absl::StrContains(policy, "script-src 'self';")) << policy;
  EXPECT_TRUE(absl::StrContains(policy, "style-src 'self';")) << policy;
  EXPECT_TRUE(absl::StrContains(policy, "frame-ancestors 'none'")) << policy;
  EXPECT_EQ(page.get_header_value("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(page.get_header_value("Referrer-Policy"), "no-referrer");
  EXPECT_TRUE(absl::StrContains(Get(kScript).get_header_value("Content-Security-Policy"),
                                "default-src 'none'"));
}

TEST_F(ServerWebTest, CallsAndPagesKeepOutOfEachOthersWay) {
  Start();
  EXPECT_EQ(Get("/healthz").body, "ok\n");
  const auto call = client_->Post("/zoufang.v1.OrganizationService/SearchOrganizations",
                                  R"({"query":"志愿"})", "application/json");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->status, 200);
  EXPECT_EQ(Get("/zoufang.v1.NoService/Get").status, 404);
}

TEST_F(ServerWebTest, AFolderWithoutPagesStopsTheStart) {
  std::filesystem::remove(build_.path() + "/index.html");
  EXPECT_EQ(base::ReasonOf(server_.Start()), "OPTION_INVALID");
}

TEST_F(ServerWebTest, PagesWithoutHttpStopTheStart) {
  server_.options().http = "";
  EXPECT_EQ(base::ReasonOf(server_.Start()), "OPTION_INVALID");
}

}  // namespace
}  // namespace zoufang::testing
