// zoufang attention, attention again, attention dismiss, attention export
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/errors.h"
#include "clients/cli/files.h"
#include "clients/fieldwork/attention.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

using fieldwork::AttentionView;
using fieldwork::LostField;

Json ToJson(const AttentionView& view) {
  Json fields = Json::array();
  for (const LostField& field : view.fields) {
    fields.push_back({{"field", field.name}, {"before", field.before}, {"after", field.after}});
  }
  return {{"id", view.item.Id()},       {"mutation", view.item.uuid_hex},
          {"seq", view.item.seq},       {"verdict", view.item.verdict},
          {"entity", view.entity},      {"row_id", view.item.row_id},
          {"reason", view.item.reason}, {"message", view.item.message},
          {"fields", std::move(fields)}};
}

Json ToJson(const std::vector<AttentionView>& views) {
  Json list = Json::array();
  for (const AttentionView& view : views) list.push_back(ToJson(view));
  return {{"attention", std::move(list)}};
}

TextId WordFor(absl::string_view verdict) {
  if (verdict == "HELD") return TextId::kHeld;
  return verdict == "PARKED" ? TextId::kParked : TextId::kRejected;
}

void Print(const AttentionView& view, Output& out) {
  Table table;
  table.Add({out.Say(WordFor(view.item.verdict)), view.entity_label, view.item.Id(),
             view.item.message, view.item.reason});
  out.Print(table);
  for (const LostField& field : view.fields) {
    out.Line(TextId::kLostChange, field.label,
             field.before.empty() ? out.Say(TextId::kEmpty) : field.before,
             field.after.empty() ? out.Say(TextId::kEmpty) : field.after);
  }
}

absl::Status List(Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const std::vector<AttentionView> views, fieldwork::ListAttention(*tablet));
  Output& out = shell.out();
  if (out.json()) {
    out.Document(ToJson(views));
    return absl::OkStatus();
  }
  for (const AttentionView& view : views) Print(view, out);
  if (views.empty()) out.Line(TextId::kNoAttention);
  return absl::OkStatus();
}

absl::Status Done(const std::string& id, TextId said, Output& out) {
  if (out.json()) {
    out.Document({{"id", id}});
  } else {
    out.Line(said, id);
  }
  return absl::OkStatus();
}

absl::Status Again(const std::string& id, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  RETURN_IF_ERROR(fieldwork::SaveAgain(*tablet, id));
  return Done(id, TextId::kSavedAgain, shell.out());
}

absl::Status Dismiss(const std::string& id, const std::string& reason, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  RETURN_IF_ERROR(fieldwork::DismissAttention(*tablet, id, reason));
  return Done(id, TextId::kDismissed, shell.out());
}

absl::Status Export(const std::string& path, Shell& shell) {
  const bool csv = absl::EndsWithIgnoreCase(path, ".csv");
  if (!csv && !absl::EndsWithIgnoreCase(path, ".json")) {
    return WrongUsage("文件名须以 .csv 或 .json 结尾。",
                      "the file's name must end in .csv or .json");
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const std::vector<AttentionView> views, fieldwork::ListAttention(*tablet));
  RETURN_IF_ERROR(WritePrivateFile(
      path, csv ? fieldwork::AttentionAsCsv(views) : absl::StrCat(ToJson(views).dump(2), "\n")));
  Output& out = shell.out();
  if (out.json()) {
    out.Document({{"file", path}, {"entries", views.size()}});
  } else {
    out.Line(TextId::kExported, views.size(), path);
  }
  return absl::OkStatus();
}

}  // namespace

void AddAttentionCommands(Commands& commands) {
  CLI::App& list = commands.Add(commands.root(), "attention", TextId::kAttentionHelp, List);
  commands.TabletOption(list);
  auto id = std::make_shared<std::string>();
  auto reason = std::make_shared<std::string>();
  CLI::App& again = commands.Add(list, "resubmit", TextId::kAttentionAgainHelp,
                                 [id](Shell& shell) { return Again(*id, shell); });
  commands.TabletOption(again);
  commands.Option(again, "ID", *id, TextId::kAttentionIdHelp)->required();
  CLI::App& dismiss =
      commands.Add(list, "dismiss", TextId::kAttentionDismissHelp,
                   [id, reason](Shell& shell) { return Dismiss(*id, *reason, shell); });
  commands.TabletOption(dismiss);
  commands.Option(dismiss, "ID", *id, TextId::kAttentionIdHelp)->required();
  commands.Option(dismiss, "--reason", *reason, TextId::kReasonHelp)->required();
  CLI::App& exported = commands.Add(list, "export", TextId::kAttentionExportHelp,
                                    [id](Shell& shell) { return Export(*id, shell); });
  commands.TabletOption(exported);
  commands.Option(exported, "FILE", *id, TextId::kExportFileHelp)->required();
}

}  // namespace zoufang::cli
