// The answers of a visit's form.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/fieldwork/tablet.h"
#include "clients/fieldwork/visits.h"
#include "sync/sql/database.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::fieldwork {

// One row for each question of the form, in its order, those of `answers` answered; visit_id is
// left to the caller. QUESTION_UNKNOWN, ANSWER_NOT_OFFERED.
absl::StatusOr<std::vector<v1::VisitAnswer>> MakeAnswerRows(const std::vector<TypedAnswer>& answers,
                                                            Tablet& tablet);

// Puts answers in the order of the form's questions; others after them.
void SortByForm(std::vector<v1::VisitAnswer>& answers);

// Within a save: sets the answer in the question's row of the visit.
absl::Status SaveAnswer(sql::Database& db, Tablet& tablet, absl::string_view visit_id,
                        const TypedAnswer& answer);

// Within a save: answers what is unanswered as on the organisation's last finished visit before
// this one; returns how many.
absl::StatusOr<int> CopyPreviousAnswers(sql::Database& db, const schema::Catalogue& catalogue,
                                        const v1::Visit& visit);

}  // namespace zoufang::fieldwork
