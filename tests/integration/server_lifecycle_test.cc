// Starting, stopping, and what a stock client sees of the server.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include "server/options.h"
#include "server/storage/store.h"
#include "sync/sql/database.h"
#include "tests/support/self_signed.h"
#include "tests/support/server_fixture.h"

namespace zoufang::testing {
namespace {

// Serialized messages of grpc.health.v1 and grpc.reflection.v1alpha, by hand: Debian ships no
// protos.
std::string StringField(int number, const std::string& text) {
  return absl::StrCat(std::string(1, static_cast<char>(number << 3 | 2)),
                      std::string(1, static_cast<char>(text.size())), text);
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

// One request and one answer on any method, streaming or not.
absl::StatusOr<std::string> CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                                    const std::string& method, const std::string& request) {
  grpc::GenericStub stub(channel);
  grpc::CompletionQueue queue;
  CallContext context;
  auto call = stub.PrepareCall(&context, method, &queue);
  grpc::ByteBuffer reply;
  grpc::Status status;
  void* tag = nullptr;
  bool ok = false, got = false;
  call->StartCall(nullptr);
  queue.Next(&tag, &ok);
  if (ok) {
    call->WriteLast(ToBuffer(request), grpc::WriteOptions(), nullptr);
    queue.Next(&tag, &ok);
  }
  if (ok) {
    call->Read(&reply, nullptr);
    queue.Next(&tag, &got);
  }
  call->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  if (!got) return FromGrpc(status);
  return ToString(reply);
}

// grpc.health.v1.HealthCheckResponse: SERVING is field 1 = 1.
std::string HealthOf(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  return CallRaw(channel, "/grpc.health.v1.Health/Check", StringField(1, service))
      .value_or("error");
}

TEST(ServerLifecycleTest, HealthIsServingForEachServiceByName) {
  TestServer server;
  ASSERT_TRUE(server.Start().ok());
  const std::string serving("\x08\x01", 2);
  for (const char* service :
       {"", "zoufang.v1.AuthService", "zoufang.v1.AdminService", "zoufang.v1.OrganizationService",
        "zoufang.v1.VisitService", "zoufang.v1.ComplaintService", "zoufang.sync.v1.SyncService"}) {
    EXPECT_EQ(HealthOf(server.channel(), service), serving) << service;
  }
  EXPECT_EQ(HealthOf(server.channel(), "zoufang.v1.NoSuchService"), "error");
}

TEST(ServerLifecycleTest, ReflectionListsTheServicesUnlessItIsOff) {
  // ServerReflectionRequest.list_services = 7.
  const std::string list = StringField(7, "");
  const char* const method = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
  {
    TestServer server;
    ASSERT_TRUE(server.Start().ok());
    const auto answer = CallRaw(server.channel(), method, list);
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_THAT(*answer, ::testing::HasSubstr("zoufang.v1.VisitService"));
    EXPECT_THAT(*answer, ::testing::HasSubstr("zoufang.sync.v1.SyncService"));
  }
  TestServer server;
  server.options().reflection = false;
  ASSERT_TRUE(server.Start().ok());
  EXPECT_EQ(CallRaw(server.channel(), method, list).status().code(),
            absl::StatusCode::kUnimplemented);
}

TEST(ServerLifecycleTest, DrainSendsAnOpenWatchAwayAndStopsInGoodTime) {
  TestServer server;
  ASSERT_TRUE(server.Start().ok());
  ASSERT_TRUE(server.CreateAccount("wang", v1::ROLE_OFFICER, {"370303"}).ok());
  const auto enrolled = server.Enroll("wang");
  ASSERT_TRUE(enrolled.ok());
  CallContext context(enrolled->token());
  auto watch = server.sync().Watch(&context, zoufang::sync::v1::WatchRequest());
  zoufang::sync::v1::WatchReply reply;
  ASSERT_TRUE(watch->Read(&reply));
  const absl::Time before = absl::Now();
  std::thread stopping([&] { server.server().Shutdown(absl::Seconds(20)); });
  while (watch->Read(&reply)) {
  }
  EXPECT_EQ(base::ReasonOf(FromGrpc(watch->Finish())), "SHUTTING_DOWN");
  stopping.join();
  EXPECT_LT(absl::Now() - before, absl::Seconds(15)) << "it waited for the watch";
}

TEST(ServerLifecycleTest, WhatWasAcknowledgedBeforeAStopIsThereAfterIt) {
  TestServer server;
  ASSERT_TRUE(server.Start().ok());
  const auto organization = server.ImportOrganization("张店区慈善总会", "", "370303001");
  ASSERT_TRUE(organization.ok());
  server.Stop();
  ASSERT_TRUE(server.Start().ok());
  v1::GetOrganizationRequest get;
  get.set_id(organization->id());
  EXPECT_TRUE(
      Call(server.organizations(), &v1::OrganizationService::Stub::GetOrganization, get).ok());
}

TEST(ServerLifecycleTest, CallsDuringAStopAreAnsweredOrRefusedAndNeverHang) {
  TestServer server;
  ASSERT_TRUE(server.Start().ok());
  std::atomic<bool> stop = false;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      while (!stop) {
        const auto token = server.SignInAdmin();
        // gRPC itself cancels what it has read but not handed over yet: then nothing was done.
        const bool unheard = absl::IsCancelled(token.status()) && Reason(token).empty();
        EXPECT_TRUE(token.ok() || unheard || absl::IsUnavailable(token.status())) << token.status();
      }
    });
  }
  absl::SleepFor(absl::Milliseconds(200));
  server.server().Shutdown();
  stop = true;
  for (std::thread& caller : callers) caller.join();
}

TEST(ServerLifecycleTest, AFullQueueAnswersAtOnceThatItIsBusy) {
  TestServer server;
  server.options().threads = 1;
  server.options().queue = 1;
  server.options().password_cost = storage::PasswordCost::kInteractive;  // Slow enough to queue.
  ASSERT_TRUE(server.Start().ok());
  std::atomic<int> busy = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      const auto token = server.SignIn("nobody", "wrong password");
      if (Reason(token) == "SERVER_BUSY") ++busy;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_GT(busy, 0);
  EXPECT_LT(busy, 8);
}

TEST(ServerLifecycleTest, ASecondServerOnOneDirectoryIsRefused) {
  TestServer server;
  ASSERT_TRUE(server.Start().ok());
  base::SystemRandom random;
  const auto second = server::Server::Start(server.options(), server.clock(), random);
  EXPECT_EQ(base::ReasonOf(second.status()), "DIRECTORY_IN_USE");
}

TEST(ServerLifecycleTest, ATakenPortIsRefusedNotShared) {
  TestServer first, second;
  ASSERT_TRUE(first.Start().ok());
  second.options().listen = absl::StrCat("127.0.0.1:", first.server().port());
  EXPECT_EQ(base::ReasonOf(second.Start()), "CANNOT_LISTEN");
  second.options().listen = "127.0.0.1:0";
  second.options().listen_tablets = absl::StrCat("127.0.0.1:", first.server().port());
  EXPECT_EQ(base::ReasonOf(second.Start()), "CANNOT_LISTEN");
}

TEST(ServerLifecycleTest, TheTabletsPortOffersWhatTabletsCallAndNothingElse) {
  TestServer server;
  server.options().listen_tablets = "127.0.0.1:0";
  ASSERT_TRUE(server.Start().ok());
  ASSERT_TRUE(server.CreateAccount("wang", v1::ROLE_OFFICER, {"370303"}).ok());
  const auto tablets =
      grpc::CreateChannel(absl::StrCat("localhost:", server.server().tablets_port()),
                          grpc::InsecureChannelCredentials());
  v1::SignInRequest sign_in;
  sign_in.set_user_name("wang");
  sign_in.set_password(TestServer::kPassword);
  const auto auth = v1::AuthService::NewStub(tablets);
  const auto session = Call(*auth, &v1::AuthService::Stub::SignIn, sign_in);
  ASSERT_TRUE(session.ok()) << session.status();
  v1::EnrollDeviceRequest enrol;
  enrol.set_device_name("测试平板");
  const auto device = Call(*auth, &v1::AuthService::Stub::EnrollDevice, enrol, session->token());
  ASSERT_TRUE(device.ok()) << device.status();
  sync::v1::AttachRequest attach;
  attach.set_install_id(server.NewId());
  attach.mutable_base()->set_hash(std::string(16, '\0'));
  const auto sync = sync::v1::SyncService::NewStub(tablets);
  const auto attached = Call(*sync, &sync::v1::SyncService::Stub::Attach, attach, device->token());
  EXPECT_TRUE(attached.ok()) << attached.status();
  const auto admin = v1::AdminService::NewStub(tablets);
  const auto token = server.SignInAdmin();
  ASSERT_TRUE(token.ok());
  EXPECT_TRUE(absl::IsUnimplemented(
      Call(*admin, &v1::AdminService::Stub::ListAccounts, v1::ListAccountsRequest(), *token)
          .status()));
  EXPECT_EQ(HealthOf(tablets, "zoufang.sync.v1.SyncService"),
            HealthOf(server.channel(), "zoufang.sync.v1.SyncService"));
  EXPECT_EQ(HealthOf(tablets, "zoufang.v1.AdminService"), "error");
  server.Stop();
  EXPECT_TRUE(absl::IsUnavailable(
      Call(*sync, &sync::v1::SyncService::Stub::Attach, attach, device->token()).status()));
}

TEST(ServerLifecycleTest, PlaintextOffLoopbackIsRefused) {
  TestServer server;
  for (const char* listen : {"0.0.0.0:0", "[::]:0", "192.168.1.5:8440", "example.org:0"}) {
    server.options().listen = listen;
    EXPECT_EQ(base::ReasonOf(server.Start()), "PLAINTEXT_OFF_LOOPBACK") << listen;
    server.options().listen = "127.0.0.1:0";
    server.options().listen_tablets = listen;
    EXPECT_EQ(base::ReasonOf(server.Start()), "PLAINTEXT_OFF_LOOPBACK") << listen;
    server.options().listen_tablets.clear();
  }
}

TEST(ServerLifecycleTest, LoopbackIsRecognised) {
  for (const char* listen :
       {"127.0.0.1:0", "127.9.9.9:1", "localhost:8440", "[::1]:0", "unix:/run/zoufang.sock"}) {
    EXPECT_TRUE(server::IsLoopback(listen)) << listen;
  }
  for (const char* listen :
       {"0.0.0.0:0", "[::]:0", "10.0.0.1:1", "localhost.example.org:1", "::2"}) {
    EXPECT_FALSE(server::IsLoopback(listen)) << listen;
  }
}

TEST(ServerLifecycleTest, WrongOptionsAreNamed) {
  const auto reason_of = [](auto change) {
    server::ServerOptions options{.data = "/somewhere"};
    change(options);
    return base::ReasonOf(server::CheckOptions(options));
  };
  EXPECT_EQ(reason_of([](auto&) {}), "");
  EXPECT_EQ(reason_of([](auto& o) { o.data = ""; }), "OPTION_INVALID");
  EXPECT_EQ(reason_of([](auto& o) { o.tls_cert = "a.pem"; }), "OPTION_INVALID");
  EXPECT_EQ(reason_of([](auto& o) { o.threads = 0; }), "OPTION_INVALID");
  EXPECT_EQ(reason_of([](auto& o) { o.queue = 0; }), "OPTION_INVALID");
  EXPECT_EQ(reason_of([](auto& o) { o.complaint_clock = "never"; }), "OPTION_INVALID");
}

TEST(ServerLifecycleTest, OverTlsATrustingClientIsServedAndPlaintextIsNot) {
  const SelfSigned pem;
  ASSERT_TRUE(pem.Make()) << "needs the openssl program";
  TestServer server;
  server.options().listen = "0.0.0.0:0";
  server.options().tls_cert = pem.cert;
  server.options().tls_key = pem.key;
  ASSERT_TRUE(server.Start().ok());
  EXPECT_EQ(server.SignInAdmin().status().code(), absl::StatusCode::kUnavailable) << "plaintext";
  std::ifstream file(pem.cert);
  grpc::SslCredentialsOptions trust;
  trust.pem_root_certs.assign(std::istreambuf_iterator<char>(file), {});
  server.Connect(grpc::SslCredentials(trust));
  EXPECT_TRUE(server.SignInAdmin().ok());
}

TEST(ServerLifecycleTest, ATlsFileThatIsNoneIsRefused) {
  TestServer server;
  server.options().tls_cert = "/nonexistent/cert.pem";
  server.options().tls_key = "/nonexistent/key.pem";
  EXPECT_EQ(base::ReasonOf(server.Start()), "PATH_UNUSABLE");
}

TEST(ServerLifecycleTest, AForeignOrNewerFileIsRefusedAndNotTouched) {
  struct Case {
    const char* change;
    const char* reason;
  };
  for (const Case& one : {Case{"PRAGMA application_id=305419896", "NOT_OUR_FILE"},
                          Case{"PRAGMA user_version=9999", "FILE_TOO_NEW"},
                          Case{"UPDATE server_schema SET version=9999", "FILE_TOO_NEW"}}) {
    TestServer server;
    ASSERT_TRUE(server.Start().ok());
    server.Stop();
    {
      auto database = sql::Database::Open(storage::DatabasePath(server.directory()),
                                          {.application_id = storage::kApplicationId});
      ASSERT_TRUE(database.ok());
      ASSERT_TRUE((*database)->Execute(one.change).ok());
    }
    EXPECT_EQ(base::ReasonOf(server.Start()), one.reason) << one.change;
  }
}

}  // namespace
}  // namespace zoufang::testing
