#include "server/rpc/organization_match.h"

#include <algorithm>
#include <utility>

#include "domain/credit_code.h"
#include "domain/lookup/name_text.h"
#include "server/rpc/checks.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

using v1::MatchResult;
using v1::OrganizationMatch;

constexpr int kMostCandidates = 5;
constexpr size_t kMostNameCharacters = 100;

OrganizationMatch::MatchedBy ToProto(domain::MatchedBy by) {
  switch (by) {
    case domain::MatchedBy::kCreditCode:
      return OrganizationMatch::CREDIT_CODE;
    case domain::MatchedBy::kName:
      return OrganizationMatch::NAME;
    case domain::MatchedBy::kFormerName:
      return OrganizationMatch::FORMER_NAME;
    case domain::MatchedBy::kPinyin:
      return OrganizationMatch::PINYIN;
    case domain::MatchedBy::kInitials:
      return OrganizationMatch::INITIALS;
  }
  return OrganizationMatch::MATCHED_BY_UNSPECIFIED;
}

MatchResult Verdict(MatchResult::Verdict verdict, std::string explanation = "") {
  MatchResult result;
  result.set_verdict(verdict);
  result.set_explanation(std::move(explanation));
  return result;
}

bool HasName(const v1::Organization& organization, const std::string& name) {
  const std::u16string wanted = domain::NormalizeName(name);
  const auto same = [&](const std::string& one) { return domain::NormalizeName(one) == wanted; };
  return same(organization.name()) ||
         std::any_of(organization.former_names().begin(), organization.former_names().end(), same);
}

// The exact hits, if there are any; else all, with look-alikes behind what merely contains the
// name.
bool ByNameExactly(const domain::LookupHit& hit) {
  return hit.exact && (hit.matched_by == domain::MatchedBy::kName ||
                       hit.matched_by == domain::MatchedBy::kFormerName);
}

}  // namespace

absl::StatusOr<std::vector<OrganizationMatch>> LoadMatches(
    sql::Database& database, const storage::Organizations& organizations,
    const std::vector<domain::LookupHit>& hits) {
  std::vector<OrganizationMatch> matches;
  for (const domain::LookupHit& hit : hits) {
    ASSIGN_OR_RETURN(auto organization, organizations.Find(database, hit.id));
    if (!organization.has_value()) continue;
    OrganizationMatch& match = matches.emplace_back();
    *match.mutable_organization() = *std::move(organization);
    match.set_matched_by(ToProto(hit.matched_by));
    match.set_exact(hit.exact);
    match.set_look_alike(hit.look_alike);
    match.set_matched_text(hit.matched_text);
  }
  return matches;
}

absl::StatusOr<MatchResult> OrganizationMatcher::Match(const v1::MatchQuery& query) {
  if (query.name().empty() && query.credit_code().empty()) {
    return Verdict(MatchResult::INVALID, "请填写名称或统一社会信用代码。");
  }
  if (Characters(query.name()) > kMostNameCharacters) {
    return Verdict(MatchResult::INVALID, "名称最多100个字符。");
  }
  if (!query.credit_code().empty()) {
    return MatchCode(domain::NormalizeCreditCode(query.credit_code()), query.name());
  }
  return MatchName(query.name());
}

absl::StatusOr<MatchResult> OrganizationMatcher::MatchCode(const std::string& code,
                                                           const std::string& name) {
  ASSIGN_OR_RETURN(auto found, organizations_.FindByCode(database_, code));
  if (!found.has_value()) {
    // Codes of the pilot years fail the check and are registered all the same: the registry first.
    const auto check = domain::CheckCreditCode(code);
    if (!check.well_formed()) {
      return Verdict(MatchResult::INVALID, domain::ExplainInChinese(check));
    }
    return Verdict(MatchResult::NOT_FOUND, "登记库中没有该统一社会信用代码。");
  }
  const bool fits = name.empty() || HasName(*found, name);
  MatchResult result = Verdict(fits ? MatchResult::FOUND : MatchResult::POSSIBLE,
                               fits ? "" : "该代码登记的名称与所给名称不符。");
  OrganizationMatch& match = *result.add_candidates();
  *match.mutable_organization() = *std::move(found);
  match.set_matched_by(OrganizationMatch::CREDIT_CODE);
  match.set_exact(true);
  match.set_matched_text(code);
  return result;
}

absl::StatusOr<MatchResult> OrganizationMatcher::MatchName(const std::string& name) {
  std::vector<domain::LookupHit> hits =
      lookup_.Search({.text = name, .limit = kMostCandidates}).hits;
  const auto exact = std::count_if(hits.begin(), hits.end(), ByNameExactly);
  if (exact > 0) {
    std::erase_if(hits, [](const domain::LookupHit& hit) { return !ByNameExactly(hit); });
  } else if (hits.empty()) {
    hits = lookup_.LookAlikes(name, kMostCandidates);
  }
  MatchResult result;
  if (exact == 1) {
    result = Verdict(MatchResult::FOUND);
  } else if (exact > 1) {
    result = Verdict(MatchResult::AMBIGUOUS, "有多家社会组织使用或曾用该名称。");
  } else if (!hits.empty()) {
    result = Verdict(MatchResult::POSSIBLE, "登记库中没有该名称，有相近的名称，请核对。");
  } else {
    result = Verdict(MatchResult::NOT_FOUND, "登记库中没有该名称。");
  }
  ASSIGN_OR_RETURN(auto matches, LoadMatches(database_, organizations_, hits));
  result.mutable_candidates()->Add(matches.begin(), matches.end());
  return result;
}

}  // namespace zoufang::rpc
