// zoufang init
#include <memory>

#include "clients/cli/commands.h"
#include "clients/cli/secrets.h"
#include "server/storage/init.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

struct InitOptions {
  std::string data;
  std::string admin;
  std::string password_file;
};

absl::Status Init(const InitOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const std::string password,
                   ReadNewSecret(PasswordFrom(options.password_file), shell.language()));
  RETURN_IF_ERROR(storage::InitDataDirectory(options.data, options.admin, password,
                                             shell.env().clock, shell.env().random));
  Output& out = shell.out();
  if (out.json()) {
    out.Document({{"data", options.data}, {"admin", options.admin}});
    return absl::OkStatus();
  }
  out.Line(TextId::kInitialised, options.data, options.admin);
  return absl::OkStatus();
}

}  // namespace

void AddInitCommand(Commands& commands) {
  auto options = std::make_shared<InitOptions>();
  CLI::App& init = commands.Add(commands.root(), "init", TextId::kInitHelp,
                                [options](Shell& shell) { return Init(*options, shell); });
  commands.Option(init, "--data", options->data, TextId::kDataHelp)->required();
  commands.Option(init, "--admin", options->admin, TextId::kAdminHelp)->required();
  commands.Option(init, "--password-file", options->password_file, TextId::kPasswordFileHelp);
}

}  // namespace zoufang::cli
