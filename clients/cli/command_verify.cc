// zoufang verify
#include <memory>

#include "clients/cli/commands.h"
#include "clients/cli/errors.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

Json ToJson(const device::TabletReport& report) {
  Json problems = Json::array();
  for (const device::TabletProblem& problem : report.problems) {
    problems.push_back({{"check", problem.check},
                        {"where", problem.where},
                        {"message_zh", problem.zh},
                        {"message_en", problem.en}});
  }
  return {{"problems", std::move(problems)},
          {"scopes", report.scopes},
          {"rows", report.rows},
          {"held", report.held}};
}

absl::Status Verify(Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const device::TabletReport report, tablet->replica().Verify());
  Output& out = shell.out();
  if (out.json()) {
    out.Document(ToJson(report));
  } else if (report.problems.empty()) {
    out.Line(TextId::kTabletSound, report.scopes, report.rows, report.held);
  } else {
    Table table;
    for (const device::TabletProblem& problem : report.problems) {
      const bool chinese = shell.language() == Language::kChinese;
      table.Add({problem.check, problem.where, chinese ? problem.zh : problem.en});
    }
    out.Print(table);
  }
  if (report.problems.empty()) return absl::OkStatus();
  return ProblemsFound(static_cast<int>(report.problems.size()));
}

}  // namespace

void AddVerifyCommand(Commands& commands) {
  CLI::App& verify = commands.Add(commands.root(), "verify", TextId::kVerifyTabletHelp, Verify);
  commands.TabletOption(verify);
}

}  // namespace zoufang::cli
