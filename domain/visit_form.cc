#include "domain/visit_form.h"

#include "domain/embedded_data.h"

namespace zoufang::domain {

const VisitQuestion* VisitForm::Find(absl::string_view id) const {
  for (const FormSection& section : sections) {
    for (const VisitQuestion& question : section.questions) {
      if (question.id == id) return &question;
    }
  }
  return nullptr;
}

std::vector<const VisitQuestion*> VisitForm::Questions() const {
  std::vector<const VisitQuestion*> all;
  for (const FormSection& section : sections) {
    for (const VisitQuestion& question : section.questions) all.push_back(&question);
  }
  return all;
}

const std::vector<VisitForm>& BuiltInForms() {
  static const auto* const kForms = [] {
    auto* forms = new std::vector<VisitForm>;
    for (const char* const json : {kOutreachFormJson, kInspectionFormJson}) {
      forms->push_back(*ParseVisitForm(json));
    }
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

}  // namespace zoufang::domain
