// The real server on an ephemeral port, with real stubs.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "server/server.h"
#include "server/storage/init.h"
#include "sync/base/clock.h"
#include "sync/base/log.h"
#include "sync/base/random.h"
#include "tests/support/grpc_call.h"
#include "tests/support/temp_dir.h"
#include "zoufang/sync/v1/sync_service.grpc.pb.h"
#include "zoufang/v1/admin_service.grpc.pb.h"
#include "zoufang/v1/auth_service.grpc.pb.h"
#include "zoufang/v1/complaint_service.grpc.pb.h"
#include "zoufang/v1/organization_service.grpc.pb.h"
#include "zoufang/v1/visit_service.grpc.pb.h"

namespace zoufang::testing {

// Drops log lines, or keeps them for a test to look at.
class TestLog : public base::LogSink {
 public:
  TestLog() { base::SetLogSink(this); }
  ~TestLog() override { base::SetLogSink(nullptr); }
  void Write(absl::string_view line) override {
    absl::MutexLock lock(&mu_);
    text_ += std::string(line);
  }
  std::string text() {
    absl::MutexLock lock(&mu_);
    return text_;
  }

 private:
  absl::Mutex mu_;
  std::string text_ ABSL_GUARDED_BY(mu_);
};

// A data directory of its own with an administrator ("admin", kAdminPassword), and a server on it,
// which may be stopped and started again. Its clock moves by hand.
class TestServer {
 public:
  static constexpr char kAdminName[] = "admin";
  static constexpr char kAdminPassword[] = "correct horse";

  TestServer() { options_.password_cost = storage::PasswordCost::kCheapest; }
  ~TestServer() { Stop(); }

  // Before Start: what is to differ.
  server::ServerOptions& options() { return options_; }

  // Initialises the directory if it is new, and starts.
  absl::Status Start() {
    options_.data = directory_.path();
    options_.listen = options_.listen == "127.0.0.1:8440" ? "127.0.0.1:0" : options_.listen;
    absl::Status made =
        storage::InitDataDirectory(directory_.path(), kAdminName, kAdminPassword, clock_, random_,
                                   storage::PasswordCost::kCheapest);
    if (!made.ok() && !absl::IsAlreadyExists(made)) return made;
    auto started = server::Server::Start(options_, clock_, random_);
    if (!started.ok()) return started.status();
    server_ = *std::move(started);
    Connect(grpc::InsecureChannelCredentials());
    return absl::OkStatus();
  }
  void Stop() { server_.reset(); }

  void Connect(const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    channel_ = grpc::CreateChannel(absl::StrCat("localhost:", server_->port()), credentials);
    auth_ = v1::AuthService::NewStub(channel_);
    admin_ = v1::AdminService::NewStub(channel_);
    organizations_ = v1::OrganizationService::NewStub(channel_);
    visits_ = v1::VisitService::NewStub(channel_);
    complaints_ = v1::ComplaintService::NewStub(channel_);
    sync_ = zoufang::sync::v1::SyncService::NewStub(channel_);
  }

  server::Server& server() { return *server_; }
  base::ManualClock& clock() { return clock_; }
  TestLog& log() { return log_; }
  const std::string& directory() const { return directory_.path(); }
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }
  v1::AuthService::Stub& auth() { return *auth_; }
  v1::AdminService::Stub& admin() { return *admin_; }
  v1::OrganizationService::Stub& organizations() { return *organizations_; }
  v1::VisitService::Stub& visits() { return *visits_; }
  v1::ComplaintService::Stub& complaints() { return *complaints_; }
  zoufang::sync::v1::SyncService::Stub& sync() { return *sync_; }

  // A UUID that no request had yet.
  std::string NewId() { return base::NewUuid(clock_.Now(), random_); }

  // The token of a session.
  absl::StatusOr<std::string> SignIn(const std::string& user_name, const std::string& password) {
    v1::SignInRequest request;
    request.set_user_name(user_name);
    request.set_password(password);
    auto response = Call(auth(), &v1::AuthService::Stub::SignIn, request);
    if (!response.ok()) return response.status();
    return response->token();
  }
  absl::StatusOr<std::string> SignInAdmin() { return SignIn(kAdminName, kAdminPassword); }

  // Creates an account, whose password is kPassword, and returns it.
  static constexpr char kPassword[] = "battery staple";
  absl::StatusOr<v1::Account> CreateAccount(const std::string& user_name, v1::Role role,
                                            const std::vector<std::string>& areas) {
    auto token = SignInAdmin();
    if (!token.ok()) return token.status();
    v1::CreateAccountRequest request;
    request.mutable_account()->set_user_name(user_name);
    request.mutable_account()->set_role(role);
    request.mutable_account()->mutable_area_prefixes()->Assign(areas.begin(), areas.end());
    if (role != v1::ROLE_INTEGRATOR) request.set_password(kPassword);
    request.set_request_id(NewId());
    return Call(admin(), &v1::AdminService::Stub::CreateAccount, request, *token);
  }
  // Creates an account and signs it in (an integrator: its API key).
  absl::StatusOr<std::string> NewCaller(const std::string& user_name, v1::Role role,
                                        const std::vector<std::string>& areas) {
    auto account = CreateAccount(user_name, role, areas);
    if (!account.ok()) return account.status();
    if (role == v1::ROLE_INTEGRATOR) return account->api_key();
    return SignIn(user_name, kPassword);
  }
  // Enrols a tablet of an existing officer.
  absl::StatusOr<v1::EnrollDeviceResponse> Enroll(const std::string& user_name) {
    auto token = SignIn(user_name, kPassword);
    if (!token.ok()) return token.status();
    v1::EnrollDeviceRequest request;
    request.set_device_name("测试平板");
    return Call(auth(), &v1::AuthService::Stub::EnrollDevice, request, *token);
  }

  // Imports one organisation and returns it as stored.
  absl::StatusOr<v1::Organization> ImportOrganization(const std::string& name,
                                                      const std::string& credit_code,
                                                      const std::string& area_code) {
    auto token = SignInAdmin();
    if (!token.ok()) return token.status();
    v1::ImportOrganizationsRequest request;
    v1::Organization& organization = *request.add_organizations();
    organization.set_name(name);
    organization.set_credit_code(credit_code);
    organization.set_kind(v1::ORGANIZATION_KIND_SERVICE_INSTITUTION);
    organization.set_status(v1::REGISTRATION_STATUS_REGISTERED);
    organization.set_area_code(area_code);
    auto imported = Call(admin(), &v1::AdminService::Stub::ImportOrganizations, request, *token);
    if (!imported.ok()) return imported.status();
    v1::GetOrganizationRequest get;
    get.set_id(imported->results(0).id());
    return Call(organizations(), &v1::OrganizationService::Stub::GetOrganization, get);
  }

 private:
  TestLog log_;
  TempDir directory_;
  // Monday 2 March 2026, 9 o'clock in Zibo.
  base::ManualClock clock_{absl::FromUnixSeconds(1772413200)};
  base::SystemRandom random_;
  server::ServerOptions options_;
  std::unique_ptr<server::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::AuthService::Stub> auth_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
  std::unique_ptr<v1::OrganizationService::Stub> organizations_;
  std::unique_ptr<v1::VisitService::Stub> visits_;
  std::unique_ptr<v1::ComplaintService::Stub> complaints_;
  std::unique_ptr<zoufang::sync::v1::SyncService::Stub> sync_;
};

}  // namespace zoufang::testing
