#include "clients/fieldwork/steps.h"

#include <utility>

#include "clients/fieldwork/errors.h"
#include "clients/fieldwork/field_text.h"

namespace zoufang::fieldwork {

absl::Status CheckStep(const schema::Field& field, const sql::Value& from, const sql::Value& to) {
  if (field.merge != sync::v1::STATE || from == to) return absl::OkStatus();
  const auto* before = std::get_if<int64_t>(&from);
  const auto* after = std::get_if<int64_t>(&to);
  if (before != nullptr && after != nullptr &&
      field.transitions.contains(std::make_pair(*before, *after))) {
    return absl::OkStatus();
  }
  return StepNotAllowed(field.Label(), FieldText(field, from), FieldText(field, to));
}

}  // namespace zoufang::fieldwork
