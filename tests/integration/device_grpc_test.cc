// The device's transport over real stubs, against a server of a few lines.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "sync/base/error.h"
#include "sync/base/errors.h"
#include "sync/device/grpc_transport.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using device::GrpcTransport;
using ::testing::ElementsAre;
using testing::kA;

// FakeServer behind the wire.
class Service : public sync::v1::SyncService::Service {
 public:
  explicit Service(testing::FakeServer& server) : server_(server) {}

  grpc::Status error;  // What every call answers instead.
  std::vector<std::string> tokens;

  grpc::Status Attach(grpc::ServerContext* context, const sync::v1::AttachRequest* request,
                      sync::v1::AttachReply* reply) override {
    if (!Admit(*context)) return error;
    *reply = server_.Answer(*request);
    return grpc::Status::OK;
  }
  grpc::Status Push(grpc::ServerContext* context, const sync::v1::PushRequest* request,
                    sync::v1::PushReply* reply) override {
    if (!Admit(*context)) return error;
    *reply = server_.Answer(*request);
    return grpc::Status::OK;
  }
  grpc::Status Snapshot(grpc::ServerContext* context, const sync::v1::SnapshotRequest* request,
                        grpc::ServerWriter<sync::v1::SnapshotPage>* writer) override {
    if (!Admit(*context)) return error;
    for (const auto& page : server_.Answer(*request)) writer->Write(page);
    return grpc::Status::OK;
  }
  grpc::Status Pull(grpc::ServerContext* context, const sync::v1::PullRequest* request,
                    grpc::ServerWriter<sync::v1::PullPage>* writer) override {
    if (!Admit(*context)) return error;
    for (const auto& page : server_.Answer(*request)) writer->Write(page);
    return grpc::Status::OK;
  }
  grpc::Status Digest(grpc::ServerContext* context, const sync::v1::DigestRequest* request,
                      sync::v1::DigestReply* reply) override {
    if (!Admit(*context)) return error;
    *reply = server_.Answer(*request);
    return grpc::Status::OK;
  }
  grpc::Status Repair(grpc::ServerContext* context, const sync::v1::RepairRequest* request,
                      grpc::ServerWriter<sync::v1::RepairPage>* writer) override {
    if (!Admit(*context)) return error;
    for (const auto& page : server_.Answer(*request)) writer->Write(page);
    return grpc::Status::OK;
  }
  // Three notices, then silence until the device hangs up.
  grpc::Status Watch(grpc::ServerContext* context, const sync::v1::WatchRequest* request,
                     grpc::ServerWriter<sync::v1::WatchReply>* writer) override {
    if (!Admit(*context)) return error;
    for (int i = 1; i <= 3; ++i) {
      sync::v1::WatchReply reply;
      reply.set_grant_version(i);
      reply.add_heads()->set_scope(request->install_id());
      writer->Write(reply);
    }
    while (!context->IsCancelled()) absl::SleepFor(absl::Milliseconds(5));
    return grpc::Status::CANCELLED;
  }

 private:
  bool Admit(const grpc::ServerContext& context) {
    const auto token = context.client_metadata().find("authorization");
    tokens.push_back(token == context.client_metadata().end()
                         ? "none"
                         : std::string(token->second.data(), token->second.size()));
    return error.ok();
  }
  testing::FakeServer& server_;
};

class GrpcTest : public testing::DeviceWorld {
 protected:
  void SetUp() override {
    DeviceWorld::SetUp();
    service_ = std::make_unique<Service>(server_);
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    grpc_ = builder.BuildAndStart();
    ASSERT_NE(grpc_, nullptr);
    address_ = absl::StrCat("127.0.0.1:", port);
    auto transport = GrpcTransport::Connect({.server = address_, .token = "secret"});
    ASSERT_TRUE(transport.ok()) << transport.status();
    transport_ = *std::move(transport);
  }
  void TearDown() override { grpc_->Shutdown(std::chrono::system_clock::now()); }

  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> grpc_;
  std::string address_;
  std::unique_ptr<GrpcTransport> transport_;
};

TEST_F(GrpcTest, WholeSyncGoesThroughRealStubsWithTheToken) {
  server_.granted = {kA};
  for (const char* id : {"a", "b", "c"}) {
    server_.Put(kA, "note", id, 7, {{"area_code", "1"}, {"keep", id}});
  }
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code, keep) VALUES ('n', '1', 'mine')").ok());
  device::SyncEngine engine(*replica_, *transport_, {clock_, random_});
  const absl::Status synced = engine.SyncNow();
  ASSERT_TRUE(synced.ok()) << synced;
  EXPECT_EQ(server_.mutations.size(), 1);
  EXPECT_EQ(Notes(), "a(a) b(b) c(c)");
  EXPECT_GE(service_->tokens.size(), 5);
  EXPECT_THAT(service_->tokens, ::testing::Each("Bearer secret"));
}

TEST_F(GrpcTest, ErrorCarriesTheServersReasonTextsAndRetryDelay) {
  const absl::Status sent = base::WithRetryAfter(base::Shutdown(), absl::Seconds(7));
  service_->error = grpc::Status(grpc::StatusCode::UNAVAILABLE, std::string(sent.message()),
                                 base::SerializeDetails(sent));
  Attach();
  ASSERT_TRUE(Save("INSERT INTO note(id, area_code) VALUES ('n', '1')").ok());
  const auto pushed = transport_->Push(**replica_->MakePush());
  EXPECT_TRUE(absl::IsUnavailable(pushed.status()));
  EXPECT_EQ(base::ReasonOf(pushed.status()), "SHUTTING_DOWN");
  EXPECT_EQ(base::ChineseMessageOf(pushed.status()), base::ChineseMessageOf(sent));
  EXPECT_TRUE(pushed.status().GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  EXPECT_EQ(base::ReasonOf(transport_->Pull({}).status()), "SHUTTING_DOWN");
}

TEST_F(GrpcTest, SnapshotStopsAtTheFirstErrorOfWhoTakesIt) {
  server_.granted = {kA};
  for (int i = 0; i < 20; ++i) {
    server_.Put(kA, "note", absl::StrCat("n", i), 7, {{"area_code", "1"}});
  }
  sync::v1::SnapshotRequest request;
  request.add_scopes()->set_scope(kA);
  int pages = 0;
  const absl::Status status = transport_->Snapshot(request, [&](const sync::v1::SnapshotPage&) {
    return ++pages == 2 ? base::DiskFull("tablet.db") : absl::OkStatus();
  });
  EXPECT_EQ(base::ReasonOf(status), "DISK_FULL");
  EXPECT_EQ(pages, 2);
}

TEST_F(GrpcTest, ServerThatIsNotThereIsUnavailable) {
  grpc_->Shutdown(std::chrono::system_clock::now());
  EXPECT_TRUE(absl::IsUnavailable(transport_->Attach({}).status()));
}

TEST_F(GrpcTest, MissingAuthorityFileIsNamed) {
  const auto transport = GrpcTransport::Connect({.server = "s:1", .ca_file = "/no/such.pem"});
  EXPECT_EQ(base::ReasonOf(transport.status()), "FILE_MISSING");
  EXPECT_THAT(std::string(transport.status().message()), ::testing::HasSubstr("/no/such.pem"));
}

TEST_F(GrpcTest, WatchHandsOverNoticesUntilItsTakerHasEnough) {
  std::vector<int64_t> seen;
  const absl::Status watched = transport_->Watch("i", [&](const sync::v1::WatchReply& reply) {
    seen.push_back(reply.grant_version());
    EXPECT_EQ(reply.heads(0).scope(), "i");
    return seen.size() < 2;
  });
  EXPECT_TRUE(watched.ok()) << watched;
  EXPECT_THAT(seen, ElementsAre(1, 2));
}

TEST_F(GrpcTest, WatchIsCancelledFromAnotherThread) {
  absl::Notification third;
  std::thread canceller([&] {
    third.WaitForNotification();
    transport_->CancelWatch();
  });
  int notices = 0;
  const absl::Status watched = transport_->Watch("i", [&](const sync::v1::WatchReply&) {
    if (++notices == 3) third.Notify();
    return true;
  });
  canceller.join();
  EXPECT_TRUE(absl::IsCancelled(watched)) << watched;
}

TEST_F(GrpcTest, CancelThatComesBeforeTheWatchHoldsToo) {
  transport_->CancelWatch();
  const auto never = [](const sync::v1::WatchReply&) { return true; };
  EXPECT_TRUE(absl::IsCancelled(transport_->Watch("i", never)));
  int notices = 0;
  EXPECT_TRUE(
      transport_->Watch("i", [&](const sync::v1::WatchReply&) { return ++notices < 3; }).ok())
      << "for one watch";
}

}  // namespace
}  // namespace zoufang
