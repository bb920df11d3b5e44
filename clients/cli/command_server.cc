// zoufang backup, server-status
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

// A big city's copy and its check.
constexpr absl::Duration kBackUpTimeout = absl::Minutes(15);

absl::Status BackUp(Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const v1::BackUpResponse answer,
                   remote.Call(&Admin::BackUp, v1::BackUpRequest(), kBackUpTimeout));
  Output& out = shell.out();
  if (out.json()) {
    out.Document(ToJson(answer));
    return absl::OkStatus();
  }
  out.Line(TextId::kBackedUp, answer.file_name(), answer.size_bytes(), TimeText(answer.taken_at()));
  return absl::OkStatus();
}

void PrintStatus(const v1::ServerStatus& status, Output& out) {
  out.Line(TextId::kServerCounts, status.incarnation(), status.mutations(), status.open_conflicts(),
           status.parked_edits());
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
  CLI::App& backup = commands.Add(commands.root(), "backup", TextId::kBackupHelp, BackUp);
  commands.SessionOptions(backup);
  CLI::App& status =
      commands.Add(commands.root(), "server-status", TextId::kServerStatusHelp, ServerStatus);
  commands.SessionOptions(status);
}

}  // namespace zoufang::cli
