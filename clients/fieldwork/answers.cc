#include "clients/fieldwork/answers.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "clients/fieldwork/errors.h"
#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/visit_form.h"
#include "sync/base/status.h"

namespace zoufang::fieldwork {
namespace {

absl::Status Fill(const TypedAnswer& typed, std::vector<v1::VisitAnswer>& rows) {
  const VisitQuestion* const question = FindVisitQuestion(typed.question_id);
  if (question == nullptr) return QuestionUnknown(typed.question_id);
  ASSIGN_OR_RETURN(ParsedAnswer parsed, ParseAnswer(*question, typed.text));
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const v1::VisitAnswer& candidate) {
    return candidate.question_id() == typed.question_id;
  });
  row->set_answer(std::move(parsed.answer));
  if (parsed.note.has_value()) row->set_note(*std::move(parsed.note));
  return absl::OkStatus();
}

constexpr char kAnswerOfQuestion[] =
    "WHERE \"visit_id\" = ?1 AND \"question_id\" = ?2 ORDER BY \"id\" LIMIT 1";

// A row of the form, also for a visit that was made without one (by an integrator, say).
absl::StatusOr<v1::VisitAnswer> AnswerRow(sql::Database& db, Tablet& tablet,
                                          absl::string_view visit_id,
                                          const std::string& question_id) {
  ASSIGN_OR_RETURN(std::vector<v1::VisitAnswer> rows,
                   SelectRows<v1::VisitAnswer>(db, tablet.catalogue(), kAnswerOfQuestion,
                                               {std::string(visit_id), question_id}));
  if (!rows.empty()) return std::move(rows.front());
  v1::VisitAnswer row;
  row.set_id(tablet.NewId());
  row.set_visit_id(std::string(visit_id));
  row.set_question_id(question_id);
  RETURN_IF_ERROR(InsertRow(db, tablet.catalogue(), row));
  return row;
}

}  // namespace

absl::StatusOr<std::vector<v1::VisitAnswer>> MakeAnswerRows(const std::vector<TypedAnswer>& answers,
                                                            Tablet& tablet) {
  std::vector<v1::VisitAnswer> rows;
  for (const VisitQuestion& question : VisitQuestions()) {
    v1::VisitAnswer& row = rows.emplace_back();
    row.set_id(tablet.NewId());
    row.set_question_id(std::string(question.id));
  }
  for (const TypedAnswer& answer : answers) RETURN_IF_ERROR(Fill(answer, rows));
  return rows;
}

void SortByForm(std::vector<v1::VisitAnswer>& answers) {
  const auto place = [](const v1::VisitAnswer& answer) {
    const VisitQuestion* const question = FindVisitQuestion(answer.question_id());
    return question == nullptr ? static_cast<ptrdiff_t>(VisitQuestions().size())
                               : question - VisitQuestions().data();
  };
  std::stable_sort(
      answers.begin(), answers.end(),
      [&](const v1::VisitAnswer& a, const v1::VisitAnswer& b) { return place(a) < place(b); });
}

absl::Status SaveAnswer(sql::Database& db, Tablet& tablet, absl::string_view visit_id,
                        const TypedAnswer& answer) {
  const VisitQuestion* const question = FindVisitQuestion(answer.question_id);
  if (question == nullptr) return QuestionUnknown(answer.question_id);
  ASSIGN_OR_RETURN(const ParsedAnswer parsed, ParseAnswer(*question, answer.text));
  ASSIGN_OR_RETURN(const v1::VisitAnswer row, AnswerRow(db, tablet, visit_id, answer.question_id));
  const schema::Entity& entity = domain::EntityOf<v1::VisitAnswer>(tablet.catalogue());
  RETURN_IF_ERROR(UpdateField(db, entity, row.id(), "answer", parsed.answer));
  if (!parsed.note.has_value()) return absl::OkStatus();
  return UpdateField(db, entity, row.id(), "note", *parsed.note);
}

// Answers of the organisation's last finished visit: question_id, answer, note. 2 is
// VISIT_STATE_FINALISED.
constexpr char kPreviousAnswers[] =
    "WHERE \"answer\" <> '' AND \"visit_id\" ="
    " (SELECT id FROM visit WHERE organization_id = ?1 AND id <> ?2 AND state = 2"
    "  ORDER BY started_at DESC, id DESC LIMIT 1)";
constexpr char kUnanswered[] = "WHERE \"visit_id\" = ?1 AND \"answer\" = ''";

absl::StatusOr<int> CopyPreviousAnswers(sql::Database& db, const schema::Catalogue& catalogue,
                                        const v1::Visit& visit) {
  ASSIGN_OR_RETURN(const auto previous,
                   SelectRows<v1::VisitAnswer>(db, catalogue, kPreviousAnswers,
                                               {visit.organization_id(), visit.id()}));
  ASSIGN_OR_RETURN(const auto open,
                   SelectRows<v1::VisitAnswer>(db, catalogue, kUnanswered, {visit.id()}));
  const schema::Entity& entity = domain::EntityOf<v1::VisitAnswer>(catalogue);
  int copied = 0;
  for (const v1::VisitAnswer& row : open) {
    for (const v1::VisitAnswer& old : previous) {
      if (old.question_id() != row.question_id()) continue;
      RETURN_IF_ERROR(UpdateField(db, entity, row.id(), "answer", old.answer()));
      ++copied;
    }
  }
  return copied;
}

}  // namespace zoufang::fieldwork
