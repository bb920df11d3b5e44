// The questions that an officer goes through on a visit: data, by version. Ids are stable: answers
// keep their meaning when a later form words a question anew.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "zoufang/v1/plan.pb.h"

namespace zoufang::domain {

enum class AnswerKind {
  kYesNo,  // 是, 否 or 不适用, with a note if need be.
  kText,
};

struct VisitQuestion {
  std::string id;
  AnswerKind kind = AnswerKind::kYesNo;
  std::string zh;
  std::string en;
  bool required = false;  // By law, which `basis` names.
  std::string basis;
};

struct FormSection {
  std::string id;
  std::string zh;
  std::string en;
  std::vector<VisitQuestion> questions;
};

struct VisitForm {
  std::string version;
  v1::VisitKind kind = v1::VISIT_KIND_OUTREACH;
  std::vector<FormSection> sections;

  // nullptr: it does not ask that.
  const VisitQuestion* Find(absl::string_view id) const;
  // All questions, in the order in which they are asked.
  std::vector<const VisitQuestion*> Questions() const;
};

// Reads a form as clients/fieldwork/forms/README.md describes it: the tablets' reader, and what the
// server publishes by. Keys that it does not know are passed over. FORM_INVALID.
absl::StatusOr<VisitForm> ParseVisitForm(absl::string_view json);

// The forms that come with the programs. For a kind without one of its own: that of an outreach.
const std::vector<VisitForm>& BuiltInForms();
const VisitForm& BuiltInForm(v1::VisitKind kind);

}  // namespace zoufang::domain
