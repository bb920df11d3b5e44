// Where a visit's form comes from: the program, or the registry that every tablet holds.
#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/visit_form.h"
#include "sync/base/status.h"
#include "zoufang/v1/plan.pb.h"

namespace zoufang::fieldwork {

const VisitQuestion* FindVisitQuestion(absl::string_view id) {
  for (const VisitForm& form : BuiltInForms()) {
    if (const VisitQuestion* question = form.Find(id)) return question;
  }
  return nullptr;
}

namespace {

constexpr char kLatestOfKind[] =
    "WHERE \"kind\" = ?1 ORDER BY \"published_at\" DESC, \"id\" DESC LIMIT 1";
constexpr char kOfVersion[] = "WHERE \"version\" = ?1 ORDER BY \"id\" LIMIT 1";

// nullopt: there is none that this program can read. A newer app may publish what this one cannot.
absl::StatusOr<std::optional<VisitForm>> Published(sql::Database& db,
                                                   const schema::Catalogue& catalogue,
                                                   absl::string_view tail,
                                                   const sql::Value& value) {
  ASSIGN_OR_RETURN(const auto rows, SelectRows<v1::VisitForm>(db, catalogue, tail, {value}));
  if (rows.empty()) return std::optional<VisitForm>();
  absl::StatusOr<VisitForm> form = ParseVisitForm(rows.front().content());
  if (!form.ok()) return std::optional<VisitForm>();
  form->version = rows.front().version();
  return std::optional<VisitForm>(*std::move(form));
}

}  // namespace

absl::StatusOr<VisitForm> CurrentForm(sql::Database& db, const schema::Catalogue& catalogue,
                                      v1::VisitKind kind) {
  ASSIGN_OR_RETURN(auto published, Published(db, catalogue, kLatestOfKind, int64_t{kind}));
  return published.has_value() ? *std::move(published) : BuiltInForm(kind);
}

absl::StatusOr<VisitForm> FormOf(sql::Database& db, const schema::Catalogue& catalogue,
                                 const v1::Visit& visit) {
  for (const VisitForm& form : BuiltInForms()) {
    if (form.version == visit.form_version()) return form;
  }
  ASSIGN_OR_RETURN(auto published, Published(db, catalogue, kOfVersion, visit.form_version()));
  return published.has_value() ? *std::move(published) : BuiltInForm(visit.kind());
}

}  // namespace zoufang::fieldwork
