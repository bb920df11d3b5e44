// zoufang enroll
#include <filesystem>
#include <memory>

#include "clients/cli/commands.h"
#include "clients/cli/errors.h"
#include "clients/cli/secrets.h"
#include "clients/connection/enrolment.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

struct EnrollOptions {
  std::string code;
  std::string name;
  bool again = false;
};

absl::Status Enroll(EnrollOptions options, Shell& shell) {
  if (options.code.empty()) options.code = FromEnvironment("ZOUFANG_CODE");
  ASSIGN_OR_RETURN(const std::string path, shell.TabletPath());
  if (options.name.empty()) options.name = std::filesystem::path(path).stem().string();
  ASSIGN_OR_RETURN(const Endpoint endpoint, shell.AnyEndpoint());
  if (options.code.empty() && endpoint.token.empty()) {
    return OptionMissing("--code", "ZOUFANG_CODE");
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet,
                   fieldwork::Tablet::OpenOrCreate(path, shell.env()));
  ASSIGN_OR_RETURN(const v1::EnrollDeviceResponse answer,
                   connection::Enrol(*tablet, {.endpoint = endpoint,
                                               .code = options.code,
                                               .device_name = options.name,
                                               .app_version = "zoufang/" ZOUFANG_VERSION,
                                               .again = options.again}));
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
