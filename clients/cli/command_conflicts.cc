// zoufang conflicts, conflicts resolve
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/errors.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "clients/fieldwork/conflicts.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

using fieldwork::ConflictView;
using fieldwork::Resolution;

Json ToJson(const ConflictView& view) {
  Json document = cli::ToJson(static_cast<const google::protobuf::Message&>(view.item));
  document["entity_label"] = view.entity_label;
  document["field_label"] = view.field_label;
  document["organization_name"] = view.subject;
  document["current_text"] = view.current;
  return document;
}

// Whose value it is.
std::string Author(const std::string& user_id, const std::string& name,
                   const device::Enrollment& enrollment, Output& out) {
  if (user_id == enrollment.user_id) return out.Say(TextId::kMine, enrollment.user_name);
  return out.Say(TextId::kTheirs, name.empty() ? user_id : name);
}

std::string OrEmpty(const std::string& value, Output& out) {
  return value.empty() ? out.Say(TextId::kEmpty) : value;
}

void Print(const ConflictView& view, const device::Enrollment& enrollment, Output& out) {
  const sync::v1::Conflict& item = view.item;
  out.Line(TextId::kConflictTitle, item.id(), view.subject, view.entity_label, view.field_label,
           Word(out.language(), item.state()));
  Table table;
  table.Add({out.Say(TextId::kBase), OrEmpty(view.base, out)});
  table.Add({out.Say(TextId::kShown), OrEmpty(view.shown, out),
             Author(item.shown_by(), item.shown_by_name(), enrollment, out),
             TimeText(item.shown_at())});
  table.Add({out.Say(TextId::kKept), OrEmpty(view.kept, out),
             Author(item.kept_by(), item.kept_by_name(), enrollment, out),
             TimeText(item.kept_at())});
  if (view.current != view.shown)
    table.Add({out.Say(TextId::kCurrent), OrEmpty(view.current, out)});
  if (!item.resolution().empty()) table.Add({out.Say(TextId::kResolution), item.resolution()});
  out.Print(table);
}

absl::Status List(bool all, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const device::Enrollment enrollment, tablet->replica().GetEnrollment());
  ASSIGN_OR_RETURN(const std::vector<ConflictView> views, fieldwork::ListConflicts(*tablet, all));
  Output& out = shell.out();
  if (out.json()) {
    Json list = Json::array();
    for (const ConflictView& view : views) list.push_back(ToJson(view));
    out.Document({{"conflicts", std::move(list)}});
    return absl::OkStatus();
  }
  bool open = false;
  for (const ConflictView& view : views) {
    Print(view, enrollment, out);
    open = open || view.item.state() == sync::v1::CONFLICT_STATE_OPEN;
  }
  if (views.empty()) out.Line(TextId::kNoConflicts);
  if (open) out.Line(TextId::kHowToResolve);
  return absl::OkStatus();
}

struct ResolveOptions {
  std::string id;
  std::string take;
  std::string value;
  std::string reason;
  bool has_value = false;  // "" is a value too.
};

absl::StatusOr<Resolution> ToResolution(const ResolveOptions& options) {
  Resolution resolution{.value = options.value, .reason = options.reason};
  if (options.has_value) {
    resolution.choice = Resolution::Choice::kValue;
  } else if (options.take == "kept") {
    resolution.choice = Resolution::Choice::kKept;
  } else if (options.take == "both") {
    resolution.choice = Resolution::Choice::kBoth;
  } else if (options.take.empty()) {
    return WrongUsage("请用 --take shown、kept 或 both，或用 --value 内容 说明选哪个值。",
                      "say which value to take: --take shown, kept or both, or --value TEXT");
  }
  return resolution;
}

absl::Status Resolve(const ResolveOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const Resolution resolution, ToResolution(options));
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  RETURN_IF_ERROR(fieldwork::ResolveConflict(*tablet, options.id, resolution));
  if (shell.out().json()) {
    shell.out().Document({{"id", options.id}});
  } else {
    shell.out().Line(TextId::kResolved, options.id);
  }
  return absl::OkStatus();
}

}  // namespace

void AddConflictCommands(Commands& commands) {
  auto all = std::make_shared<bool>(false);
  CLI::App& list = commands.Add(commands.root(), "conflicts", TextId::kConflictsHelp,
                                [all](Shell& shell) { return List(*all, shell); });
  commands.TabletOption(list);
  commands.Flag(list, "--all", *all, TextId::kAllHelp);
  auto options = std::make_shared<ResolveOptions>();
  CLI::App& resolve = commands.Add(list, "resolve", TextId::kResolveHelp,
                                   [options](Shell& shell) { return Resolve(*options, shell); });
  commands.TabletOption(resolve);
  commands.Option(resolve, "ID", options->id, TextId::kConflictIdHelp)->required();
  CLI::Option* const take = commands.Option(resolve, "--take", options->take, TextId::kTakeHelp)
                                ->check(CLI::IsMember({"shown", "kept", "both"}));
  resolve
      .add_option_function<std::string>(
          "--value",
          [options](const std::string& value) {
            options->value = value;
            options->has_value = true;
          },
          std::string(TextIn(commands.language(), TextId::kResolveValueHelp)))
      ->excludes(take);
  commands.Option(resolve, "--reason", options->reason, TextId::kReasonHelp)->required();
}

}  // namespace zoufang::cli
