#include "tools/city/scopes.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace zoufang::city {
namespace {

absl::Span<const absl::string_view> Clauses(Sort sort) {
  if (sort == Sort::kServiceInstitution) return ServiceClauses();
  return sort == Sort::kFoundation ? FoundationClauses() : AssociationClauses();
}

}  // namespace

std::string BusinessScope(Sort sort, const Field& field, size_t bytes, Dice& dice) {
  std::vector<absl::string_view> left(Clauses(sort).begin(), Clauses(sort).end());
  std::string scope;
  while (!left.empty()) {
    const size_t number = dice.Below(left.size());
    const std::string clause = absl::StrReplaceAll(left[number], {{"%", field.name}});
    left.erase(left.begin() + number);
    // Stop at the clause that would lead farther past the wanted length than it is short of it.
    if (!scope.empty() && scope.size() + clause.size() / 2 > bytes) break;
    absl::StrAppend(&scope, scope.empty() ? "" : "；", clause);
  }
  return absl::StrCat(scope, "。");
}

}  // namespace zoufang::city
