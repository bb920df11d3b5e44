// What a command says, to people or to scripts.
#pragma once

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "clients/cli/json.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace zoufang::cli {

// For people: lines. For scripts (--json): one document, errors as one document on the error
// stream. A command checks json() and gives either. Not thread-safe.
class Output {
 public:
  Output(std::ostream& out, std::ostream& err, Language language, bool json)
      : out_(out), err_(err), language_(language), json_(json) {}

  bool json() const { return json_; }
  Language language() const { return language_; }

  template <typename... Values>
  std::string Say(TextId id, const Values&... values) const {
    return cli::Say(language_, id, values...);
  }

  // One line; made printable.
  void Line(absl::string_view text);
  template <typename... Values>
  void Line(TextId id, const Values&... values) {
    Line(absl::string_view(Say(id, values...)));
  }
  void Print(const Table& table);
  // As it is, several lines: help.
  void Raw(absl::string_view text) { out_ << std::string(text); }

  void Document(const Json& document);
  // A line of a stream of documents, for a command that goes on.
  void Event(const Json& document);

  void Error(const absl::Status& status);
  // False when what was said could not be written.
  bool Flush() { return !out_.flush().fail(); }

 private:
  std::ostream& out_;
  std::ostream& err_;
  const Language language_;
  const bool json_;
};

}  // namespace zoufang::cli
