#include "clients/cli/match_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"

namespace zoufang::cli {
namespace {

v1::OrganizationMatch::MatchedBy ToWire(domain::MatchedBy by) {
  switch (by) {
    case domain::MatchedBy::kCreditCode:
      return v1::OrganizationMatch::CREDIT_CODE;
    case domain::MatchedBy::kName:
      return v1::OrganizationMatch::NAME;
    case domain::MatchedBy::kFormerName:
      return v1::OrganizationMatch::FORMER_NAME;
    case domain::MatchedBy::kPinyin:
      return v1::OrganizationMatch::PINYIN;
    case domain::MatchedBy::kInitials:
      return v1::OrganizationMatch::INITIALS;
  }
  return v1::OrganizationMatch::MATCHED_BY_UNSPECIFIED;
}

// What a reader must not overlook: it is another organisation, its name has changed, it is listed.
std::string Caution(const v1::OrganizationMatch& match, Output& out) {
  std::string caution;
  const auto add = [&](const std::string& text) {
    absl::StrAppend(&caution, caution.empty() ? "" : "，", text);
  };
  if (match.look_alike()) add(out.Say(TextId::kLookAlike));
  if (match.matched_by() == v1::OrganizationMatch::FORMER_NAME) {
    add(out.Say(TextId::kFormerName, match.matched_text()));
  }
  const v1::CreditListing listing = match.organization().listing();
  if (listing == v1::CREDIT_LISTING_ABNORMAL || listing == v1::CREDIT_LISTING_SERIOUS) {
    add(Word(out.language(), listing));
  }
  return caution;
}

}  // namespace

v1::OrganizationMatch ToMatch(const fieldwork::RegistryHit& hit) {
  v1::OrganizationMatch match;
  *match.mutable_organization() = hit.organization;
  match.set_matched_by(ToWire(hit.match.matched_by));
  match.set_exact(hit.match.exact);
  match.set_look_alike(hit.match.look_alike);
  match.set_matched_text(hit.match.matched_text);
  return match;
}

Json MatchJson(const v1::OrganizationMatch& match) {
  Json document = ToJson(match.organization());
  const Json whole = ToJson(match);
  for (const char* name : {"matched_by", "exact", "look_alike", "matched_text"}) {
    document[name] = whole[name];
  }
  return document;
}

void AddMatch(const v1::OrganizationMatch& match, Output& out, Table& table) {
  const v1::Organization& organization = match.organization();
  table.Add({organization.name(), organization.credit_code(),
             Word(out.language(), organization.kind()), Word(out.language(), organization.status()),
             organization.area_code(), Caution(match, out)});
}

}  // namespace zoufang::cli
