// The commands that the program knows, and the one that was asked for.
#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "absl/status/status.h"
#include "clients/cli/shell.h"
#include "clients/cli/text.h"

namespace zoufang::cli {

// Builds the parser. Each file command_*.cc adds its commands; their options live in a struct that
// the command's function shares. The functions run after the parse.
class Commands {
 public:
  using Run = std::function<absl::Status(Shell&)>;

  Commands(CLI::App& root, Language language);

  Language language() const { return language_; }
  CLI::App& root() { return root_; }

  // A command that only holds others.
  CLI::App& Group(CLI::App& parent, const std::string& name, TextId help);
  CLI::App& Add(CLI::App& parent, const std::string& name, TextId help, Run run);

  template <typename T>
  CLI::Option* Option(CLI::App& command, const std::string& name, T& value, TextId help) {
    return command.add_option(name, value, Help(help));
  }
  CLI::Option* Flag(CLI::App& command, const std::string& name, bool& value, TextId help) {
    return command.add_flag(name, value, Help(help));
  }

  // Options that many commands share.
  void TabletOption(CLI::App& command);
  void SessionOptions(CLI::App& command);  // --session, --ca: as who is signed in.
  void ServerOptions(CLI::App& command);   // These and --server: also without a session.

  const Settings& settings() const { return settings_; }
  const Run& chosen() const { return chosen_; }

 private:
  std::string Help(TextId id) const { return std::string(TextIn(language_, id)); }

  CLI::App& root_;
  const Language language_;
  Settings settings_;
  Run chosen_;
};

// One for each group of commands.
void AddInitCommand(Commands& commands);
void AddSignInCommands(Commands& commands);
void AddImportCommands(Commands& commands);
void AddAccountCommands(Commands& commands);
void AddDeviceCommands(Commands& commands);
void AddAdminCommands(Commands& commands);
void AddHistoryCommand(Commands& commands);
void AddVerifyCommand(Commands& commands);
void AddQuarantineCommands(Commands& commands, CLI::App& device);
void AddServerCommands(Commands& commands);
void AddMoveCommand(Commands& commands, CLI::App& organization);
void AddEnrollCommand(Commands& commands);
void AddSyncCommand(Commands& commands);
void AddLookupCommands(Commands& commands);
void AddVisitCommands(Commands& commands);
void AddAttachmentCommands(Commands& commands);
void AddEditCommand(Commands& commands);
void AddReportCommands(Commands& commands);
void AddConflictCommands(Commands& commands);
void AddStatusCommands(Commands& commands);
void AddAttentionCommands(Commands& commands);
void AddComplaintCommands(Commands& commands);
void AddSearchCommands(Commands& commands);

}  // namespace zoufang::cli
