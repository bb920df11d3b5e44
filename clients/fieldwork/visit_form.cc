#include "clients/fieldwork/visit_form.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "clients/fieldwork/errors.h"

namespace zoufang::fieldwork {
namespace {

struct Choice {
  absl::string_view zh;
  absl::string_view en;
};
// A longer choice stands before one that it begins with.
constexpr Choice kChoices[] = {{"不适用", "n/a"}, {"是", "yes"}, {"否", "no"}};

// What may stand between an answer and its note.
constexpr absl::string_view kNoteSeparators[] = {"：", ":", "，", ",", "；", ";", "。", " "};

// The note in what follows a choice; nullopt: it is no note, so the choice was none.
std::optional<std::string> NoteIn(absl::string_view rest) {
  for (const absl::string_view separator : kNoteSeparators) {
    if (absl::ConsumePrefix(&rest, separator)) {
      return std::string(absl::StripAsciiWhitespace(rest));
    }
  }
  return std::nullopt;
}

// nullopt: the text does not begin with the choice.
std::optional<ParsedAnswer> Match(const Choice& choice, absl::string_view text) {
  for (const absl::string_view word : {choice.zh, choice.en}) {
    if (!absl::StartsWithIgnoreCase(text, word)) continue;
    const absl::string_view rest = text.substr(word.size());
    if (rest.empty()) return ParsedAnswer{std::string(choice.zh), std::nullopt};
    if (auto note = NoteIn(rest)) return ParsedAnswer{std::string(choice.zh), std::move(note)};
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<ParsedAnswer> ParseAnswer(const VisitQuestion& question, absl::string_view text) {
  const absl::string_view trimmed = absl::StripAsciiWhitespace(text);
  if (question.kind == AnswerKind::kText || trimmed.empty()) {
    return ParsedAnswer{std::string(trimmed), std::nullopt};
  }
  for (const Choice& choice : kChoices) {
    if (auto answer = Match(choice, trimmed)) return *std::move(answer);
  }
  return AnswerNotOffered(question.zh, question.id, trimmed);
}

}  // namespace zoufang::fieldwork
