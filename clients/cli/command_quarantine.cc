// zoufang device quarantine list, decide
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "sync/base/status.h"
#include "zoufang/v1/admin_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

using Admin = v1::AdminService::Stub;
using v1::QuarantinedMutation;

absl::StatusOr<std::vector<QuarantinedMutation>> All(const Remote& remote) {
  std::vector<QuarantinedMutation> mutations;
  v1::ListQuarantineRequest request;
  do {
    ASSIGN_OR_RETURN(const v1::ListQuarantineResponse page,
                     remote.Call(&Admin::ListQuarantine, request));
    mutations.insert(mutations.end(), page.mutations().begin(), page.mutations().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return mutations;
}

absl::Status List(Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const std::vector<QuarantinedMutation> mutations, All(remote));
  Output& out = shell.out();
  Json list = Json::array();
  Table table;
  for (const QuarantinedMutation& mutation : mutations) {
    list.push_back(ToJson(mutation));
    table.Add({mutation.id(), mutation.user_name(), TimeText(mutation.surrendered_at()),
               mutation.content_json()});
  }
  if (out.json()) {
    out.Document({{"mutations", std::move(list)}});
  } else if (table.empty()) {
    out.Line(TextId::kNothingQuarantined);
  } else {
    out.Print(table);
  }
  return absl::OkStatus();
}

absl::Status Decide(const v1::DecideQuarantinedRequest& request, Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const QuarantinedMutation decided,
                   remote.Call(&Admin::DecideQuarantined, request));
  Output& out = shell.out();
  if (out.json()) {
    out.Document(ToJson(decided));
  } else if (decided.ingested()) {
    out.Line(TextId::kQuarantinedTaken, decided.id(), decided.outcome());
  } else {
    out.Line(TextId::kQuarantinedDismissed, decided.id());
  }
  return absl::OkStatus();
}

}  // namespace

void AddQuarantineCommands(Commands& commands, CLI::App& device) {
  CLI::App& group = commands.Group(device, "quarantine", TextId::kQuarantineHelp);
  commands.SessionOptions(commands.Add(group, "list", TextId::kQuarantineListHelp, List));
  struct Options {
    std::string id;
    std::string reason;
    bool ingest = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& decide =
      commands.Add(group, "decide", TextId::kQuarantineDecideHelp, [options](Shell& shell) {
        v1::DecideQuarantinedRequest request;
        request.set_id(options->id);
        request.set_ingest(options->ingest);
        request.set_reason(options->reason);
        return Decide(request, shell);
      });
  commands.Option(decide, "ID", options->id, TextId::kQuarantinedIdHelp)->required();
  commands.Flag(decide, "--ingest", options->ingest, TextId::kIngestHelp);
  commands.Option(decide, "--reason", options->reason, TextId::kReasonHelp)->required();
  commands.SessionOptions(decide);
}

}  // namespace zoufang::cli
