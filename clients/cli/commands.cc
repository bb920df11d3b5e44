#include "clients/cli/commands.h"

#include <memory>
#include <utility>

#include "clients/cli/help.h"

namespace zoufang::cli {
Commands::Commands(CLI::App& root, Language language) : root_(root), language_(language) {
  root.require_subcommand(1);
  root.fallthrough();  // --json and --lang may stand anywhere.
  root.formatter(std::make_shared<HelpFormatter>(language));
  root.set_help_flag("-h,--help", Help(TextId::kHelpHelp))->group(Help(TextId::kOptionsTitle));
  root.option_defaults()->group(Help(TextId::kOptionsTitle));
}

CLI::App& Commands::Group(CLI::App& parent, const std::string& name, TextId help) {
  CLI::App* const group = parent.add_subcommand(name, Help(help));
  group->group(Help(TextId::kCommandsTitle));
  group->require_subcommand(1);
  return *group;
}

CLI::App& Commands::Add(CLI::App& parent, const std::string& name, TextId help, Run run) {
  CLI::App* const command = parent.add_subcommand(name, Help(help));
  command->group(Help(TextId::kCommandsTitle));
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
