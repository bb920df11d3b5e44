#include "clients/cli/command_complaint_staff.h"

#include <memory>

#include "clients/cli/enum_option.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "sync/base/status.h"
#include "zoufang/v1/complaint_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

using Complaints = v1::ComplaintService::Stub;

struct CaseOptions {
  std::string id;
  std::string reason;  // Of a decline, or the outcome.
  std::string text;    // Its note, or the outcome's basis.
  std::string request_id;
};

struct ListOptions {
  std::vector<std::string> states;
  std::string area;
  int limit = 200;
};

void AddRow(const v1::Complaint& complaint, Output& out, Table& table) {
  const Language language = out.language();
  table.Add({complaint.id(), complaint.number(), Word(language, complaint.kind()),
             Word(language, complaint.state()), complaint.due_on(), complaint.subject_name(),
             complaint.category()});
}

absl::StatusOr<std::vector<v1::Complaint>> Cases(const ListOptions& options, const Remote& remote) {
  v1::ListComplaintsRequest request;
  ASSIGN_OR_RETURN(const auto states, ParseEnums<v1::ComplaintState>("--state", options.states));
  for (const v1::ComplaintState state : states) request.add_states(state);
  request.set_area_prefix(options.area);
  request.set_page_size(200);
  std::vector<v1::Complaint> cases;
  do {
    ASSIGN_OR_RETURN(const v1::ListComplaintsResponse page,
                     remote.Call(&Complaints::ListComplaints, request));
    for (const v1::ListedComplaint& item : page.items()) cases.push_back(item.complaint());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && cases.size() < static_cast<size_t>(options.limit));
  if (cases.size() > static_cast<size_t>(options.limit)) cases.resize(options.limit);
  return cases;
}

absl::Status List(const ListOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const std::vector<v1::Complaint> cases, Cases(options, remote));
  Output& out = shell.out();
  Json list = Json::array();
  Table table;
  for (const v1::Complaint& complaint : cases) {
    list.push_back(ToJson(complaint));
    AddRow(complaint, out, table);
  }
  if (out.json()) {
    out.Document({{"complaints", std::move(list)}});
  } else if (table.empty()) {
    out.Line(TextId::kNoComplaints);
  } else {
    out.Print(table);
  }
  return absl::OkStatus();
}

absl::Status Tell(const absl::StatusOr<v1::ComplaintDetails>& details, Output& out) {
  RETURN_IF_ERROR(details.status());
  if (out.json()) {
    out.Document(ToJson(*details));
    return absl::OkStatus();
  }
  Table table;
  AddFields(out.language(), details->complaint(),
            {"number",         "kind",          "state",      "subject_name", "organization_id",
             "category",       "reporter_mode", "area_code",  "received_at",  "accepted_at",
             "due_on",         "handler",       "decided_at", "outcome",      "outcome_basis",
             "decline_reason", "decline_note",  "closed_at",  "profile",      "narrative"},
            table);
  out.Print(table);
  PrintMessages(details->messages(), out);
  return absl::OkStatus();
}

// A request about the case as it is now: whoever types its command has just looked at it.
template <typename Request>
absl::StatusOr<Request> RequestFor(const CaseOptions& options, const Remote& remote, Shell& shell) {
  v1::GetComplaintRequest get;
  get.set_id(options.id);
  ASSIGN_OR_RETURN(const v1::ComplaintDetails details, remote.Call(&Complaints::GetComplaint, get));
  Request request;
  request.set_id(options.id);
  request.set_etag(details.etag());
  request.set_request_id(options.request_id.empty() ? shell.NewId() : options.request_id);
  return request;
}

absl::Status Show(const CaseOptions& options, Shell& shell) {
  v1::GetComplaintRequest request;
  request.set_id(options.id);
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  return Tell(remote.Call(&Complaints::GetComplaint, request), shell.out());
}

absl::Status Accept(const CaseOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const auto request,
                   RequestFor<v1::AcceptComplaintRequest>(options, remote, shell));
  return Tell(remote.Call(&Complaints::AcceptComplaint, request), shell.out());
}

absl::Status Decline(const CaseOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(auto request, RequestFor<v1::DeclineComplaintRequest>(options, remote, shell));
  ASSIGN_OR_RETURN(const auto reason, ParseEnum<v1::DeclineReason>("--reason", options.reason));
  request.set_reason(reason);
  request.set_note(options.text);
  return Tell(remote.Call(&Complaints::DeclineComplaint, request), shell.out());
}

absl::Status Investigate(const CaseOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const auto request,
                   RequestFor<v1::InvestigateComplaintRequest>(options, remote, shell));
  return Tell(remote.Call(&Complaints::InvestigateComplaint, request), shell.out());
}

absl::Status Notify(const CaseOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const auto request,
                   RequestFor<v1::NotifyComplaintRequest>(options, remote, shell));
  return Tell(remote.Call(&Complaints::NotifyComplaint, request), shell.out());
}

absl::Status Decide(const CaseOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(auto request, RequestFor<v1::DecideComplaintRequest>(options, remote, shell));
  ASSIGN_OR_RETURN(const auto outcome,
                   ParseEnum<v1::ComplaintOutcome>("--outcome", options.reason));
  request.set_outcome(outcome);
  request.set_basis(options.text);
  return Tell(remote.Call(&Complaints::DecideComplaint, request), shell.out());
}

absl::Status Close(const CaseOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const auto request,
                   RequestFor<v1::CloseComplaintRequest>(options, remote, shell));
  return Tell(remote.Call(&Complaints::CloseComplaint, request), shell.out());
}

void AddList(Commands& commands, CLI::App& group) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& list = commands.Add(group, "list", TextId::kComplaintListHelp,
                                [options](Shell& shell) { return List(*options, shell); });
  commands.Option(list, "--state", options->states, TextId::kStateFilterHelp)
      ->allow_extra_args(false);
  commands.Option(list, "--area", options->area, TextId::kDistrictHelp);
  commands.Option(list, "--limit", options->limit, TextId::kLimitHelp)
      ->check(CLI::Range(1, 100000));
  commands.SessionOptions(list);
}

}  // namespace

void PrintMessages(const google::protobuf::RepeatedPtrField<v1::ComplaintMessage>& messages,
                   Output& out) {
  Table table;
  for (const v1::ComplaintMessage& message : messages) {
    table.Add({TimeText(message.sent_at()),
               out.Say(message.from_reporter() ? TextId::kFromCitizen : TextId::kFromBureau),
               message.text()});
  }
  out.Print(table);
}

void AddComplaintStaffCommands(Commands& commands, CLI::App& group) {
  AddList(commands, group);
  auto options = std::make_shared<CaseOptions>();
  const auto add = [&](const std::string& name, TextId help, auto run) -> CLI::App& {
    CLI::App& command = commands.Add(group, name, help,
                                     [options, run](Shell& shell) { return run(*options, shell); });
    commands.Option(command, "ID", options->id, TextId::kComplaintIdHelp)->required();
    commands.SessionOptions(command);
    return command;
  };
  const auto repeatable = [&](CLI::App& command) {
    commands.Option(command, "--request-id", options->request_id, TextId::kRequestIdHelp);
  };
  add("show", TextId::kComplaintShowHelp, Show);
  repeatable(add("accept", TextId::kComplaintAcceptHelp, Accept));
  repeatable(add("investigate", TextId::kComplaintInvestigateHelp, Investigate));
  CLI::App& decline = add("decline", TextId::kComplaintDeclineHelp, Decline);
  commands.Option(decline, "--reason", options->reason, TextId::kDeclineReasonHelp)->required();
  commands.Option(decline, "--note", options->text, TextId::kDeclineNoteHelp);
  repeatable(decline);
  CLI::App& decide = add("decide", TextId::kComplaintDecideHelp, Decide);
  commands.Option(decide, "--outcome", options->reason, TextId::kOutcomeHelp)->required();
  commands.Option(decide, "--basis", options->text, TextId::kBasisHelp)->required();
  repeatable(decide);
  repeatable(add("notify", TextId::kComplaintNotifyHelp, Notify));
  repeatable(add("close", TextId::kComplaintCloseHelp, Close));
}

}  // namespace zoufang::cli
