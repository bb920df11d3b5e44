// How --help looks.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "clients/cli/text.h"

namespace zoufang::cli {

// CLI11's, but in the language, and aligned also under wide characters.
class HelpFormatter : public CLI::Formatter {
 public:
  explicit HelpFormatter(Language language);

  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override;
  std::string make_option(const CLI::Option* option, bool is_positional) const override;
  std::string make_subcommand(const CLI::App* command) const override;

 private:
  std::string Aligned(const std::string& name, const std::string& description) const;

  const Language language_;
};

}  // namespace zoufang::cli
