// zoufang enroll
#include <filesystem>
#include <memory>

#include "clients/cli/commands.h"
#include "clients/cli/errors.h"
#include "clients/cli/secrets.h"
#include "clients/fieldwork/errors.h"
#include "sync/base/status.h"
#include "zoufang/v1/auth_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

struct EnrollOptions {
  std::string code;
  std::string name;
  bool again = false;
};

// By the code, else as the officer who is signed in at the server.
absl::StatusOr<v1::EnrollDeviceResponse> AskServer(const EnrollOptions& options,
                                                   const Endpoint& endpoint) {
  v1::EnrollDeviceRequest request;
  request.set_enrollment_code(options.code);
  request.set_device_name(options.name);
  request.set_app_version("zoufang/" ZOUFANG_VERSION);
  if (options.code.empty() && endpoint.token.empty()) {
    return OptionMissing("--code", "ZOUFANG_CODE");
  }
  Endpoint caller = endpoint;
  if (!options.code.empty()) caller.token.clear();
  ASSIGN_OR_RETURN(const Remote remote, Remote::Open(caller));
  return remote.Call(&v1::AuthService::Stub::EnrollDevice, request);
}

// The authority's file by its full path: the tablet will be used from other folders.
std::string FullPath(const std::string& path) {
  std::error_code error;
  return path.empty() ? path : std::filesystem::absolute(path, error).string();
}

absl::Status CheckFree(const absl::StatusOr<device::Enrollment>& before, bool again) {
  if (before.ok() && !again) return fieldwork::AlreadyEnrolled(before->user_name);
  return absl::OkStatus();
}

absl::Status Enroll(EnrollOptions options, Shell& shell) {
  if (options.code.empty()) options.code = FromEnvironment("ZOUFANG_CODE");
  ASSIGN_OR_RETURN(const std::string path, shell.TabletPath());
  if (options.name.empty()) options.name = std::filesystem::path(path).stem().string();
  ASSIGN_OR_RETURN(const Endpoint endpoint, shell.AnyEndpoint());
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet,
                   fieldwork::Tablet::OpenOrCreate(path, shell.env()));
  const absl::StatusOr<device::Enrollment> before = tablet->replica().GetEnrollment();
  RETURN_IF_ERROR(CheckFree(before, options.again));
  ASSIGN_OR_RETURN(const v1::EnrollDeviceResponse answer, AskServer(options, endpoint));
  if (before.ok() && before->user_id != answer.user_id()) {
    return fieldwork::TabletOfAnotherUser(before->user_name);
  }
  RETURN_IF_ERROR(tablet->replica().SetEnrollment({.server = endpoint.server,
                                                   .user_id = answer.user_id(),
                                                   .user_name = answer.user_name(),
                                                   .device_id = answer.device_id(),
                                                   .token = answer.token(),
                                                   .ca_file = FullPath(endpoint.ca_file)}));
  Output& out = shell.out();
  if (out.json()) {
    Json areas = Json::array();
    for (const std::string& area : answer.area_prefixes()) areas.push_back(area);
    out.Document({{"device_id", answer.device_id()},
                  {"user_id", answer.user_id()},
                  {"user_name", answer.user_name()},
                  {"area_prefixes", std::move(areas)}});
    return absl::OkStatus();
  }
  out.Line(TextId::kEnrolled, answer.user_name(), path);
  return absl::OkStatus();
}

}  // namespace

void AddEnrollCommand(Commands& commands) {
  auto options = std::make_shared<EnrollOptions>();
  CLI::App& enroll = commands.Add(commands.root(), "enroll", TextId::kEnrollHelp,
                                  [options](Shell& shell) { return Enroll(*options, shell); });
  commands.TabletOption(enroll);
  commands.Option(enroll, "--code", options->code, TextId::kCodeHelp);
  commands.Option(enroll, "--name", options->name, TextId::kTabletNameHelp);
  commands.Flag(enroll, "--again", options->again, TextId::kAgainHelp);
  commands.ServerOptions(enroll);
}

}  // namespace zoufang::cli
