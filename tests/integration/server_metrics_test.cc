// /metrics of the real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "server/metrics/scope_progress.h"
#include "server/metrics/standing.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using SyncStub = sync::v1::SyncService::Stub;

constexpr char kSearch[] = "/zoufang.v1.OrganizationService/SearchOrganizations";

class ServerMetricsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    server_.options().http = "127.0.0.1:0";
    server_.options().metrics = "127.0.0.1:0";
    const absl::Status started = server_.Start();
    ASSERT_TRUE(started.ok()) << started;
  }
  std::string Metrics() {
    httplib::Client client("127.0.0.1", server_.server().metrics_port());
    const httplib::Result result = client.Get("/metrics");
    return result && result->status == 200 ? result->body : "";
  }
  absl::StatusOr<v1::SearchOrganizationsResponse> SearchByGrpc(const std::string& query) {
    v1::SearchOrganizationsRequest request;
    request.set_query(query);
    return Call(server_.organizations(), &v1::OrganizationService::Stub::SearchOrganizations,
                request);
  }

  TestServer server_;
};

TEST_F(ServerMetricsTest, CallsAreCountedByMethodCodeAndDoor) {
  httplib::Client client("127.0.0.1", server_.server().http_port());
  ASSERT_TRUE(SearchByGrpc("志愿").ok());
  ASSERT_TRUE(SearchByGrpc("志愿").ok());
  ASSERT_TRUE(client.Post(kSearch, R"({"query":"志愿"})", "application/json"));
  ASSERT_TRUE(client.Post(kSearch, R"({"pageSize":-1})", "application/json"));
  const std::string text = Metrics();
  const std::string method = R"(method="OrganizationService.SearchOrganizations"})";
  const auto counted = [&](const std::string& labels, int calls) {
    return HasSubstr(absl::StrCat("zoufang_calls_total{", labels, ",", method, " ", calls, "\n"));
  };
  EXPECT_THAT(text, counted(R"(code="OK",door="grpc")", 2));
  EXPECT_THAT(text, counted(R"(code="OK",door="http")", 1));
  EXPECT_THAT(text, counted(R"(code="INVALID_ARGUMENT",door="http")", 1));
  EXPECT_THAT(text, HasSubstr("zoufang_call_duration_seconds_count{method=\"OrganizationService."
                              "SearchOrganizations\"} 4"));
}

TEST_F(ServerMetricsTest, WhatNobodyNamedMakesNoLabelOfItsOwn) {
  httplib::Client client("127.0.0.1", server_.server().http_port());
  ASSERT_TRUE(client.Post("/zoufang.v1.NoService/PlantedName", "{}", "application/json"));
  ASSERT_TRUE(client.Get("/planted-path"));
  const std::string text = Metrics();
  EXPECT_THAT(text, Not(HasSubstr("Planted")));
  EXPECT_THAT(text, Not(HasSubstr("planted")));
  EXPECT_THAT(text, HasSubstr(R"(zoufang_http_responses_total{status="404"} 2)")) << text;
}

TEST_F(ServerMetricsTest, ThePublicsPortDoesNotShowThem) {
  httplib::Client client("127.0.0.1", server_.server().http_port());
  const httplib::Result result = client.Get("/metrics");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 404);
}

TEST_F(ServerMetricsTest, TheirPortServesNothingElse) {
  httplib::Client client("127.0.0.1", server_.server().metrics_port());
  const httplib::Result result = client.Post(kSearch, "{}", "application/json");
  ASSERT_TRUE(result);
  EXPECT_NE(result->status, 200);
}

TEST_F(ServerMetricsTest, PlaintextOffLoopbackIsRefused) {
  TestServer other;
  other.options().metrics = "0.0.0.0:0";
  EXPECT_EQ(base::ReasonOf(other.Start()), "PLAINTEXT_OFF_LOOPBACK");
}

TEST_F(ServerMetricsTest, QueuesAndTheLogsSizeStandThere) {
  ASSERT_TRUE(server_.ImportOrganization("淄博市志愿服务联合会", "", "370303001").ok());
  const std::string text = Metrics();
  EXPECT_THAT(text, HasSubstr("zoufang_executor_queue 0"));
  EXPECT_THAT(text, HasSubstr("zoufang_writer_queue 0"));
  EXPECT_THAT(text, HasSubstr("zoufang_conflicts_open 0"));
  EXPECT_THAT(text, HasSubstr("zoufang_wal_bytes "));
  EXPECT_THAT(text, Not(HasSubstr("zoufang_wal_bytes 0"))) << "the import is in the WAL";
}

TEST_F(ServerMetricsTest, ATabletThatFallsBehindAndHoldsUnsentWorkIsSeen) {
  ASSERT_TRUE(server_.CreateAccount("wang", v1::ROLE_OFFICER, {"370303"}).ok());
  const auto enrolled = server_.Enroll("wang");
  ASSERT_TRUE(enrolled.ok()) << enrolled.status();
  sync::v1::AttachRequest attach;
  attach.set_install_id(server_.NewId());
  attach.mutable_base()->set_hash(std::string(16, '\0'));
  ASSERT_TRUE(Call(server_.sync(), &SyncStub::Attach, attach, enrolled->token()).ok());
  ASSERT_TRUE(server_.ImportOrganization("张店区慈善总会", "", "370303001").ok());

  sync::v1::SnapshotRequest snapshot;
  snapshot.set_install_id(attach.install_id());
  snapshot.add_scopes()->set_scope("area:370303001");
  sync::v1::PullRequest pull;
  pull.set_install_id(attach.install_id());
  {
    CallContext context(enrolled->token());
    const auto reader = server_.sync().Snapshot(&context, snapshot);
    sync::v1::SnapshotPage page;
    while (reader->Read(&page)) {
      if (!page.done()) continue;
      sync::v1::ScopeCursor& cursor = *pull.add_scopes();
      cursor.set_scope(page.next().scope());
      *cursor.mutable_at() = page.next().start();
      *cursor.mutable_latest() = page.next().latest();
    }
    ASSERT_TRUE(reader->Finish().ok());
  }
  ASSERT_EQ(pull.scopes_size(), 1);
  sync::v1::ChainLink& held = *pull.add_held();
  held.set_seq(1);
  held.set_hash(std::string(16, 'h'));
  {
    CallContext context(enrolled->token());
    const auto reader = server_.sync().Pull(&context, pull);
    sync::v1::PullPage page;
    while (reader->Read(&page)) continue;
    ASSERT_TRUE(reader->Finish().ok());
  }
  EXPECT_THAT(Metrics(), HasSubstr(R"(zoufang_sync_lag_entries{scope="area:370303001"} 0)"));

  server_.clock().Advance(absl::Minutes(10));
  ASSERT_TRUE(server_.ImportOrganization("张店区乒乓球协会", "", "370303001").ok());
  const std::string text = Metrics();
  EXPECT_THAT(text, HasSubstr(R"(zoufang_sync_lag_entries{scope="area:370303001"} 1)")) << text;
  EXPECT_THAT(text, HasSubstr("zoufang_tablets 1")) << text;
  EXPECT_THAT(text, HasSubstr("zoufang_pending_mutations 1")) << text;
  EXPECT_THAT(text, HasSubstr("zoufang_pending_oldest_seconds 600")) << text;
}

TEST(ScopeProgressTest, TheSlowestTabletOfADayCountsAndOneInADrawerDoesNot) {
  metrics::ScopeProgress progress;
  const absl::Time now = absl::FromUnixSeconds(1772413200);
  progress.Sent("quick", {{"a", 9}, {"b", 4}}, now);
  progress.Sent("slow", {{"a", 5}}, now - absl::Hours(3));
  progress.Sent("drawer", {{"a", 1}}, now - absl::Hours(48));
  EXPECT_EQ(progress.Slowest(now - absl::Hours(24)),
            (metrics::ScopeProgress::Heads{{"a", 5}, {"b", 4}}));
}

TEST(StandingTest, MoreScopesThanTheLimitAreCountedAndTheMostLaggingShown) {
  metrics::Standing standing;
  for (size_t i = 0; i < metrics::kMostScopes + 7; ++i) {
    standing.scope_lag[absl::StrCat("area:", 370300000 + i)] = 0;
  }
  standing.scope_lag["area:379999999"] = 3;
  size_t shown = 0;
  double most = 0, left_out = 0;
  for (const prometheus::MetricFamily& family : metrics::FamiliesOf(standing)) {
    if (family.name == "zoufang_sync_lag_entries") {
      shown = family.metric.size();
      most = family.metric.front().gauge.value;
    }
    if (family.name == "zoufang_sync_lag_scopes_left_out") left_out = family.metric[0].gauge.value;
  }
  EXPECT_EQ(shown, metrics::kMostScopes);
  EXPECT_EQ(most, 3);
  EXPECT_EQ(left_out, 8);
}

}  // namespace
}  // namespace zoufang::testing
