#include "clients/fieldwork/visits.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/fieldwork/answers.h"
#include "clients/fieldwork/errors.h"
#include "clients/fieldwork/registry.h"
#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/visit_form.h"
#include "clients/fieldwork/words.h"
#include "domain/errors.h"
#include "sync/base/status.h"

namespace zoufang::fieldwork {
namespace {

void SetTime(absl::Time time, google::protobuf::Timestamp& stamp) {
  const int64_t micros = absl::ToUnixMicros(time);
  stamp.set_seconds(micros / 1'000'000);
  stamp.set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
}

v1::Visit DraftOf(const NewVisit& visit, const std::string& user_name, Tablet& tablet) {
  v1::Visit row;
  row.set_id(tablet.NewId());
  row.set_kind(visit.kind);
  SetTime(visit.started_at.value_or(tablet.Now()), *row.mutable_started_at());
  row.add_participants(user_name);
  row.set_purpose(visit.purpose);
  row.set_summary(visit.summary);
  row.set_state(v1::VISIT_STATE_DRAFT);
  row.set_point(visit.point);
  if (visit.point.empty()) {
    row.set_point_absent_reason(visit.point_absent_reason.empty() ? "未采集"
                                                                  : visit.point_absent_reason);
  }
  return row;
}

absl::string_view StateInChinese(v1::VisitState state) {
  const auto* value = v1::VisitState_descriptor()->FindValueByNumber(state);
  return value == nullptr ? "" : ChineseWord(*value);
}

const schema::Entity& VisitEntity(const Tablet& tablet) {
  return domain::EntityOf<v1::Visit>(tablet.catalogue());
}

bool HasParticipant(const v1::Visit& visit, absl::string_view user_name) {
  return std::any_of(visit.participants().begin(), visit.participants().end(),
                     [&](const std::string& name) { return name == user_name; });
}

}  // namespace

absl::Status Visits::SaveDraft(
    absl::string_view id, absl::FunctionRef<absl::Status(sql::Database&, const v1::Visit&)> body) {
  return tablet_.replica().Save([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Visit visit, GetRow<v1::Visit>(db, tablet_.catalogue(), id));
    if (visit.state() != v1::VISIT_STATE_DRAFT) {
      return domain::VisitState(id, StateInChinese(visit.state()));
    }
    return body(db, visit);
  });
}

namespace {

// Every organisation has a profile, and a tablet holds those of its own area.
constexpr char kCountProfiles[] =
    "SELECT count(*) FROM organization_profile WHERE organization_id = ?1";

absl::Status CheckInArea(sql::Database& db, const v1::Organization& organization) {
  ASSIGN_OR_RETURN(sql::Statement count, db.Prepare(kCountProfiles));
  count.Bind(1, organization.id());
  RETURN_IF_ERROR(count.Step().status());
  return count.Int(0) > 0 ? absl::OkStatus() : domain::OutsideArea(organization.area_code());
}

}  // namespace

absl::StatusOr<std::string> Visits::Start(const NewVisit& visit) {
  ASSIGN_OR_RETURN(const std::string user_name, tablet_.UserName());
  v1::Visit row = DraftOf(visit, user_name, tablet_);
  RETURN_IF_ERROR(tablet_.replica().Save([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Organization organization,
                     FindOrganization(db, tablet_.catalogue(), visit.organization));
    RETURN_IF_ERROR(CheckInArea(db, organization));
    row.set_organization_id(organization.id());
    row.set_area_code(organization.area_code());
    ASSIGN_OR_RETURN(const VisitForm form, CurrentForm(db, tablet_.catalogue(), visit.kind));
    ASSIGN_OR_RETURN(std::vector<v1::VisitAnswer> answers,
                     MakeAnswerRows(form, visit.answers, tablet_));
    row.set_form_version(form.version);
    RETURN_IF_ERROR(InsertRow(db, tablet_.catalogue(), row));
    for (v1::VisitAnswer& answer : answers) {
      answer.set_visit_id(row.id());
      RETURN_IF_ERROR(InsertRow(db, tablet_.catalogue(), answer));
    }
    return absl::OkStatus();
  }));
  return row.id();
}

absl::Status Visits::Answer(absl::string_view id, const std::vector<TypedAnswer>& answers) {
  return SaveDraft(id, [&](sql::Database& db, const v1::Visit& visit) -> absl::Status {
    for (const TypedAnswer& answer : answers) {
      RETURN_IF_ERROR(SaveAnswer(db, tablet_, visit, answer));
    }
    return absl::OkStatus();
  });
}

absl::Status Visits::Skip(absl::string_view id, absl::string_view question_id,
                          absl::string_view reason) {
  return SaveDraft(id, [&](sql::Database& db, const v1::Visit& visit) {
    return SaveSkip(db, tablet_, visit, question_id, reason);
  });
}

absl::StatusOr<int> Visits::AnswerUnchanged(absl::string_view id,
                                            const std::vector<std::string>& question_ids) {
  int answered = 0;
  RETURN_IF_ERROR(SaveDraft(id, [&](sql::Database& db, const v1::Visit& visit) -> absl::Status {
    ASSIGN_OR_RETURN(answered, CopyPreviousAnswers(db, tablet_.catalogue(), visit, question_ids));
    return absl::OkStatus();
  }));
  return answered;
}

absl::Status Visits::Note(absl::string_view id, absl::string_view line) {
  return SaveDraft(id, [&](sql::Database& db, const v1::Visit& visit) {
    const std::string summary =
        visit.summary().empty() ? std::string(line) : absl::StrCat(visit.summary(), "\n", line);
    return UpdateField(db, VisitEntity(tablet_), id, "summary", summary);
  });
}

absl::StatusOr<std::string> Visits::AddFinding(absl::string_view id, const NewFinding& finding) {
  v1::Finding row;
  row.set_id(tablet_.NewId());
  row.set_visit_id(std::string(id));
  row.set_item_code(finding.item_code);
  row.set_severity(finding.severity);
  row.set_description(finding.description);
  row.set_due_on(finding.due_on);
  row.set_state(v1::FINDING_STATE_OPEN);
  RETURN_IF_ERROR(SaveDraft(id, [&](sql::Database& db, const v1::Visit&) {
    return InsertRow(db, tablet_.catalogue(), row);
  }));
  return row.id();
}

absl::StatusOr<std::string> Visits::AddNeed(absl::string_view id, v1::NeedKind kind,
                                            absl::string_view description) {
  v1::Need row;
  row.set_id(tablet_.NewId());
  row.set_visit_id(std::string(id));
  row.set_kind(kind);
  row.set_description(std::string(description));
  RETURN_IF_ERROR(SaveDraft(id, [&](sql::Database& db, const v1::Visit&) {
    return InsertRow(db, tablet_.catalogue(), row);
  }));
  return row.id();
}

absl::StatusOr<std::string> Visits::Recheck(absl::string_view finding_id, v1::RecheckResult result,
                                            absl::string_view note) {
  ASSIGN_OR_RETURN(const std::string user_name, tablet_.UserName());
  v1::Recheck row;
  row.set_id(tablet_.NewId());
  row.set_finding_id(std::string(finding_id));
  row.set_result(result);
  SetTime(tablet_.Now(), *row.mutable_checked_at());
  row.set_checked_by(user_name);
  row.set_note(std::string(note));
  const bool passed = result == v1::RECHECK_RESULT_PASS;
  const int64_t state = passed ? v1::FINDING_STATE_CLOSED : v1::FINDING_STATE_OPEN;
  RETURN_IF_ERROR(tablet_.replica().Save([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Finding finding,
                     GetRow<v1::Finding>(db, tablet_.catalogue(), finding_id));
    if (finding.state() != v1::FINDING_STATE_RECHECK) return FindingNotForRecheck(finding_id);
    RETURN_IF_ERROR(InsertRow(db, tablet_.catalogue(), row));
    return UpdateField(db, domain::EntityOf<v1::Finding>(tablet_.catalogue()), finding_id, "state",
                       state);
  }));
  return row.id();
}

absl::Status Visits::Join(absl::string_view id) {
  ASSIGN_OR_RETURN(const std::string user_name, tablet_.UserName());
  return SaveDraft(id, [&](sql::Database& db, const v1::Visit& visit) -> absl::Status {
    if (HasParticipant(visit, user_name)) return absl::OkStatus();
    std::vector<std::string> names(visit.participants().begin(), visit.participants().end());
    names.push_back(user_name);
    return UpdateField(db, VisitEntity(tablet_), id, "participants",
                       schema::SetText(std::move(names)));
  });
}

absl::Status Visits::Void(absl::string_view id, absl::string_view reason) {
  return tablet_.replica().Save([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Visit visit, GetRow<v1::Visit>(db, tablet_.catalogue(), id));
    if (visit.state() == v1::VISIT_STATE_VOIDED) {
      return domain::VisitState(id, StateInChinese(visit.state()));
    }
    const schema::Entity& entity = VisitEntity(tablet_);
    RETURN_IF_ERROR(UpdateField(db, entity, id, "state", int64_t{v1::VISIT_STATE_VOIDED}));
    return UpdateField(db, entity, id, "void_reason", std::string(reason));
  });
}

}  // namespace zoufang::fieldwork
