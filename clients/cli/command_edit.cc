// zoufang edit
#include <memory>

#include "clients/cli/commands.h"
#include "clients/cli/field_assignment.h"
#include "clients/fieldwork/edits.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

struct EditOptions {
  std::string entity;
  std::string id;
  std::vector<std::string> changes;
};

absl::Status Edit(const EditOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const std::vector<fieldwork::FieldChange> changes,
                   ParseFieldChanges(options.changes));
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const std::string id,
                   fieldwork::EditRow(*tablet, options.entity, options.id, changes));
  Output& out = shell.out();
  if (out.json()) {
    out.Document({{"entity", options.entity}, {"id", id}});
  } else {
    out.Line(TextId::kEdited, changes.size());
  }
  return absl::OkStatus();
}

}  // namespace

void AddEditCommand(Commands& commands) {
  auto options = std::make_shared<EditOptions>();
  CLI::App& edit = commands.Add(commands.root(), "edit", TextId::kEditHelp,
                                [options](Shell& shell) { return Edit(*options, shell); });
  commands.TabletOption(edit);
  commands.Option(edit, "ENTITY", options->entity, TextId::kEntityHelp)->required();
  commands.Option(edit, "ID", options->id, TextId::kRowIdHelp)->required();
  commands.Option(edit, "CHANGES", options->changes, TextId::kChangesHelp)->required();
}

}  // namespace zoufang::cli
