// zoufang admin backup, restore, verify, compact
#include <memory>

#include "absl/strings/escaping.h"
#include "clients/cli/commands.h"
#include "clients/cli/errors.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "server/storage/restore.h"
#include "sync/base/status.h"
#include "zoufang/v1/admin_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

using Admin = v1::AdminService::Stub;

// A big city's copy and its check; and the check alone.
constexpr absl::Duration kLongCall = absl::Minutes(15);

absl::Status BackUp(Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const v1::BackUpResponse answer,
                   remote.Call(&Admin::BackUp, v1::BackUpRequest(), kLongCall));
  Output& out = shell.out();
  if (out.json()) {
    out.Document(ToJson(answer));
    return absl::OkStatus();
  }
  out.Line(TextId::kBackedUp, answer.file_name(), answer.size_bytes(), TimeText(answer.taken_at()));
  return absl::OkStatus();
}

struct RestoreOptions {
  std::string data;
  std::string from;
};

absl::Status Restore(const RestoreOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const storage::Restored restored,
                   storage::Restore(options.data, options.from, shell.env().clock));
  Output& out = shell.out();
  if (out.json()) {
    out.Document({{"data", options.data},
                  {"replaced", restored.replaced},
                  {"mutations", restored.mutations},
                  {"files", restored.files}});
    return absl::OkStatus();
  }
  out.Line(TextId::kRestored, options.data, restored.mutations);
  if (restored.files > 0) out.Line(TextId::kFilesRestored, restored.files);
  if (!restored.replaced.empty()) out.Line(TextId::kReplacedKept, restored.replaced);
  return absl::OkStatus();
}

v1::VerifyServerResponse ToProto(const hub::VerifyReport& report) {
  v1::VerifyServerResponse response;
  for (const hub::VerifyProblem& problem : report.problems) {
    v1::VerifyProblem& out = *response.add_problems();
    out.set_check(problem.check);
    out.set_where(problem.where);
    out.set_message(problem.message);
  }
  response.set_rows(report.rows);
  response.set_log_entries(report.log_entries);
  response.set_mutations(report.mutations);
  response.set_history_hash(absl::BytesToHexString(report.history_hash));
  return response;
}

absl::StatusOr<v1::VerifyServerResponse> ReadReport(const std::string& data, Shell& shell) {
  if (!data.empty()) {
    ASSIGN_OR_RETURN(const hub::VerifyReport report,
                     storage::VerifyOffline(data, shell.env().clock));
    return ToProto(report);
  }
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  return remote.Call(&Admin::VerifyServer, v1::VerifyServerRequest(), kLongCall);
}

absl::Status Verify(const std::string& data, Shell& shell) {
  ASSIGN_OR_RETURN(const v1::VerifyServerResponse report, ReadReport(data, shell));
  Output& out = shell.out();
  if (out.json()) {
    out.Document(ToJson(report));
  } else if (report.problems().empty()) {
    out.Line(TextId::kVerifiedServer, report.rows(), report.log_entries(), report.mutations());
    out.Line(TextId::kHistoryEnd, report.history_hash());
  } else {
    Table table;
    for (const v1::VerifyProblem& problem : report.problems()) {
      table.Add({problem.check(), problem.where(), problem.message()});
    }
    out.Print(table);
  }
  return report.problems().empty() ? absl::OkStatus() : ProblemsFound(report.problems_size());
}

absl::Status Compact(int keep_days, Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  v1::CompactLogsRequest request;
  request.set_keep_days(keep_days);
  ASSIGN_OR_RETURN(const v1::CompactLogsResponse answer,
                   remote.Call(&Admin::CompactLogs, request, kLongCall));
  if (shell.out().json()) {
    shell.out().Document(ToJson(answer));
  } else {
    shell.out().Line(TextId::kCompacted, answer.entries_dropped());
  }
  return absl::OkStatus();
}

}  // namespace

void AddAdminCommands(Commands& commands) {
  CLI::App& group = commands.Group(commands.root(), "admin", TextId::kAdminGroupHelp);
  commands.SessionOptions(commands.Add(group, "backup", TextId::kBackupHelp, BackUp));

  auto restoring = std::make_shared<RestoreOptions>();
  CLI::App& restore =
      commands.Add(group, "restore", TextId::kRestoreHelp,
                   [restoring](Shell& shell) { return Restore(*restoring, shell); });
  commands.Option(restore, "--data", restoring->data, TextId::kDataHelp)->required();
  commands.Option(restore, "--from", restoring->from, TextId::kFromHelp)->required();

  auto data = std::make_shared<std::string>();
  CLI::App& verify = commands.Add(group, "verify", TextId::kVerifyServerHelp,
                                  [data](Shell& shell) { return Verify(*data, shell); });
  commands.Option(verify, "--data", *data, TextId::kVerifyDataHelp);
  commands.SessionOptions(verify);

  auto keep_days = std::make_shared<int>(0);
  CLI::App& compact =
      commands.Add(group, "compact", TextId::kCompactHelp,
                   [keep_days](Shell& shell) { return Compact(*keep_days, shell); });
  commands.Option(compact, "--keep-days", *keep_days, TextId::kKeepDaysHelp);
  commands.SessionOptions(compact);
}

}  // namespace zoufang::cli
