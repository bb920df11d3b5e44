// zoufang history
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "sync/base/status.h"
#include "zoufang/v1/history_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

struct HistoryOptions {
  std::string row_id;
  int limit = 50;
};

std::string AuthorOf(const v1::RowChange& change, Output& out) {
  if (!change.author_name().empty()) return change.author_name();
  return change.author().empty() ? out.Say(TextId::kServerItself) : change.author();
}

void Print(const v1::ListRowHistoryResponse& history, Output& out) {
  if (history.changes().empty()) out.Line(TextId::kNoHistory);
  Table table;
  for (const v1::RowChange& change : history.changes()) {
    table.Add({TimeText(change.received_at()), AuthorOf(change, out), change.kind(),
               change.verdict(), change.reason()});
    for (const v1::FieldChange& field : change.fields()) {
      table.Add(
          {"", "", field.label(), absl::StrCat(field.old_value(), " → ", field.new_value()), ""});
    }
  }
  if (!table.empty()) out.Print(table);
}

absl::Status History(const HistoryOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  v1::ListRowHistoryRequest request;
  request.set_row_id(options.row_id);
  request.set_page_size(options.limit);
  ASSIGN_OR_RETURN(const v1::ListRowHistoryResponse history,
                   remote.Call(&v1::HistoryService::Stub::ListRowHistory, request));
  if (shell.out().json()) {
    shell.out().Document(ToJson(history));
  } else {
    Print(history, shell.out());
  }
  return absl::OkStatus();
}

}  // namespace

void AddHistoryCommand(Commands& commands) {
  auto options = std::make_shared<HistoryOptions>();
  CLI::App& history = commands.Add(commands.root(), "history", TextId::kHistoryHelp,
                                   [options](Shell& shell) { return History(*options, shell); });
  commands.Option(history, "row", options->row_id, TextId::kHistoryRowHelp)->required();
  commands.Option(history, "--limit", options->limit, TextId::kLimitHelp);
  commands.SessionOptions(history);
}

}  // namespace zoufang::cli
