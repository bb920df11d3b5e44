// What tablets that are slow, greedy or many do to each other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

using sync::v1::WatchReply;
using Stub = sync::v1::SyncService::Stub;

class ServerLoadTest : public ::testing::Test {
 protected:
  void Start() {
    ASSERT_TRUE(server_.Start().ok());
    ASSERT_TRUE(server_.CreateAccount("wang", v1::ROLE_OFFICER, {"370303"}).ok());
  }
  std::string NewTablet() {
    const auto enrolled = server_.Enroll("wang");
    EXPECT_TRUE(enrolled.ok()) << enrolled.status();
    return enrolled.ok() ? enrolled->token() : "";
  }
  absl::Status Attach(const std::string& token) {
    sync::v1::AttachRequest request;
    request.set_install_id(server_.NewId());
    request.mutable_base()->set_hash(std::string(16, '\0'));
    return Call(server_.sync(), &Stub::Attach, request, token).status();
  }
  // Makes a commit that every watcher of wang's hears of.
  void ChangeGrants(int round) {
    v1::SetAccountAreasRequest request;
    request.set_user_name("wang");
    request.add_area_prefixes("370303");
    if (round % 2 == 0) request.add_area_prefixes("370304");
    const auto changed =
        Call(server_.admin(), &v1::AdminService::Stub::SetAccountAreas, request, admin_);
    ASSERT_TRUE(changed.ok()) << changed.status();
  }

  TestServer server_;
  std::string admin_;
};

// A Watch on a connection of its own, with hardly any room for what is not read.
struct SlowWatcher {
  SlowWatcher(int port, const std::string& token) : context(token) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1);
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    stub = sync::v1::SyncService::NewStub(grpc::CreateCustomChannel(
        absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials(), arguments));
    reader = stub->Watch(&context, sync::v1::WatchRequest());
  }
  ~SlowWatcher() {
    context.TryCancel();
    reader->Finish();
  }

  CallContext context;
  std::unique_ptr<Stub> stub;
  std::unique_ptr<grpc::ClientReader<WatchReply>> reader;
};

TEST_F(ServerLoadTest, WatchersThatDoNotReadHoldNoSnapshotAndDelayNobody) {
  server_.options().threads = 4;  // Two readers: fewer than there are slow watchers.
  Start();
  admin_ = server_.SignInAdmin().value_or("");
  std::vector<std::unique_ptr<SlowWatcher>> slow;
  for (int i = 0; i < 8; ++i) {
    slow.push_back(std::make_unique<SlowWatcher>(server_.server().port(), NewTablet()));
  }
  CallContext context(NewTablet());
  auto watch = server_.sync().Watch(&context, sync::v1::WatchRequest());
  WatchReply reply;
  ASSERT_TRUE(watch->Read(&reply));
  for (int round = 0; round < 100; ++round) {
    const int64_t before = reply.grant_version();
    ChangeGrants(round);
    while (reply.grant_version() == before) ASSERT_TRUE(watch->Read(&reply));
  }
  const int64_t newest = reply.grant_version();
  int told = 0;
  do {
    ASSERT_TRUE(slow[0]->reader->Read(&reply));
    ++told;
  } while (reply.grant_version() != newest);
  EXPECT_LT(told, 50) << "a reader that comes late is told what is, not all that was";
  context.TryCancel();
  watch->Finish();
}

TEST_F(ServerLoadTest, ATabletThatCallsInALoopIsToldToWaitAndTheOthersAreServed) {
  server_.options().tablet_calls = 20;
  Start();
  const std::string greedy = NewTablet(), other = NewTablet();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Attach(greedy).ok());
  const absl::Status refused = Attach(greedy);
  EXPECT_EQ(base::ReasonOf(refused), "TOO_MANY_CALLS");
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  const auto payload = refused.GetPayload("type.googleapis.com/google.rpc.RetryInfo");
  google::rpc::RetryInfo info;
  ASSERT_TRUE(payload.has_value() && info.ParseFromString(std::string(*payload)));
  EXPECT_TRUE(Attach(other).ok());
  server_.clock().Advance(absl::Seconds(info.retry_delay().seconds()) +
                          absl::Nanoseconds(info.retry_delay().nanos()) + absl::Microseconds(1));
  EXPECT_TRUE(Attach(greedy).ok());
}

TEST_F(ServerLoadTest, StreamsCountAsCallsToo) {
  server_.options().tablet_calls = 2;
  Start();
  const std::string token = NewTablet();
  ASSERT_TRUE(Attach(token).ok());
  ASSERT_TRUE(Attach(token).ok());
  WatchReply reply;
  sync::v1::PullPage page;
  CallContext watching(token), pulling(token);
  auto watch = server_.sync().Watch(&watching, sync::v1::WatchRequest());
  EXPECT_FALSE(watch->Read(&reply));
  EXPECT_EQ(base::ReasonOf(FromGrpc(watch->Finish())), "TOO_MANY_CALLS");
  auto pull = server_.sync().Pull(&pulling, sync::v1::PullRequest());
  EXPECT_FALSE(pull->Read(&page));
  EXPECT_EQ(base::ReasonOf(FromGrpc(pull->Finish())), "TOO_MANY_CALLS");
}

}  // namespace
}  // namespace zoufang::testing
