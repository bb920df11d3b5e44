#include "clients/cli/visit_views.h"

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/attached_files.h"
#include "clients/cli/files.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "clients/cli/visit_line.h"
#include "clients/fieldwork/visit_form.h"
#include "clients/fieldwork/visits.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

using fieldwork::Visits;

struct ListOptions {
  std::string organization;
  int limit = 50;
};

absl::Status List(const ListOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const std::vector<v1::Visit> visits,
                   Visits(*tablet).List(options.organization, options.limit));
  Output& out = shell.out();
  Json list = Json::array();
  Table table;
  for (const v1::Visit& visit : visits) {
    list.push_back(ToJson(visit));
    table.Add({visit.id(), TimeText(visit.started_at()), Word(out.language(), visit.kind()),
               Word(out.language(), visit.state()), absl::StrJoin(visit.participants(), " "),
               visit.purpose()});
  }
  if (out.json()) {
    out.Document({{"visits", std::move(list)}});
  } else if (table.empty()) {
    out.Line(TextId::kNoVisits);
  } else {
    out.Print(table);
  }
  return absl::OkStatus();
}

std::string QuestionText(const v1::VisitAnswer& answer, Language language) {
  const auto* question = fieldwork::FindVisitQuestion(answer.question_id());
  if (question == nullptr) return answer.question_id();
  return std::string(language == Language::kChinese ? question->zh : question->en);
}

void PrintDetails(const v1::VisitDetails& details, Output& out) {
  const Language language = out.language();
  Table visit;
  AddFields(
      language, details.visit(),
      {"kind", "state", "started_at", "finished_at", "participants", "purpose", "point",
       "point_absent_reason", "acknowledged_by", "credential_numbers", "void_reason", "summary"},
      visit);
  out.Print(visit);
  Table answers;
  for (const v1::VisitAnswer& answer : details.answers()) {
    answers.Add({answer.question_id(), answer.answer().empty() ? "—" : answer.answer(),
                 answer.note(), QuestionText(answer, language)});
  }
  out.Print(answers);
  Table records;
  for (const v1::Finding& finding : details.findings()) {
    records.Add({out.Say(TextId::kFinding), finding.item_code(),
                 out.Say(TextId::kSeverity, finding.severity()), Word(language, finding.state()),
                 finding.due_on(), finding.description()});
  }
  for (const v1::Recheck& recheck : details.rechecks()) {
    records.Add({out.Say(TextId::kRecheck), Word(language, recheck.result()),
                 TimeText(recheck.checked_at()), recheck.checked_by(), "", recheck.note()});
  }
  for (const v1::Need& need : details.needs()) {
    records.Add(
        {out.Say(TextId::kNeed), Word(language, need.kind()), "", "", "", need.description()});
  }
  out.Print(records);
}

absl::Status Show(const std::string& id, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const v1::VisitDetails details, Visits(*tablet).Show(id));
  ASSIGN_OR_RETURN(const auto files, fieldwork::Attachments(*tablet).OfVisit(id));
  if (shell.out().json()) {
    Json document = ToJson(details);
    if (!files.empty()) document["files"] = FilesJson(files);
    shell.out().Document(document);
  } else {
    PrintDetails(details, shell.out());
    PrintFiles(files, shell.out());
  }
  return absl::OkStatus();
}

absl::Status ShowForm(Shell& shell) {
  Output& out = shell.out();
  Json questions = Json::array();
  Table table;
  const fieldwork::VisitForm& form = fieldwork::BuiltInForm(v1::VISIT_KIND_OUTREACH);
  for (const fieldwork::VisitQuestion* const found : form.Questions()) {
    const fieldwork::VisitQuestion& question = *found;
    const bool yes_no = question.kind == fieldwork::AnswerKind::kYesNo;
    const bool chinese = out.language() == Language::kChinese;
    questions.push_back({{"id", std::string(question.id)},
                         {"kind", yes_no ? "YES_NO" : "TEXT"},
                         {"zh", std::string(question.zh)},
                         {"en", std::string(question.en)}});
    table.Add({std::string(question.id),
               out.Say(yes_no ? TextId::kYesNoAnswer : TextId::kTextAnswer),
               std::string(chinese ? question.zh : question.en)});
  }
  if (out.json()) {
    out.Document({{"form_version", form.version}, {"questions", std::move(questions)}});
  } else {
    out.Print(table);
  }
  return absl::OkStatus();
}

// Each line is a durable save of its own: what was said to be saved is, whatever happens next.
absl::Status Import(const std::string& path, Shell& shell) {
  ASSIGN_OR_RETURN(const std::string content, ReadWholeFile(path));
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  Output& out = shell.out();
  Visits visits(*tablet);
  Json saved = Json::array();
  absl::Status stopped;
  int line = 0;
  for (const absl::string_view text : absl::StrSplit(content, '\n')) {
    ++line;
    if (absl::StripAsciiWhitespace(text).empty()) continue;
    const absl::StatusOr<fieldwork::NewVisit> visit = ParseVisitLine(text, line);
    const absl::StatusOr<std::string> id = visit.ok() ? visits.Start(*visit) : visit.status();
    if (!id.ok()) {
      stopped = id.status();
      break;
    }
    saved.push_back(*id);
    if (out.json()) continue;
    out.Line(absl::string_view("saved " + *id));
    out.Flush();
  }
  if (out.json()) {
    out.Document({{"saved", std::move(saved)}, {"lines", line}});
  } else if (!stopped.ok()) {
    out.Line(TextId::kImportStopped, line);
  }
  return stopped;
}

}  // namespace

void AddVisitViews(Commands& commands, CLI::App& group) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& list = commands.Add(group, "list", TextId::kVisitListHelp,
                                [options](Shell& shell) { return List(*options, shell); });
  commands.TabletOption(list);
  commands.Option(list, "--organization", options->organization, TextId::kOrganizationKeyHelp);
  commands.Option(list, "--limit", options->limit, TextId::kLimitHelp)
      ->check(CLI::Range(1, 100000));
  auto id = std::make_shared<std::string>();
  CLI::App& show = commands.Add(group, "show", TextId::kVisitShowHelp,
                                [id](Shell& shell) { return Show(*id, shell); });
  commands.TabletOption(show);
  commands.Option(show, "VISIT", *id, TextId::kVisitIdHelp)->required();
  commands.Add(group, "form", TextId::kVisitFormHelp, ShowForm);
  auto path = std::make_shared<std::string>();
  CLI::App& import = commands.Add(group, "import", TextId::kVisitImportHelp,
                                  [path](Shell& shell) { return Import(*path, shell); });
  commands.TabletOption(import);
  commands.Option(import, "FILE", *path, TextId::kVisitFileHelp)->required();
}

}  // namespace zoufang::cli
