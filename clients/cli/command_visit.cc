// zoufang visit start, answer, note, finding, need, recheck, attach, join, finish, void
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/enum_option.h"
#include "clients/cli/field_assignment.h"
#include "clients/cli/visit_views.h"
#include "clients/fieldwork/attachments.h"
#include "clients/fieldwork/visits.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

using fieldwork::Visits;

struct VisitOptions {
  std::string visit;
  std::string kind;
  std::string text;
  std::string file;
  std::vector<std::string> answers;
  bool unchanged = false;
  fieldwork::NewVisit start;
  fieldwork::NewFinding finding;
};

absl::Status Done(const std::string& id, TextId said, Output& out) {
  if (out.json()) {
    out.Document({{"id", id}});
  } else {
    out.Line(said, id);
  }
  return absl::OkStatus();
}

absl::Status Start(const VisitOptions& options, Shell& shell) {
  fieldwork::NewVisit visit = options.start;
  if (!options.kind.empty()) {
    ASSIGN_OR_RETURN(visit.kind, ParseEnum<v1::VisitKind>("--kind", options.kind));
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const std::string id, Visits(*tablet).Start(visit));
  return Done(id, TextId::kVisitStarted, shell.out());
}

absl::Status Answer(const VisitOptions& options, Shell& shell) {
  std::vector<fieldwork::TypedAnswer> answers;
  for (const std::string& text : options.answers) {
    ASSIGN_OR_RETURN(auto pair, ParsePair(text));
    answers.push_back({std::move(pair.first), std::move(pair.second)});
  }
  if (answers.empty() && !options.unchanged) return ParsePair("").status();
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  Visits visits(*tablet);
  if (!answers.empty()) RETURN_IF_ERROR(visits.Answer(options.visit, answers));
  int copied = 0;
  if (options.unchanged) {
    ASSIGN_OR_RETURN(copied, visits.AnswerUnchanged(options.visit));
  }
  Output& out = shell.out();
  if (out.json()) {
    out.Document({{"id", options.visit}, {"answered", answers.size()}, {"unchanged", copied}});
  } else {
    out.Line(TextId::kAnswered, answers.size(), copied);
  }
  return absl::OkStatus();
}

absl::Status Note(const VisitOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  RETURN_IF_ERROR(Visits(*tablet).Note(options.visit, options.text));
  return Done(options.visit, TextId::kNoted, shell.out());
}

absl::Status Finding(const VisitOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const std::string id,
                   Visits(*tablet).AddFinding(options.visit, options.finding));
  return Done(id, TextId::kFindingSaved, shell.out());
}

absl::Status Need(const VisitOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const v1::NeedKind kind, ParseEnum<v1::NeedKind>("--kind", options.kind));
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const std::string id,
                   Visits(*tablet).AddNeed(options.visit, kind, options.text));
  return Done(id, TextId::kNeedSaved, shell.out());
}

absl::Status Attach(const VisitOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const std::string id, fieldwork::Attachments(*tablet).Attach(
                                             options.visit, options.file, options.text));
  return Done(id, TextId::kAttached, shell.out());
}

absl::Status Recheck(const VisitOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const v1::RecheckResult result,
                   ParseEnum<v1::RecheckResult>("--result", options.kind));
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const std::string id,
                   Visits(*tablet).Recheck(options.visit, result, options.text));
  return Done(id, TextId::kRecheckSaved, shell.out());
}

absl::Status Join(const VisitOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  RETURN_IF_ERROR(Visits(*tablet).Join(options.visit));
  return Done(options.visit, TextId::kJoined, shell.out());
}

absl::Status FinishVisit(const VisitOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  RETURN_IF_ERROR(Visits(*tablet).Finish(options.visit));
  return Done(options.visit, TextId::kVisitFinished, shell.out());
}

absl::Status Void(const VisitOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  RETURN_IF_ERROR(Visits(*tablet).Void(options.visit, options.text));
  return Done(options.visit, TextId::kVisitVoided, shell.out());
}

// Adds one command of the group; the options are shared, since one command runs.
class VisitCommands {
 public:
  VisitCommands(Commands& commands, CLI::App& group)
      : commands_(commands), group_(group), options_(std::make_shared<VisitOptions>()) {}

  VisitOptions& options() { return *options_; }

  CLI::App& Add(const std::string& name, TextId help,
                absl::Status (*run)(const VisitOptions&, Shell&)) {
    CLI::App& command = commands_.Add(group_, name, help, [options = options_, run](Shell& shell) {
      return run(*options, shell);
    });
    commands_.TabletOption(command);
    return command;
  }
  // A command about a visit that is there.
  CLI::App& AddFor(const std::string& name, TextId help,
                   absl::Status (*run)(const VisitOptions&, Shell&)) {
    CLI::App& command = Add(name, help, run);
    commands_.Option(command, "VISIT", options_->visit, TextId::kVisitIdHelp)->required();
    return command;
  }

 private:
  Commands& commands_;
  CLI::App& group_;
  std::shared_ptr<VisitOptions> options_;
};

void AddStart(Commands& commands, VisitCommands& group) {
  CLI::App& start = group.Add("start", TextId::kVisitStartHelp, Start);
  fieldwork::NewVisit& visit = group.options().start;
  commands.Option(start, "--organization", visit.organization, TextId::kOrganizationKeyHelp)
      ->required();
  commands.Option(start, "--kind", group.options().kind, TextId::kVisitKindHelp);
  commands.Option(start, "--purpose", visit.purpose, TextId::kPurposeHelp);
  CLI::Option* const point = commands.Option(start, "--point", visit.point, TextId::kPointHelp);
  commands.Option(start, "--no-point-reason", visit.point_absent_reason, TextId::kNoPointHelp)
      ->excludes(point);
}

void AddRecords(Commands& commands, VisitCommands& group) {
  VisitOptions& options = group.options();
  CLI::App& finding = group.AddFor("finding", TextId::kVisitFindingHelp, Finding);
  commands.Option(finding, "--item", options.finding.item_code, TextId::kItemHelp)->required();
  commands.Option(finding, "--severity", options.finding.severity, TextId::kSeverityHelp)
      ->required()
      ->check(CLI::Range(1, 4));
  commands.Option(finding, "--description", options.finding.description, TextId::kDescriptionHelp)
      ->required();
  commands.Option(finding, "--due", options.finding.due_on, TextId::kDueHelp);
  CLI::App& need = group.AddFor("need", TextId::kVisitNeedHelp, Need);
  commands.Option(need, "--kind", options.kind, TextId::kNeedKindHelp)->required();
  commands.Option(need, "--description", options.text, TextId::kDescriptionHelp)->required();
  CLI::App& attach = group.AddFor("attach", TextId::kVisitAttachHelp, Attach);
  commands.Option(attach, "FILE", options.file, TextId::kAttachFileHelp)->required();
  commands.Option(attach, "--caption", options.text, TextId::kCaptionHelp);
  CLI::App& recheck = group.Add("recheck", TextId::kVisitRecheckHelp, Recheck);
  commands.Option(recheck, "FINDING", options.visit, TextId::kFindingIdHelp)->required();
  commands.Option(recheck, "--result", options.kind, TextId::kRecheckResultHelp)->required();
  commands.Option(recheck, "--note", options.text, TextId::kNoteTextHelp);
}

}  // namespace

void AddVisitCommands(Commands& commands) {
  CLI::App& app = commands.Group(commands.root(), "visit", TextId::kVisitHelp);
  VisitCommands group(commands, app);
  AddStart(commands, group);
  CLI::App& answer = group.AddFor("answer", TextId::kVisitAnswerHelp, Answer);
  commands.Option(answer, "ANSWERS", group.options().answers, TextId::kAnswersHelp);
  commands.Flag(answer, "--unchanged", group.options().unchanged, TextId::kUnchangedHelp);
  CLI::App& note = group.AddFor("note", TextId::kVisitNoteHelp, Note);
  commands.Option(note, "TEXT", group.options().text, TextId::kNoteTextHelp)->required();
  AddRecords(commands, group);
  group.AddFor("join", TextId::kVisitJoinHelp, Join);
  group.AddFor("finish", TextId::kVisitFinishHelp, FinishVisit);
  CLI::App& voided = group.AddFor("void", TextId::kVisitVoidHelp, Void);
  commands.Option(voided, "--reason", group.options().text, TextId::kReasonHelp)->required();
  AddVisitViews(commands, app);
}

}  // namespace zoufang::cli
