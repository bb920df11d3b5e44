// The form of a visit on this tablet, and what somebody answers by it.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/visit_form.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::fieldwork {

using domain::AnswerKind;
using domain::BuiltInForm;
using domain::BuiltInForms;
using domain::FormSection;
using domain::ParseVisitForm;
using domain::VisitForm;
using domain::VisitQuestion;

// The form that a new visit of the kind begins with: the latest published one, else the program's.
absl::StatusOr<VisitForm> CurrentForm(sql::Database& db, const schema::Catalogue& catalogue,
                                      v1::VisitKind kind);
// The form that the visit was begun with; for a version that is not here, the program's of its
// kind.
absl::StatusOr<VisitForm> FormOf(sql::Database& db, const schema::Catalogue& catalogue,
                                 const v1::Visit& visit);

// A question by its id in the program's forms; nullptr: there is none.
const VisitQuestion* FindVisitQuestion(absl::string_view id);

// What is kept of an answer.
struct ParsedAnswer {
  std::string answer;
  std::optional<std::string> note;  // nullopt: none was given.
};

// Reads what somebody answered: "是", "no", "否：已搬迁". ANSWER_NOT_OFFERED.
absl::StatusOr<ParsedAnswer> ParseAnswer(const VisitQuestion& question, absl::string_view text);

}  // namespace zoufang::fieldwork
