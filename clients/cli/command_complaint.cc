// zoufang complaint file, status, message: what a citizen does
#include <memory>

#include "clients/cli/command_complaint_staff.h"
#include "clients/cli/commands.h"
#include "clients/cli/enum_option.h"
#include "clients/cli/errors.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "clients/cli/secrets.h"
#include "sync/base/random.h"
#include "sync/base/status.h"
#include "zoufang/v1/complaint_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

using Complaints = v1::ComplaintService::Stub;

struct FileOptions {
  std::string subject;
  std::string organization;
  std::string kind;
  std::string category;
  std::string narrative;
  std::string mode;
  std::string reporter_name;
  std::string reporter_phone;
  std::string request_id;
};

absl::StatusOr<v1::FileComplaintRequest> ToRequest(const FileOptions& options, Shell& shell) {
  v1::FileComplaintRequest request;
  v1::Complaint& complaint = *request.mutable_complaint();
  ASSIGN_OR_RETURN(const auto kind, ParseEnum<v1::ComplaintKind>("--kind", options.kind));
  ASSIGN_OR_RETURN(const auto mode, ParseEnum<v1::ReporterMode>("--mode", options.mode));
  complaint.set_kind(kind);
  complaint.set_reporter_mode(mode);
  complaint.set_subject_name(options.subject);
  complaint.set_organization_id(options.organization);
  complaint.set_category(options.category);
  complaint.set_narrative(options.narrative);
  if (mode != v1::REPORTER_MODE_ANONYMOUS) {
    request.mutable_reporter()->set_name(options.reporter_name);
    request.mutable_reporter()->set_phone(options.reporter_phone);
  }
  request.set_request_id(options.request_id.empty() ? shell.NewId() : options.request_id);
  return request;
}

// Without a token: who files is nobody's business, also when somebody is signed in here.
absl::Status File(const FileOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const v1::FileComplaintRequest request, ToRequest(options, shell));
  ASSIGN_OR_RETURN(const Remote remote, shell.Anonymous());
  ASSIGN_OR_RETURN(const v1::FileComplaintResponse answer,
                   remote.Call(&Complaints::FileComplaint, request));
  Output& out = shell.out();
  if (out.json()) {
    Json document = ToJson(answer);
    document["request_id"] = request.request_id();
    out.Document(document);
    return absl::OkStatus();
  }
  out.Line(TextId::kComplaintFiled, answer.number());
  out.Line(answer.secret().empty() ? TextId::kSecretNotAgain : TextId::kSecretOnce,
           answer.secret());
  return absl::OkStatus();
}

struct FollowOptions {
  std::string number;
  std::string secret_file;
  std::string text;
  std::string request_id;
};

void PrintStatus(const v1::ComplaintStatus& status, Output& out) {
  Table table;
  const auto add = [&](TextId label, const std::string& value) {
    if (!value.empty()) table.Add({out.Say(label), value});
  };
  add(TextId::kNumber, status.number());
  add(TextId::kState, Word(out.language(), status.state()));
  add(TextId::kReceivedOn, status.received_on());
  add(TextId::kAcceptedOn, status.accepted_on());
  add(TextId::kDueOn, status.due_on());
  add(TextId::kDecidedOn, status.decided_on());
  add(TextId::kDeclineReason, Word(out.language(), status.decline_reason()));
  add(TextId::kDeclineNote, status.decline_note());
  add(TextId::kOutcome, Word(out.language(), status.outcome()));
  add(TextId::kBasis, status.outcome_basis());
  out.Print(table);
  PrintMessages(status.messages(), out);
}

absl::Status Status(const FollowOptions& options, Shell& shell) {
  v1::GetComplaintStatusRequest request;
  request.set_number(options.number);
  ASSIGN_OR_RETURN(*request.mutable_secret(),
                   ReadSecret(ComplaintSecretFrom(options.secret_file), shell.language()));
  ASSIGN_OR_RETURN(const Remote remote, shell.Anonymous());
  ASSIGN_OR_RETURN(const v1::ComplaintStatus status,
                   remote.Call(&Complaints::GetComplaintStatus, request));
  if (shell.out().json()) {
    shell.out().Document(ToJson(status));
  } else {
    PrintStatus(status, shell.out());
  }
  return absl::OkStatus();
}

// A number is written to by its citizen, an id by staff.
absl::Status Message(const FollowOptions& options, Shell& shell) {
  v1::AddComplaintMessageRequest request;
  request.set_text(options.text);
  request.set_request_id(options.request_id.empty() ? shell.NewId() : options.request_id);
  const bool staff = base::IsUuid(options.number);
  if (staff) {
    request.set_complaint_id(options.number);
  } else {
    request.mutable_reporter()->set_number(options.number);
    ASSIGN_OR_RETURN(*request.mutable_reporter()->mutable_secret(),
                     ReadSecret(ComplaintSecretFrom(options.secret_file), shell.language()));
  }
  ASSIGN_OR_RETURN(const Remote remote, staff ? shell.SignedIn() : shell.Anonymous());
  ASSIGN_OR_RETURN(const v1::ComplaintMessage message,
                   remote.Call(&Complaints::AddComplaintMessage, request));
  if (shell.out().json()) {
    shell.out().Document(ToJson(message));
  } else {
    shell.out().Line(TextId::kMessageSent);
  }
  return absl::OkStatus();
}

void AddFile(Commands& commands, CLI::App& group) {
  auto options = std::make_shared<FileOptions>();
  CLI::App& file = commands.Add(group, "file", TextId::kComplaintFileHelp,
                                [options](Shell& shell) { return File(*options, shell); });
  commands.ServerOptions(file);
  CLI::Option* const subject =
      commands.Option(file, "--subject", options->subject, TextId::kSubjectHelp);
  CLI::Option* const organization =
      commands.Option(file, "--organization", options->organization, TextId::kOrganizationIdHelp);
  organization->excludes(subject);
  commands.Option(file, "--kind", options->kind, TextId::kComplaintKindHelp)->required();
  commands.Option(file, "--category", options->category, TextId::kCategoryHelp)->required();
  commands.Option(file, "--narrative", options->narrative, TextId::kNarrativeHelp)->required();
  commands.Option(file, "--mode", options->mode, TextId::kModeHelp)->required();
  commands.Option(file, "--reporter-name", options->reporter_name, TextId::kReporterNameHelp);
  commands.Option(file, "--reporter-phone", options->reporter_phone, TextId::kReporterPhoneHelp);
  commands.Option(file, "--request-id", options->request_id, TextId::kRequestIdHelp);
}

void AddFollowUp(Commands& commands, CLI::App& group) {
  auto options = std::make_shared<FollowOptions>();
  const auto add = [&](const std::string& name, TextId help, auto run) -> CLI::App& {
    CLI::App& command = commands.Add(group, name, help,
                                     [options, run](Shell& shell) { return run(*options, shell); });
    commands.Option(command, "NUMBER", options->number, TextId::kNumberHelp)->required();
    commands.Option(command, "--secret-file", options->secret_file, TextId::kSecretFileHelp);
    commands.ServerOptions(command);
    return command;
  };
  add("status", TextId::kComplaintStatusHelp, Status);
  CLI::App& message = add("message", TextId::kComplaintMessageHelp, Message);
  commands.Option(message, "TEXT", options->text, TextId::kMessageTextHelp)->required();
  commands.Option(message, "--request-id", options->request_id, TextId::kRequestIdHelp);
}

}  // namespace

void AddComplaintCommands(Commands& commands) {
  CLI::App& group = commands.Group(commands.root(), "complaint", TextId::kComplaintHelp);
  AddFile(commands, group);
  AddFollowUp(commands, group);
  AddComplaintStaffCommands(commands, group);
}

}  // namespace zoufang::cli
