// zoufang import divisions, organizations
#include <memory>

#include "clients/cli/commands.h"
#include "clients/cli/errors.h"
#include "clients/cli/import.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

struct ImportOptions {
  std::string file;
  bool check = false;
  bool keep_going = false;

  ImportMode mode() const {
    if (check) return ImportMode::kCheck;
    return keep_going ? ImportMode::kKeepGoing : ImportMode::kAllOrNone;
  }
};

// More would scroll the first ones away; --json gives all.
constexpr size_t kMostProblemsShown = 50;

void PrintProblems(const ImportReport& report, Output& out) {
  Table table;
  for (const RowProblem& problem : report.problems) {
    if (&problem - report.problems.data() >= static_cast<ptrdiff_t>(kMostProblemsShown)) break;
    const std::string column =
        problem.column == 0 ? "" : out.Say(TextId::kColumnName, problem.column, problem.field);
    table.Add({out.Say(TextId::kLineNumber, problem.line), column,
               out.Say(problem.refused ? TextId::kRowRefused : TextId::kRowWarning),
               problem.message});
  }
  out.Print(table);
  if (report.problems.size() > kMostProblemsShown) {
    out.Line(TextId::kMoreProblems, report.problems.size() - kMostProblemsShown);
  }
}

Json ReportDocument(const ImportReport& report) {
  Json problems = Json::array();
  for (const RowProblem& problem : report.problems) problems.push_back(ToJson(problem));
  return {{"rows", report.rows},
          {"imported", report.imported},
          {"created", report.created},
          {"updated", report.updated},
          {"unchanged", report.unchanged},
          {"refused", report.refused},
          {"problems", std::move(problems)}};
}

absl::Status Tell(const ImportReport& report, ImportMode mode, Output& out) {
  if (out.json()) {
    out.Document(ReportDocument(report));
  } else {
    PrintProblems(report, out);
    out.Line(report.imported ? TextId::kImported : TextId::kImportChecked, report.rows,
             report.created, report.updated, report.unchanged, report.refused);
  }
  if (report.refused == 0 || mode == ImportMode::kKeepGoing) return absl::OkStatus();
  return ImportRefused(report.refused);
}

absl::Status Divisions(const ImportOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const ImportFile<v1::Division> file, ReadDivisions(options.file));
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const ImportReport report, ImportDivisions(file, options.mode(), remote));
  return Tell(report, options.mode(), shell.out());
}

absl::Status Organizations(const ImportOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const ImportFile<v1::Organization> file, ReadOrganizations(options.file));
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  ASSIGN_OR_RETURN(const ImportReport report, ImportOrganizations(file, options.mode(), remote));
  return Tell(report, options.mode(), shell.out());
}

void AddImport(Commands& commands, CLI::App& group, const std::string& name, TextId help,
               absl::Status (*import)(const ImportOptions&, Shell&)) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App& command = commands.Add(
      group, name, help, [options, import](Shell& shell) { return import(*options, shell); });
  commands.Option(command, "FILE", options->file, TextId::kCsvFileHelp)->required();
  CLI::Option* const check = commands.Flag(command, "--check", options->check, TextId::kCheckHelp);
  commands.Flag(command, "--keep-going", options->keep_going, TextId::kKeepGoingHelp)
      ->excludes(check);
  commands.SessionOptions(command);
}

}  // namespace

void AddImportCommands(Commands& commands) {
  CLI::App& group = commands.Group(commands.root(), "import", TextId::kImportHelp);
  AddImport(commands, group, "divisions", TextId::kImportDivisionsHelp, Divisions);
  AddImport(commands, group, "organizations", TextId::kImportOrganizationsHelp, Organizations);
}

}  // namespace zoufang::cli
