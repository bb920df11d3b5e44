// The answers of a visit's form.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/fieldwork/tablet.h"
#include "clients/fieldwork/visit_form.h"
#include "clients/fieldwork/visits.h"
#include "sync/sql/database.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::fieldwork {

// One row for each question of the form, in its order, those of `answers` answered; visit_id is
// left to the caller. QUESTION_UNKNOWN, ANSWER_NOT_OFFERED.
absl::StatusOr<std::vector<v1::VisitAnswer>> MakeAnswerRows(const VisitForm& form,
                                                            const std::vector<TypedAnswer>& answers,
                                                            Tablet& tablet);

// Puts answers in the order of the form's questions; others after them.
void SortByForm(const VisitForm& form, std::vector<v1::VisitAnswer>& answers);

// Within a save: sets the answer in the question's row of the visit; an answer takes the reason
// away why there was none.
absl::Status SaveAnswer(sql::Database& db, Tablet& tablet, const v1::Visit& visit,
                        const TypedAnswer& answer);

// Within a save: says why the question is left out. SKIP_NOT_ALLOWED for one that the law requires.
absl::Status SaveSkip(sql::Database& db, Tablet& tablet, const v1::Visit& visit,
                      absl::string_view question_id, absl::string_view reason);

// Within a save: answers what is unanswered, of these questions or (none named) of all, as on the
// organisation's last finished visit before
// this one; returns how many.
absl::StatusOr<int> CopyPreviousAnswers(sql::Database& db, const schema::Catalogue& catalogue,
                                        const v1::Visit& visit,
                                        const std::vector<std::string>& question_ids);

}  // namespace zoufang::fieldwork
