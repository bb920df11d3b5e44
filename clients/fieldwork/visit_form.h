// The questions that an officer goes through on a visit: data, by version. Ids are stable: answers
// keep their meaning when a later form words a question anew.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::fieldwork {

enum class AnswerKind {
  kYesNo,  // 是, 否 or 不适用, with a note if need be.
  kText,
};

struct VisitQuestion {
  std::string id;
  AnswerKind kind = AnswerKind::kYesNo;
  std::string zh;
  std::string en;
  bool required = false;  // By law, which `basis` names.
  std::string basis;
};

struct FormSection {
  std::string id;
  std::string zh;
  std::string en;
  std::vector<VisitQuestion> questions;
};

struct VisitForm {
  std::string version;
  v1::VisitKind kind = v1::VISIT_KIND_OUTREACH;
  std::vector<FormSection> sections;

  // nullptr: it does not ask that.
  const VisitQuestion* Find(absl::string_view id) const;
  // All questions, in the order in which they are asked.
  std::vector<const VisitQuestion*> Questions() const;
};

// Reads a form as forms/README.md describes it. FORM_INVALID.
absl::StatusOr<VisitForm> ParseVisitForm(absl::string_view json);

// The forms that come with the program. For a kind without one of its own: that of an outreach.
const std::vector<VisitForm>& BuiltInForms();
const VisitForm& BuiltInForm(v1::VisitKind kind);

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
