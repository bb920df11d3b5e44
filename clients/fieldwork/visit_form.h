// The questions that an officer goes through on a visit. Ids are stable: answers keep their meaning
// when a later form words a question anew.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace zoufang::fieldwork {

inline constexpr char kVisitFormVersion[] = "outreach-2026.1";

enum class AnswerKind {
  kYesNo,  // 是, 否 or 不适用, with a note if need be.
  kText,
};

struct VisitQuestion {
  absl::string_view id;
  AnswerKind kind;
  absl::string_view zh;
  absl::string_view en;
};

// In the order in which they are asked.
absl::Span<const VisitQuestion> VisitQuestions();
// nullptr: there is none.
const VisitQuestion* FindVisitQuestion(absl::string_view id);

// What is kept of an answer.
struct ParsedAnswer {
  std::string answer;
  std::optional<std::string> note;  // nullopt: none was given.
};

// Reads what somebody answered: "是", "no", "否：已搬迁". ANSWER_NOT_OFFERED.
absl::StatusOr<ParsedAnswer> ParseAnswer(const VisitQuestion& question, absl::string_view text);

}  // namespace zoufang::fieldwork
