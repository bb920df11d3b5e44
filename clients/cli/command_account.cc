// zoufang account create, list, areas, disable
#include <memory>

#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/enum_option.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "clients/cli/secrets.h"
#include "sync/base/status.h"
#include "zoufang/v1/admin_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

using Admin = v1::AdminService::Stub;

struct AccountOptions {
  std::string name;
  std::string role;
  std::string display;
  std::vector<std::string> areas;
  std::string password_file;
  std::string request_id;
};

void AddRow(const v1::Account& account, Output& out, Table& table) {
  table.Add({account.user_name(), Word(out.language(), account.role()), account.display_name(),
             absl::StrJoin(account.area_prefixes(), " "),
             account.disabled() ? out.Say(TextId::kDisabled) : ""});
}

void Tell(const v1::Account& account, Output& out) {
  if (out.json()) return out.Document(ToJson(account));
  Table table;
  AddRow(account, out, table);
  out.Print(table);
  if (!account.api_key().empty()) out.Line(TextId::kApiKey, account.api_key());
}

absl::Status Create(const AccountOptions& options, Shell& shell) {
  v1::CreateAccountRequest request;
  v1::Account& account = *request.mutable_account();
  ASSIGN_OR_RETURN(const v1::Role role, ParseEnum<v1::Role>("--role", options.role));
  account.set_role(role);
  account.set_user_name(options.name);
  account.set_display_name(options.display);
  account.mutable_area_prefixes()->Add(options.areas.begin(), options.areas.end());
  if (role != v1::ROLE_INTEGRATOR) {
    ASSIGN_OR_RETURN(*request.mutable_password(),
                     ReadNewSecret(PasswordFrom(options.password_file), shell.language()));
  }
  request.set_request_id(options.request_id.empty() ? shell.NewId() : options.request_id);
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const v1::Account created, remote.Call(&Admin::CreateAccount, request));
  Tell(created, shell.out());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Account>> AllAccounts(const Remote& remote) {
  std::vector<v1::Account> accounts;
  v1::ListAccountsRequest request;
  do {
    ASSIGN_OR_RETURN(const v1::ListAccountsResponse page,
                     remote.Call(&Admin::ListAccounts, request));
    accounts.insert(accounts.end(), page.accounts().begin(), page.accounts().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return accounts;
}

absl::Status List(Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const std::vector<v1::Account> accounts, AllAccounts(remote));
  Output& out = shell.out();
  Json list = Json::array();
  Table table;
  for (const v1::Account& account : accounts) {
    list.push_back(ToJson(account));
    AddRow(account, out, table);
  }
  if (out.json()) {
    out.Document({{"accounts", std::move(list)}});
  } else {
    out.Print(table);
  }
  return absl::OkStatus();
}

absl::Status SetAreas(const AccountOptions& options, Shell& shell) {
  v1::SetAccountAreasRequest request;
  request.set_user_name(options.name);
  request.mutable_area_prefixes()->Add(options.areas.begin(), options.areas.end());
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const v1::Account account, remote.Call(&Admin::SetAccountAreas, request));
  Tell(account, shell.out());
  return absl::OkStatus();
}

absl::Status Disable(const AccountOptions& options, Shell& shell) {
  v1::DisableAccountRequest request;
  request.set_user_name(options.name);
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const v1::Account account, remote.Call(&Admin::DisableAccount, request));
  Tell(account, shell.out());
  return absl::OkStatus();
}

}  // namespace

void AddAccountCommands(Commands& commands) {
  CLI::App& group = commands.Group(commands.root(), "account", TextId::kAccountHelp);
  auto options = std::make_shared<AccountOptions>();
  const auto add = [&](const std::string& name, TextId help, auto run) -> CLI::App& {
    CLI::App& command = commands.Add(group, name, help,
                                     [options, run](Shell& shell) { return run(*options, shell); });
    commands.Option(command, "NAME", options->name, TextId::kAccountNameHelp)->required();
    commands.SessionOptions(command);
    return command;
  };
  CLI::App& create = add("create", TextId::kAccountCreateHelp, Create);
  commands.Option(create, "--role", options->role, TextId::kRoleHelp)->required();
  commands.Option(create, "--display", options->display, TextId::kDisplayHelp);
  commands.Option(create, "--area", options->areas, TextId::kAreaHelp);
  commands.Option(create, "--password-file", options->password_file, TextId::kPasswordFileHelp);
  commands.Option(create, "--request-id", options->request_id, TextId::kRequestIdHelp);
  CLI::App& areas = add("areas", TextId::kAccountAreasHelp, SetAreas);
  commands.Option(areas, "--area", options->areas, TextId::kAreaHelp)->required();
  add("disable", TextId::kAccountDisableHelp, Disable);
  CLI::App& list = commands.Add(group, "list", TextId::kAccountListHelp, List);
  commands.SessionOptions(list);
}

}  // namespace zoufang::cli
