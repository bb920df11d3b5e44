// The words that names, addresses and scopes are made of.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace zoufang::city {

// A field of work: what it is called in a name, its industry and the bureau that supervises it.
struct Field {
  absl::string_view name;
  absl::string_view industry;
  absl::string_view bureau;
};

absl::Span<const Field> Trades();    // Of industry associations: 陶瓷.
absl::Span<const Field> Causes();    // Of other associations: 志愿者.
absl::Span<const Field> Services();  // Of service institutions: 养老服务中心.
absl::Span<const Field> FoundationCauses();

absl::Span<const absl::string_view> TradeSuffixes();  // 行业协会
absl::Span<const absl::string_view> CauseSuffixes();  // 协会
absl::Span<const absl::string_view> HomeTowns();      // Of merchants: 温州.
absl::Span<const absl::string_view> BrandFirst();     // First and second characters of fancy names.
absl::Span<const absl::string_view> BrandSecond();
absl::Span<const absl::string_view> Surnames();
absl::Span<const absl::string_view> GivenCharacters();
absl::Span<const absl::string_view> Roads();
// Clauses of a business scope; "%" stands for the field's name.
absl::Span<const absl::string_view> AssociationClauses();
absl::Span<const absl::string_view> ServiceClauses();
absl::Span<const absl::string_view> FoundationClauses();

}  // namespace zoufang::city
