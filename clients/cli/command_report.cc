// zoufang report risk, correction
#include <memory>

#include "clients/cli/commands.h"
#include "clients/fieldwork/reports.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

absl::Status Done(const std::string& id, TextId said, Output& out) {
  if (out.json()) {
    out.Document({{"id", id}});
  } else {
    out.Line(said, id);
  }
  return absl::OkStatus();
}

absl::Status Risk(const fieldwork::NewRiskReport& report, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const std::string id, fieldwork::ReportRisk(*tablet, report));
  return Done(id, TextId::kRiskReported, shell.out());
}

absl::Status Correction(const fieldwork::NewCorrection& correction, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const std::string id, fieldwork::ReportCorrection(*tablet, correction));
  return Done(id, TextId::kCorrectionProposed, shell.out());
}

void AddRisk(Commands& commands, CLI::App& group) {
  auto report = std::make_shared<fieldwork::NewRiskReport>();
  CLI::App& risk = commands.Add(group, "risk", TextId::kReportRiskHelp,
                                [report](Shell& shell) { return Risk(*report, shell); });
  commands.TabletOption(risk);
  commands.Option(risk, "--organization", report->organization, TextId::kOrganizationKeyHelp)
      ->required();
  commands.Option(risk, "--category", report->category, TextId::kCategoryHelp)->required();
  commands.Option(risk, "--severity", report->severity, TextId::kSeverityHelp)
      ->required()
      ->check(CLI::Range(1, 4));
  commands.Option(risk, "--description", report->description, TextId::kDescriptionHelp)->required();
}

void AddCorrection(Commands& commands, CLI::App& group) {
  auto report = std::make_shared<fieldwork::NewCorrection>();
  CLI::App& correction =
      commands.Add(group, "correction", TextId::kReportCorrectionHelp,
                   [report](Shell& shell) { return Correction(*report, shell); });
  commands.TabletOption(correction);
  commands.Option(correction, "--organization", report->organization, TextId::kOrganizationKeyHelp)
      ->required();
  commands.Option(correction, "--field", report->field, TextId::kFactHelp)->required();
  commands.Option(correction, "--value", report->value, TextId::kValueHelp)->required();
  commands.Option(correction, "--evidence", report->evidence, TextId::kEvidenceHelp)->required();
}

}  // namespace

void AddReportCommands(Commands& commands) {
  CLI::App& group = commands.Group(commands.root(), "report", TextId::kReportHelp);
  AddRisk(commands, group);
  AddCorrection(commands, group);
}

}  // namespace zoufang::cli
