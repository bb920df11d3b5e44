// Where forms come from: the program, and the registry that every tablet holds.
#include <nlohmann/json.hpp>

#include "clients/fieldwork/built_in_forms.h"
#include "clients/fieldwork/errors.h"
#include "clients/fieldwork/rows.h"
#include "clients/fieldwork/visit_form.h"
#include "clients/fieldwork/words.h"
#include "sync/base/status.h"
#include "zoufang/v1/plan.pb.h"

namespace zoufang::fieldwork {
namespace {

using Json = nlohmann::json;

VisitQuestion ReadQuestion(const Json& json) {
  return {.id = json.at("id"),
          .kind = json.at("kind") == "text" ? AnswerKind::kText : AnswerKind::kYesNo,
          .zh = json.at("zh"),
          .en = json.value("en", ""),
          .required = json.value("required", false),
          .basis = json.value("basis", "")};
}

FormSection ReadSection(const Json& json) {
  FormSection section{.id = json.at("id"), .zh = json.at("zh"), .en = json.value("en", "")};
  for (const Json& question : json.at("questions")) {
    section.questions.push_back(ReadQuestion(question));
  }
  return section;
}

VisitForm ReadForm(const Json& json) {
  VisitForm form{.version = json.at("version")};
  const std::string kind = json.at("kind");
  const auto* value = FindEnumValue(*v1::VisitKind_descriptor(), kind);
  if (value != nullptr) form.kind = static_cast<v1::VisitKind>(value->number());
  for (const Json& section : json.at("sections")) form.sections.push_back(ReadSection(section));
  return form;
}

}  // namespace

absl::StatusOr<VisitForm> ParseVisitForm(absl::string_view json) {
  try {  // The library throws at what is missing or of another type.
    VisitForm form = ReadForm(Json::parse(json.begin(), json.end()));
    if (form.version.empty() || form.Questions().empty()) return FormInvalid("no questions");
    return form;
  } catch (const Json::exception& error) {
    return FormInvalid(error.what());
  }
}

const std::vector<VisitForm>& BuiltInForms() {
  static const auto* const kForms = [] {
    auto* forms = new std::vector<VisitForm>;
    for (const char* const json : kBuiltInForms) forms->push_back(*ParseVisitForm(json));
    return forms;
  }();
  return *kForms;
}

const VisitForm& BuiltInForm(v1::VisitKind kind) {
  for (const VisitForm& form : BuiltInForms()) {
    if (form.kind == kind) return form;
  }
  return BuiltInForms().front();
}

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
