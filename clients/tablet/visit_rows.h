// What is shown of a visit, as rows.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/fieldwork/attachments.h"
#include "clients/fieldwork/tablet.h"
#include "clients/fieldwork/visit_form.h"
#include "clients/tablet/row_model.h"
#include "clients/tablet/texts.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/visit_service.pb.h"

namespace zoufang::tablet {

// All of one visit.
struct VisitView {
  v1::VisitDetails details;
  v1::Organization organization;
  fieldwork::VisitForm form;
  std::map<std::string, std::string> previous;  // Answers of the last finished visit, by question.
  std::vector<fieldwork::AttachedFile> files;
  std::vector<v1::VisitAmendment> amendments;
};

absl::StatusOr<VisitView> ReadVisit(fieldwork::Tablet& tablet, const std::string& id);

// id, kind, kindText, inspection, state, draft, finished, organizationId, organization, address,
// started, finishedAt, purpose, summary, people (list), credentials (list), point, noPoint,
// accuracy, acknowledgedBy, acknowledgement (0, 1 signed, 2 declined), declinedReason, notice,
// formVersion, answered, asked, requiredOpen, asBefore (an open question was answered on the last
// visit).
QVariantMap VisitData(const VisitView& view, const Texts& texts, absl::Time now);
// id (of the question), rowId, section, sectionId, question, text (kind), required, basis, answer,
// note, skipped, sectionAsBefore (as asBefore, of the section), previous.
RowModel::Rows QuestionRows(const VisitView& view, const Texts& texts);
RowModel::Rows NeedRows(const VisitView& view, const Texts& texts);
// id, caption, findingId, state (waiting, sending, stored, refused), sent, size.
RowModel::Rows FileRows(const VisitView& view, const Texts& texts);
RowModel::Rows AmendmentRows(const VisitView& view, absl::Time now);

}  // namespace zoufang::tablet
