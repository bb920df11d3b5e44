#include "clients/tablet/visit_rows.h"

#include <set>

#include "clients/fieldwork/amendments.h"
#include "clients/fieldwork/registry.h"
#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/visits.h"
#include "clients/tablet/qt_text.h"
#include "sync/base/status.h"

namespace zoufang::tablet {
namespace {

using fieldwork::VisitQuestion;

// 2 is VISIT_STATE_FINALISED.
constexpr char kPrevious[] =
    "SELECT question_id, answer FROM visit_answer WHERE answer <> '' AND visit_id ="
    " (SELECT id FROM visit WHERE organization_id = ?1 AND id <> ?2 AND state = 2"
    "  ORDER BY started_at DESC, id DESC LIMIT 1)";

absl::StatusOr<std::map<std::string, std::string>> Previous(sql::Database& db,
                                                            const v1::Visit& visit) {
  std::map<std::string, std::string> answers;
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(kPrevious));
  select.Bind(1, visit.organization_id());
  select.Bind(2, visit.id());
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return answers;
    answers[std::string(select.Text(0))] = std::string(select.Text(1));
  }
}

absl::Time TimeOf(const google::protobuf::Timestamp& stamp) {
  return absl::FromUnixSeconds(stamp.seconds());
}

QStringList ListOf(const google::protobuf::RepeatedPtrField<std::string>& members) {
  QStringList list;
  for (const std::string& member : members) list.append(Qt8(member));
  return list;
}

bool Settled(const v1::VisitAnswer& answer) {
  return !answer.answer().empty() || !answer.skip_reason().empty();
}

// The sections in which an open question was answered on the last visit.
std::set<std::string> SectionsAsBefore(const VisitView& view) {
  std::set<std::string> answered;
  for (const v1::VisitAnswer& answer : view.details.answers()) {
    if (!answer.answer().empty()) answered.insert(answer.question_id());
  }
  std::set<std::string> sections;
  for (const fieldwork::FormSection& section : view.form.sections) {
    for (const VisitQuestion& question : section.questions) {
      if (!answered.contains(question.id) && view.previous.contains(question.id)) {
        sections.insert(section.id);
      }
    }
  }
  return sections;
}

QString StateOf(const fieldwork::AttachedFile& file) {
  if (file.row.state() == v1::ATTACHMENT_STATE_STORED) return "stored";
  if (file.row.state() == v1::ATTACHMENT_STATE_REFUSED) return "refused";
  if (!file.upload.has_value()) return "waiting";
  switch (file.upload->state) {
    case device::UploadState::kStored:
      return "stored";
    case device::UploadState::kRefused:
      return "refused";
    case device::UploadState::kSending:
      return "sending";
    default:
      return "waiting";
  }
}

}  // namespace

absl::StatusOr<VisitView> ReadVisit(fieldwork::Tablet& tablet, const std::string& id) {
  VisitView view;
  ASSIGN_OR_RETURN(view.details, fieldwork::Visits(tablet).Show(id));
  const v1::Visit& visit = view.details.visit();
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(view.organization,
                     fieldwork::FindOrganization(db, tablet.catalogue(), visit.organization_id()));
    ASSIGN_OR_RETURN(view.form, fieldwork::FormOf(db, tablet.catalogue(), visit));
    ASSIGN_OR_RETURN(view.previous, Previous(db, visit));
    ASSIGN_OR_RETURN(view.amendments, fieldwork::AmendmentsOf(db, tablet.catalogue(), id));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(view.files, fieldwork::Attachments(tablet).OfVisit(id));
  return view;
}

QVariantMap VisitData(const VisitView& view, const Texts& texts, absl::Time now) {
  const v1::Visit& visit = view.details.visit();
  int answered = 0, required_open = 0;
  for (const v1::VisitAnswer& answer : view.details.answers()) {
    const VisitQuestion* const question = view.form.Find(answer.question_id());
    if (question == nullptr) continue;
    if (Settled(answer)) ++answered;
    if (!Settled(answer) && question->required) ++required_open;
  }
  return {{"id", Qt8(visit.id())},
          {"kind", static_cast<int>(visit.kind())},
          {"kindText", texts.Word(ValueOf(visit.kind()))},
          {"inspection", visit.kind() == v1::VISIT_KIND_INSPECTION},
          {"state", texts.Word(ValueOf(visit.state()))},
          {"draft", visit.state() == v1::VISIT_STATE_DRAFT},
          {"finished", visit.state() == v1::VISIT_STATE_FINALISED},
          {"organizationId", Qt8(visit.organization_id())},
          {"organization", Qt8(view.organization.name())},
          {"address", Qt8(view.organization.address())},
          {"started", ShortTime(TimeOf(visit.started_at()), now)},
          {"finishedAt",
           visit.has_finished_at() ? ShortTime(TimeOf(visit.finished_at()), now) : QString()},
          {"purpose", Qt8(visit.purpose())},
          {"summary", Qt8(visit.summary())},
          {"people", ListOf(visit.participants())},
          {"credentials", ListOf(visit.credential_numbers())},
          {"point", Qt8(visit.point())},
          {"noPoint", Qt8(visit.point_absent_reason())},
          {"accuracy", visit.point_accuracy_m()},
          {"acknowledgedBy", Qt8(visit.acknowledged_by())},
          {"acknowledgement", static_cast<int>(visit.acknowledgement())},
          {"declinedReason", Qt8(visit.acknowledgement_declined_reason())},
          {"notice", Qt8(visit.notice_number())},
          {"formVersion", Qt8(view.form.version)},
          {"answered", answered},
          {"asked", static_cast<int>(view.form.Questions().size())},
          {"requiredOpen", required_open},
          {"asBefore", !SectionsAsBefore(view).empty()}};
}

RowModel::Rows QuestionRows(const VisitView& view, const Texts& texts) {
  std::map<std::string, const v1::VisitAnswer*> answers;
  for (const v1::VisitAnswer& answer : view.details.answers()) {
    answers.emplace(answer.question_id(), &answer);
  }
  const std::set<std::string> as_before = SectionsAsBefore(view);
  static const v1::VisitAnswer kNone;
  RowModel::Rows rows;
  for (const fieldwork::FormSection& section : view.form.sections) {
    for (const VisitQuestion& question : section.questions) {
      const auto found = answers.find(question.id);
      const v1::VisitAnswer& answer = found == answers.end() ? kNone : *found->second;
      const auto before = view.previous.find(question.id);
      rows.push_back(
          {{"id", Qt8(question.id)},
           {"rowId", Qt8(answer.id())},
           {"sectionId", Qt8(section.id)},
           {"section", texts.Either(section.zh, section.en)},
           {"question", texts.Either(question.zh, question.en)},
           {"text", question.kind == fieldwork::AnswerKind::kText},
           {"required", question.required},
           {"basis", Qt8(question.basis)},
           {"answer", Qt8(answer.answer())},
           {"note", Qt8(answer.note())},
           {"skipped", Qt8(answer.skip_reason())},
           {"sectionAsBefore", as_before.contains(section.id)},
           {"previous", before == view.previous.end() ? QString() : Qt8(before->second)}});
    }
  }
  return rows;
}

RowModel::Rows NeedRows(const VisitView& view, const Texts& texts) {
  RowModel::Rows rows;
  for (const v1::Need& need : view.details.needs()) {
    rows.push_back({{"id", Qt8(need.id())},
                    {"kind", texts.Word(ValueOf(need.kind()))},
                    {"text", Qt8(need.description())}});
  }
  return rows;
}

RowModel::Rows FileRows(const VisitView& view, const Texts& texts) {
  RowModel::Rows rows;
  for (const fieldwork::AttachedFile& file : view.files) {
    const QString state = StateOf(file);
    rows.push_back(
        {{"id", Qt8(file.row.id())},
         {"caption", Qt8(file.row.caption())},
         {"findingId", Qt8(file.row.finding_id())},
         {"state", state},
         {"stateText", texts.Say("file_" + state)},
         {"sent", file.upload.has_value() ? static_cast<double>(file.upload->sent) : 0.0},
         {"size", static_cast<double>(file.row.size_bytes())}});
  }
  return rows;
}

RowModel::Rows AmendmentRows(const VisitView& view, absl::Time now) {
  RowModel::Rows rows;
  for (const v1::VisitAmendment& amendment : view.amendments) {
    rows.push_back({{"id", Qt8(amendment.id())},
                    {"subject", Qt8(amendment.subject())},
                    {"text", Qt8(amendment.text())},
                    {"reason", Qt8(amendment.reason())},
                    {"by", Qt8(amendment.amended_by())},
                    {"at", ShortTime(TimeOf(amendment.amended_at()), now)}});
  }
  return rows;
}

}  // namespace zoufang::tablet
