// zoufang device code, list, revoke; quarantine: see command_quarantine.cc
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/files.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "clients/cli/qr_code.h"
#include "clients/connection/enrolment_ticket.h"
#include "sync/base/status.h"
#include "zoufang/v1/admin_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

using Admin = v1::AdminService::Stub;

struct CodeOptions {
  std::string user;
  std::string qr;      // A file for the picture, "-": the terminal; "": none.
  std::string server;  // As tablets reach it.
};

absl::Status ShowQr(const CodeOptions& options, const std::string& code, Shell& shell) {
  std::string server = options.server;
  if (server.empty()) {
    ASSIGN_OR_RETURN(const Endpoint signed_in, shell.SignedInEndpoint());
    server = signed_in.server;
  }
  ASSIGN_OR_RETURN(const QrCode picture, MakeQrCode(connection::TicketText({server, code})));
  if (options.qr != "-") return WritePrivateFile(options.qr, QrPng(picture));
  shell.out().Raw(QrText(picture));
  return absl::OkStatus();
}

absl::Status MakeCode(const CodeOptions& options, Shell& shell) {
  v1::CreateEnrollmentCodeRequest request;
  request.set_user_name(options.user);
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const v1::CreateEnrollmentCodeResponse answer,
                   remote.Call(&Admin::CreateEnrollmentCode, request));
  Output& out = shell.out();
  if (out.json()) {
    out.Document(ToJson(answer));
  } else {
    out.Line(TextId::kEnrollmentCode, answer.enrollment_code(), TimeText(answer.expires_at()));
  }
  // Last: a code whose picture could not be written has been said.
  return options.qr.empty() ? absl::OkStatus() : ShowQr(options, answer.enrollment_code(), shell);
}

absl::StatusOr<std::vector<v1::Device>> AllDevices(const Remote& remote) {
  std::vector<v1::Device> devices;
  v1::ListDevicesRequest request;
  do {
    ASSIGN_OR_RETURN(const v1::ListDevicesResponse page, remote.Call(&Admin::ListDevices, request));
    devices.insert(devices.end(), page.devices().begin(), page.devices().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return devices;
}

void AddRow(const v1::Device& device, Output& out, Table& table) {
  table.Add({device.id(), device.user_name(), device.name(),
             out.Say(TextId::kSavesReceived, device.applied_seq()),
             device.has_last_seen_at() ? TimeText(device.last_seen_at()) : out.Say(TextId::kNever),
             device.revoked() ? out.Say(TextId::kRevoked) : ""});
}

absl::Status List(Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const std::vector<v1::Device> devices, AllDevices(remote));
  Output& out = shell.out();
  Json list = Json::array();
  Table table;
  for (const v1::Device& device : devices) {
    list.push_back(ToJson(device));
    AddRow(device, out, table);
  }
  if (out.json()) {
    out.Document({{"devices", std::move(list)}});
  } else if (table.empty()) {
    out.Line(TextId::kNoDevices);
  } else {
    out.Print(table);
  }
  return absl::OkStatus();
}

absl::Status Revoke(const std::string& id, Shell& shell) {
  v1::RevokeDeviceRequest request;
  request.set_id(id);
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const v1::Device device, remote.Call(&Admin::RevokeDevice, request));
  Output& out = shell.out();
  if (out.json()) {
    out.Document(ToJson(device));
    return absl::OkStatus();
  }
  out.Line(TextId::kDeviceRevoked, device.name(), device.user_name());
  return absl::OkStatus();
}

}  // namespace

void AddDeviceCommands(Commands& commands) {
  CLI::App& group = commands.Group(commands.root(), "device", TextId::kDeviceHelp);
  auto options = std::make_shared<CodeOptions>();
  CLI::App& code = commands.Add(group, "code", TextId::kDeviceCodeHelp,
                                [options](Shell& shell) { return MakeCode(*options, shell); });
  commands.Option(code, "USER", options->user, TextId::kUserHelp)->required();
  commands.Option(code, "--qr", options->qr, TextId::kQrHelp);
  commands.Option(code, "--for-server", options->server, TextId::kForServerHelp);
  commands.SessionOptions(code);
  auto key = std::make_shared<std::string>();
  CLI::App& list = commands.Add(group, "list", TextId::kDeviceListHelp, List);
  commands.SessionOptions(list);
  CLI::App& revoke = commands.Add(group, "revoke", TextId::kDeviceRevokeHelp,
                                  [key](Shell& shell) { return Revoke(*key, shell); });
  commands.Option(revoke, "ID", *key, TextId::kDeviceIdHelp)->required();
  commands.SessionOptions(revoke);
  AddQuarantineCommands(commands, group);
}

}  // namespace zoufang::cli
