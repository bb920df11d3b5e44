// zoufang server-status
#include <map>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "sync/base/status.h"
#include "zoufang/v1/admin_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

using Admin = v1::AdminService::Stub;

void PrintStatus(const v1::ServerStatus& status, Output& out) {
  out.Line(TextId::kServerCounts, status.incarnation(), status.mutations(), status.open_conflicts(),
           status.parked_edits());
  if (status.lineage_alarms() > 0) out.Line(TextId::kOlderDatabase, status.lineage_alarms());
  Table rows;
  const std::map<std::string, int64_t> counts(status.rows().begin(), status.rows().end());
  for (const auto& [entity, count] : counts) rows.Add({entity, absl::StrCat(count)});
  out.Print(rows);
  Table scopes;
  scopes.Add({out.Say(TextId::kScope), out.Say(TextId::kRows), out.Say(TextId::kHead),
              out.Say(TextId::kDigest)});
  for (const v1::ScopeStatus& scope : status.scopes()) {
    scopes.Add({scope.scope(), absl::StrCat(scope.rows()), absl::StrCat(scope.head()),
                absl::StrCat(scope.digest())});
  }
  out.Print(scopes);
}

absl::Status ServerStatus(Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const v1::ServerStatus status,
                   remote.Call(&Admin::GetServerStatus, v1::GetServerStatusRequest()));
  if (shell.out().json()) {
    shell.out().Document(ToJson(status));
  } else {
    PrintStatus(status, shell.out());
  }
  return absl::OkStatus();
}

}  // namespace

void AddServerCommands(Commands& commands) {
  CLI::App& status =
      commands.Add(commands.root(), "server-status", TextId::kServerStatusHelp, ServerStatus);
  commands.SessionOptions(status);
}

}  // namespace zoufang::cli
