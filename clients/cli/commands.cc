#include "clients/cli/commands.h"

#include <utility>

namespace zoufang::cli {
namespace {

void NameParts(CLI::App& root, Language language) {
  if (language == Language::kEnglish) return;
  const auto formatter = root.get_formatter();
  formatter->label("Usage", "用法");
  formatter->label("OPTIONS", "选项");
  formatter->label("Options", "选项");
  formatter->label("SUBCOMMAND", "命令");
  formatter->label("SUBCOMMANDS", "命令");
  formatter->label("Subcommands", "命令");
  formatter->label("Positionals", "参数");
  formatter->label("REQUIRED", "必填");
  formatter->label("TEXT", "文字");
  formatter->label("INT", "数字");
}

}  // namespace

Commands::Commands(CLI::App& root, Language language) : root_(root), language_(language) {
  root.require_subcommand(1);
  root.fallthrough();  // --json and --lang may stand anywhere.
  root.set_help_flag("-h,--help", Help(TextId::kHelpHelp));
  NameParts(root, language);
}

CLI::App& Commands::Group(CLI::App& parent, const std::string& name, TextId help) {
  CLI::App* const group = parent.add_subcommand(name, Help(help));
  group->require_subcommand(1);
  return *group;
}

CLI::App& Commands::Add(CLI::App& parent, const std::string& name, TextId help, Run run) {
  CLI::App* const command = parent.add_subcommand(name, Help(help));
  // Of a command and its subcommand the latter's callback comes first, and is meant.
  command->callback([this, run = std::move(run)] {
    if (!chosen_) chosen_ = run;
  });
  return *command;
}

void Commands::TabletOption(CLI::App& command) {
  Option(command, "--tablet", settings_.tablet, TextId::kTabletHelp);
}

void Commands::SessionOptions(CLI::App& command) {
  Option(command, "--session", settings_.session, TextId::kSessionHelp);
  Option(command, "--ca", settings_.ca_file, TextId::kCaHelp);
}

void Commands::ServerOptions(CLI::App& command) {
  Option(command, "--server", settings_.server, TextId::kServerHelp);
  SessionOptions(command);
}

}  // namespace zoufang::cli
