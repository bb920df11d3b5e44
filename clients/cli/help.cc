#include "clients/cli/help.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/width.h"

namespace zoufang::cli {
namespace {

constexpr int kNameColumns = 26;

}  // namespace

HelpFormatter::HelpFormatter(Language language) : language_(language) {
  label("Usage", std::string(TextIn(language, TextId::kUsageTitle)));
  label("OPTIONS", std::string(TextIn(language, TextId::kOptionsTitle)));
  label("SUBCOMMAND", std::string(TextIn(language, TextId::kCommandsTitle)));
  label("Positionals", std::string(TextIn(language, TextId::kPositionalsTitle)));
}

std::string HelpFormatter::make_group(std::string group, bool is_positional,
                                      std::vector<const CLI::Option*> options) const {
  // CLI11's own name for options that were given none.
  if (group == "Options") group = std::string(TextIn(language_, TextId::kOptionsTitle));
  return CLI::Formatter::make_group(std::move(group), is_positional, std::move(options));
}

std::string HelpFormatter::make_option(const CLI::Option* option, bool is_positional) const {
  std::string name = option->get_name(is_positional);
  const bool takes_value = option->get_items_expected_max() != 0;
  if (!is_positional && takes_value) absl::StrAppend(&name, " VALUE");
  std::string description = option->get_description();
  if (option->get_required()) absl::StrAppend(&description, TextIn(language_, TextId::kRequired));
  return Aligned(name, description);
}

std::string HelpFormatter::make_subcommand(const CLI::App* command) const {
  return Aligned(command->get_name(), command->get_description());
}

std::string HelpFormatter::Aligned(const std::string& name, const std::string& description) const {
  const std::string line = absl::StrCat("  ", name);
  const int width = DisplayWidth(line);
  const std::string gap = width < kNameColumns ? std::string(kNameColumns - width, ' ')
                                               : absl::StrCat("\n", std::string(kNameColumns, ' '));
  return absl::StrCat(line, gap, description, "\n");
}

}  // namespace zoufang::cli
