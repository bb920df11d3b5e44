// The end of a visit: what the law wants of it, and what follows from it.
#include "absl/strings/str_join.h"
#include "clients/fieldwork/errors.h"
#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/visit_form.h"
#include "clients/fieldwork/visits.h"
#include "sync/base/status.h"
#include "zoufang/v1/plan.pb.h"

namespace zoufang::fieldwork {
namespace {

// A later visit wins (MAX); the profile is on the tablet when the organisation is in its area.
constexpr char kNoteLastVisit[] =
    "UPDATE organization_profile SET last_visited_at = ?2"
    " WHERE organization_id = ?1 AND coalesce(last_visited_at, 0) < ?2";

absl::Status NoteLastVisit(sql::Database& db, const v1::Visit& visit) {
  ASSIGN_OR_RETURN(sql::Statement note, db.Prepare(kNoteLastVisit));
  note.Bind(1, visit.organization_id());
  note.Bind(2, visit.started_at().seconds() * 1'000'000 + visit.started_at().nanos() / 1000);
  return note.Run();
}

// 1 OPEN, 3 DECLINED.
constexpr char kPlansOf[] =
    "WHERE \"organization_id\" = ?1 AND \"kind\" = ?2 AND \"state\" IN (1, 3)";

bool Asks(const v1::VisitPlan& plan, const std::string& user_name) {
  if (plan.assignees_size() == 0) return true;
  for (const std::string& assignee : plan.assignees()) {
    if (assignee == user_name) return true;
  }
  return false;
}

absl::Status SettlePlans(sql::Database& db, const schema::Catalogue& catalogue,
                         const v1::Visit& visit, const std::string& user_name) {
  const schema::Entity& entity = domain::EntityOf<v1::VisitPlan>(catalogue);
  ASSIGN_OR_RETURN(const auto plans,
                   SelectRows<v1::VisitPlan>(db, catalogue, kPlansOf,
                                             {visit.organization_id(), int64_t{visit.kind()}}));
  for (const v1::VisitPlan& plan : plans) {
    if (!Asks(plan, user_name)) continue;
    RETURN_IF_ERROR(
        UpdateField(db, entity, plan.id(), "state", int64_t{v1::VISIT_PLAN_STATE_DONE}));
  }
  return absl::OkStatus();
}

constexpr char kOfVisit[] = "WHERE \"visit_id\" = ?1";

absl::Status CheckAnswers(sql::Database& db, const schema::Catalogue& catalogue,
                          const v1::Visit& visit) {
  ASSIGN_OR_RETURN(const VisitForm form, FormOf(db, catalogue, visit));
  ASSIGN_OR_RETURN(const auto answers,
                   SelectRows<v1::VisitAnswer>(db, catalogue, kOfVisit, {visit.id()}));
  std::vector<std::string> open;
  for (const v1::VisitAnswer& answer : answers) {
    const VisitQuestion* const question = form.Find(answer.question_id());
    const bool answered = !answer.answer().empty() || !answer.skip_reason().empty();
    if (question != nullptr && question->required && !answered) open.push_back(question->zh);
  }
  return open.empty() ? absl::OkStatus() : AnswersRequired(absl::StrJoin(open, "；"));
}

absl::Status CheckInspection(const v1::Visit& visit) {
  std::vector<std::string> zh, en;
  const auto want = [&](bool there, const char* missing_zh, const char* missing_en) {
    if (there) return;
    zh.push_back(missing_zh);
    en.push_back(missing_en);
  };
  want(visit.participants_size() >= 2, "第二名参加人", "a second officer");
  want(visit.credential_numbers_size() >= 2, "两个执法证号", "two credential numbers");
  want(!visit.notice_number().empty(), "检查通知书文号", "the notice's number");
  return zh.empty() ? absl::OkStatus()
                    : InspectionIncomplete(absl::StrJoin(zh, "、"), absl::StrJoin(en, ", "));
}

}  // namespace

absl::Status Visits::Set(absl::string_view id, const std::vector<FieldChange>& changes) {
  return SaveDraft(id, [&](sql::Database& db, const v1::Visit&) {
    return ChangeRow(db, domain::EntityOf<v1::Visit>(tablet_.catalogue()), id, changes);
  });
}

absl::Status Visits::Finish(absl::string_view id) {
  ASSIGN_OR_RETURN(const std::string user_name, tablet_.UserName());
  const schema::Catalogue& catalogue = tablet_.catalogue();
  const sql::Value now = absl::ToUnixMicros(tablet_.Now());
  return SaveDraft(id, [&](sql::Database& db, const v1::Visit& visit) -> absl::Status {
    if (visit.kind() == v1::VISIT_KIND_INSPECTION) RETURN_IF_ERROR(CheckInspection(visit));
    RETURN_IF_ERROR(CheckAnswers(db, catalogue, visit));
    const schema::Entity& entity = domain::EntityOf<v1::Visit>(catalogue);
    RETURN_IF_ERROR(UpdateField(db, entity, id, "state", int64_t{v1::VISIT_STATE_FINALISED}));
    RETURN_IF_ERROR(UpdateField(db, entity, id, "finished_at", now));
    RETURN_IF_ERROR(NoteLastVisit(db, visit));
    return SettlePlans(db, catalogue, visit, user_name);
  });
}

}  // namespace zoufang::fieldwork
