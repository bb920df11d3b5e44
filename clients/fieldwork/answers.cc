#include "clients/fieldwork/answers.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "clients/fieldwork/errors.h"
#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/visit_form.h"
#include "sync/base/status.h"

namespace zoufang::fieldwork {
namespace {

absl::Status Fill(const VisitForm& form, const TypedAnswer& typed,
                  std::vector<v1::VisitAnswer>& rows) {
  const VisitQuestion* const question = form.Find(typed.question_id);
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

absl::StatusOr<std::vector<v1::VisitAnswer>> MakeAnswerRows(const VisitForm& form,
                                                            const std::vector<TypedAnswer>& answers,
                                                            Tablet& tablet) {
  std::vector<v1::VisitAnswer> rows;
  for (const VisitQuestion* question : form.Questions()) {
    v1::VisitAnswer& row = rows.emplace_back();
    row.set_id(tablet.NewId());
    row.set_question_id(question->id);
  }
  for (const TypedAnswer& answer : answers) RETURN_IF_ERROR(Fill(form, answer, rows));
  return rows;
}

void SortByForm(const VisitForm& form, std::vector<v1::VisitAnswer>& answers) {
  const std::vector<const VisitQuestion*> questions = form.Questions();
  const auto place = [&](const v1::VisitAnswer& answer) {
    return std::find_if(questions.begin(), questions.end(),
                        [&](const VisitQuestion* question) {
                          return question->id == answer.question_id();
                        }) -
           questions.begin();
  };
  std::stable_sort(
      answers.begin(), answers.end(),
      [&](const v1::VisitAnswer& a, const v1::VisitAnswer& b) { return place(a) < place(b); });
}

absl::Status SaveAnswer(sql::Database& db, Tablet& tablet, const v1::Visit& visit,
                        const TypedAnswer& answer) {
  ASSIGN_OR_RETURN(const VisitForm form, FormOf(db, tablet.catalogue(), visit));
  const VisitQuestion* const question = form.Find(answer.question_id);
  if (question == nullptr) return QuestionUnknown(answer.question_id);
  ASSIGN_OR_RETURN(const ParsedAnswer parsed, ParseAnswer(*question, answer.text));
  ASSIGN_OR_RETURN(const v1::VisitAnswer row,
                   AnswerRow(db, tablet, visit.id(), answer.question_id));
  const schema::Entity& entity = domain::EntityOf<v1::VisitAnswer>(tablet.catalogue());
  RETURN_IF_ERROR(UpdateField(db, entity, row.id(), "answer", parsed.answer));
  if (!parsed.answer.empty() && !row.skip_reason().empty()) {
    RETURN_IF_ERROR(UpdateField(db, entity, row.id(), "skip_reason", std::string()));
  }
  if (!parsed.note.has_value()) return absl::OkStatus();
  return UpdateField(db, entity, row.id(), "note", *parsed.note);
}

absl::Status SaveSkip(sql::Database& db, Tablet& tablet, const v1::Visit& visit,
                      absl::string_view question_id, absl::string_view reason) {
  ASSIGN_OR_RETURN(const VisitForm form, FormOf(db, tablet.catalogue(), visit));
  const VisitQuestion* const question = form.Find(question_id);
  if (question == nullptr) return QuestionUnknown(question_id);
  if (question->required) return SkipNotAllowed(question->zh, question->basis);
  ASSIGN_OR_RETURN(const v1::VisitAnswer row,
                   AnswerRow(db, tablet, visit.id(), std::string(question_id)));
  const schema::Entity& entity = domain::EntityOf<v1::VisitAnswer>(tablet.catalogue());
  RETURN_IF_ERROR(UpdateField(db, entity, row.id(), "answer", std::string()));
  return UpdateField(db, entity, row.id(), "skip_reason", std::string(reason));
}

// Answers of the organisation's last finished visit: question_id, answer, note. 2 is
// VISIT_STATE_FINALISED.
constexpr char kPreviousAnswers[] =
    "WHERE \"answer\" <> '' AND \"visit_id\" ="
    " (SELECT id FROM visit WHERE organization_id = ?1 AND id <> ?2 AND state = 2"
    "  ORDER BY started_at DESC, id DESC LIMIT 1)";
constexpr char kUnanswered[] = "WHERE \"visit_id\" = ?1 AND \"answer\" = ''";

absl::StatusOr<int> CopyPreviousAnswers(sql::Database& db, const schema::Catalogue& catalogue,
                                        const v1::Visit& visit,
                                        const std::vector<std::string>& question_ids) {
  ASSIGN_OR_RETURN(const auto previous,
                   SelectRows<v1::VisitAnswer>(db, catalogue, kPreviousAnswers,
                                               {visit.organization_id(), visit.id()}));
  ASSIGN_OR_RETURN(const auto open,
                   SelectRows<v1::VisitAnswer>(db, catalogue, kUnanswered, {visit.id()}));
  const schema::Entity& entity = domain::EntityOf<v1::VisitAnswer>(catalogue);
  int copied = 0;
  for (const v1::VisitAnswer& row : open) {
    const bool wanted =
        question_ids.empty() || absl::c_linear_search(question_ids, row.question_id());
    if (!wanted) continue;
    for (const v1::VisitAnswer& old : previous) {
      if (old.question_id() != row.question_id()) continue;
      RETURN_IF_ERROR(UpdateField(db, entity, row.id(), "answer", old.answer()));
      ++copied;
    }
  }
  return copied;
}

}  // namespace zoufang::fieldwork
