// zoufang organization move
#include <memory>

#include "clients/cli/commands.h"
#include "clients/cli/message_json.h"
#include "sync/base/status.h"
#include "zoufang/v1/admin_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

absl::Status Move(v1::MoveOrganizationRequest request, Shell& shell) {
  if (request.request_id().empty()) request.set_request_id(shell.NewId());
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const v1::MoveOrganizationResponse moved,
                   remote.Call(&v1::AdminService::Stub::MoveOrganization, request));
  if (shell.out().json()) {
    shell.out().Document(ToJson(moved));
  } else {
    shell.out().Line(TextId::kOrganizationMoved, request.area_code(), moved.rows_moved());
  }
  return absl::OkStatus();
}

struct Options {
  std::string id;
  std::string area;
  std::string request_id;
};

}  // namespace

void AddMoveCommand(Commands& commands, CLI::App& organization) {
  auto options = std::make_shared<Options>();
  CLI::App& move =
      commands.Add(organization, "move", TextId::kOrganizationMoveHelp, [options](Shell& shell) {
        v1::MoveOrganizationRequest request;
        request.set_organization_id(options->id);
        request.set_area_code(options->area);
        request.set_request_id(options->request_id);
        return Move(std::move(request), shell);
      });
  commands.Option(move, "ID", options->id, TextId::kOrganizationIdHelp)->required();
  commands.Option(move, "--area", options->area, TextId::kMoveAreaHelp)->required();
  commands.Option(move, "--request-id", options->request_id, TextId::kRequestIdHelp);
  commands.SessionOptions(move);
}

}  // namespace zoufang::cli
