#include "clients/cli/run.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cli/commands.h"
#include "clients/cli/errors.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/output.h"
#include "clients/cli/secrets.h"
#include "clients/cli/shell.h"

namespace zoufang::cli {
namespace {

// Help and errors of the parse itself depend on these two, so they are looked for before it.
bool AsksForJson(int argc, char** argv) {
  return std::any_of(argv, argv + argc,
                     [](const char* word) { return absl::string_view(word) == "--json"; });
}

Language LanguageAsked(int argc, char** argv) {
  std::string asked = FromEnvironment("ZOUFANG_LANG");
  for (int i = 1; i < argc; ++i) {
    absl::string_view word = argv[i];
    if (word == "--lang" && i + 1 < argc) asked = argv[i + 1];
    if (absl::ConsumePrefix(&word, "--lang=")) asked = std::string(word);
  }
  return asked == "en" ? Language::kEnglish : Language::kChinese;
}

void AddAll(Commands& commands) {
  AddEnrollCommand(commands);
  AddSyncCommand(commands);
  AddStatusCommands(commands);
  AddAttentionCommands(commands);
  AddLookupCommands(commands);
  AddVisitCommands(commands);
  AddAttachmentCommands(commands);
  AddEditCommand(commands);
  AddReportCommands(commands);
  AddConflictCommands(commands);
  AddSearchCommands(commands);
  AddComplaintCommands(commands);
  AddSignInCommands(commands);
  AddImportCommands(commands);
  AddAccountCommands(commands);
  AddDeviceCommands(commands);
  AddAdminCommands(commands);
  AddServerCommands(commands);
  AddHistoryCommand(commands);
  AddVerifyCommand(commands);
  AddInitCommand(commands);
}

// What the parser found wrong, in words.
TextId ProblemOf(const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) return TextId::kUsageExtra;
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) return TextId::kUsageMissing;
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) return TextId::kUsageCount;
  if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr) return TextId::kUsageExcludes;
  if (dynamic_cast<const CLI::RequiresError*>(&error) != nullptr) return TextId::kUsageRequires;
  return TextId::kUsageValue;
}

// "zoufang visit start", as far as it was understood.
std::string CommandName(const CLI::App& root) {
  std::string name = "zoufang";
  for (const CLI::App* app = &root; !app->get_subcommands().empty();) {
    app = app->get_subcommands().back();
    absl::StrAppend(&name, " ", app->get_name());
  }
  return name;
}

absl::Status UsageError(const CLI::App& root, const CLI::ParseError& error) {
  const std::string command = CommandName(root);
  // A mistyped command is reported as a missing one; what was typed tells more.
  const std::vector<std::string> unknown = root.remaining(true);
  if (!unknown.empty()) {
    return WrongUsage(Say(Language::kChinese, TextId::kUsageExtra, unknown.front(), command),
                      Say(Language::kEnglish, TextId::kUsageExtra, unknown.front(), command));
  }
  const TextId problem = ProblemOf(error);
  return WrongUsage(Say(Language::kChinese, problem, error.what(), command),
                    Say(Language::kEnglish, problem, error.what(), command));
}

int Finish(const absl::Status& status, Output& out) {
  if (!status.ok()) out.Error(status);
  const bool written = out.Flush();
  return status.ok() && !written ? kFailed : ExitCodeOf(status);
}

}  // namespace

int RunCommandLine(int argc, char** argv, device::Env env, std::ostream& out_stream,
                   std::ostream& err_stream) {
  const Language language = LanguageAsked(argc, argv);
  bool json = AsksForJson(argc, argv);
  std::string lang;
  Output out(out_stream, err_stream, language, json);
  CLI::App root(out.Say(TextId::kProgramHelp), "zoufang");
  Commands commands(root, language);
  commands.Flag(root, "--json", json, TextId::kJsonHelp);
  commands.Option(root, "--lang", lang, TextId::kLangHelp)->check(CLI::IsMember({"zh", "en"}));
  root.set_version_flag("--version", "zoufang " ZOUFANG_VERSION, out.Say(TextId::kVersionHelp));
  root.footer(out.Say(TextId::kProgramFooter));
  AddAll(commands);
  try {
    root.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    out.Raw(root.help());
    return kDone;
  } catch (const CLI::CallForVersion& version) {
    out.Line(absl::string_view(version.what()));
    return kDone;
  } catch (const CLI::ParseError& error) {
    return Finish(UsageError(root, error), out);
  }
  Shell shell(env, out, WithEnvironment(commands.settings()));
  return Finish(commands.chosen()(shell), out);
}

}  // namespace zoufang::cli
