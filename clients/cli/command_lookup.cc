// zoufang lookup, organization
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/errors.h"
#include "clients/cli/enum_option.h"
#include "clients/cli/match_text.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "clients/fieldwork/registry.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

struct LookupOptions {
  std::string text;
  std::string district;
  std::vector<std::string> kinds;
  std::vector<std::string> statuses;
  int limit = 20;
};

absl::StatusOr<domain::LookupQuery> ToQuery(const LookupOptions& options) {
  ASSIGN_OR_RETURN(const auto kinds, ParseEnums<v1::OrganizationKind>("--kind", options.kinds));
  ASSIGN_OR_RETURN(const auto statuses,
                   ParseEnums<v1::RegistrationStatus>("--status", options.statuses));
  return domain::LookupQuery{.text = options.text,
                             .division_prefix = options.district,
                             .kinds = {kinds.begin(), kinds.end()},
                             .statuses = {statuses.begin(), statuses.end()},
                             .limit = options.limit};
}

void Tell(const fieldwork::RegistryAnswer& answer, const std::string& text, Output& out) {
  Json matches = Json::array();
  Table table;
  for (const fieldwork::RegistryHit& hit : answer.hits) {
    const v1::OrganizationMatch match = ToMatch(hit);
    matches.push_back(MatchJson(match));
    AddMatch(match, out, table);
  }
  if (out.json()) return out.Document({{"matches", std::move(matches)}, {"more", answer.more}});
  if (table.empty()) return out.Line(TextId::kNotRegistered, text);
  out.Print(table);
  if (answer.more) out.Line(TextId::kMoreMatches);
}

absl::Status Lookup(const LookupOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const domain::LookupQuery query, ToQuery(options));
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  fieldwork::Registry registry(*tablet);
  RETURN_IF_ERROR(registry.Load());
  ASSIGN_OR_RETURN(const fieldwork::RegistryAnswer answer, registry.Search(query));
  Tell(answer, options.text, shell.out());
  return absl::OkStatus();
}

Json CardJson(const fieldwork::OrganizationCard& card) {
  Json visits = Json::array();
  for (const v1::Visit& visit : card.visits) visits.push_back(ToJson(visit));
  Json findings = Json::array();
  for (const v1::Finding& finding : card.open_findings) findings.push_back(ToJson(finding));
  return {{"organization", ToJson(card.organization)},
          {"area_name", card.area_name},
          {"profile", card.profile.has_value() ? ToJson(*card.profile) : Json(nullptr)},
          {"visits", std::move(visits)},
          {"open_findings", std::move(findings)}};
}

void PrintFacts(const fieldwork::OrganizationCard& card, Output& out) {
  Table facts;
  AddFields(out.language(), card.organization,
            {"name",
             "credit_code",
             "former_names",
             "kind",
             "status",
             "listing",
             "level",
             "registration_authority",
             "supervising_unit",
             "address",
             "legal_representative",
             "phone",
             "industry",
             "registered_on",
             "certificate_valid_from",
             "certificate_valid_to",
             "term_ends_on",
             "annual_report_year",
             "registered_capital_yuan",
             "grade",
             "party_clause",
             "business_scope"},
            facts);
  facts.Add(
      {out.Say(TextId::kArea), absl::StrCat(card.organization.area_code(), "  ", card.area_name)});
  facts.Add({out.Say(TextId::kId), card.organization.id()});
  out.Print(facts);
}

void PrintFieldwork(const fieldwork::OrganizationCard& card, Output& out) {
  out.Line(TextId::kProfileTitle);
  Table profile;
  if (card.profile.has_value()) {
    AddFields(out.language(), *card.profile,
              {"actual_address", "contact_name", "contact_phone", "opening_hours", "point",
               "full_time_staff", "tags", "last_visited_at", "remarks"},
              profile);
  } else {
    profile.Add({out.Say(TextId::kOutsideArea)});
  }
  out.Print(profile);
  if (!card.visits.empty()) out.Line(TextId::kVisitsTitle);
  Table visits;
  for (const v1::Visit& visit : card.visits) {
    visits.Add({TimeText(visit.started_at()), Word(out.language(), visit.kind()),
                Word(out.language(), visit.state()), visit.purpose(), visit.id()});
  }
  out.Print(visits);
  if (!card.open_findings.empty()) out.Line(TextId::kFindingsTitle);
  Table findings;
  for (const v1::Finding& finding : card.open_findings) {
    findings.Add({finding.due_on(), Word(out.language(), finding.state()), finding.item_code(),
                  finding.description()});
  }
  out.Print(findings);
}

absl::Status Organization(const std::string& key, Shell& shell) {
  if (key.empty()) {
    return WrongUsage("请给出社会组织的编号或信用代码。",
                      "name the organisation by its id or code");
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const fieldwork::OrganizationCard card,
                   fieldwork::GetOrganizationCard(*tablet, key));
  Output& out = shell.out();
  if (out.json()) {
    out.Document(CardJson(card));
    return absl::OkStatus();
  }
  PrintFacts(card, out);
  PrintFieldwork(card, out);
  return absl::OkStatus();
}

}  // namespace

void AddLookupCommands(Commands& commands) {
  auto options = std::make_shared<LookupOptions>();
  CLI::App& lookup = commands.Add(commands.root(), "lookup", TextId::kLookupHelp,
                                  [options](Shell& shell) { return Lookup(*options, shell); });
  commands.TabletOption(lookup);
  commands.Option(lookup, "TEXT", options->text, TextId::kLookupTextHelp)->required();
  commands.Option(lookup, "--district", options->district, TextId::kDistrictHelp);
  commands.Option(lookup, "--kind", options->kinds, TextId::kKindFilterHelp)
      ->allow_extra_args(false);
  commands.Option(lookup, "--status", options->statuses, TextId::kStatusFilterHelp)
      ->allow_extra_args(false);
  commands.Option(lookup, "--limit", options->limit, TextId::kLimitHelp)
      ->check(CLI::Range(1, 1000));
  auto key = std::make_shared<std::string>();
  CLI::App& card = commands.Add(commands.root(), "organization", TextId::kOrganizationHelp,
                                [key](Shell& shell) { return Organization(*key, shell); });
  commands.TabletOption(card);
  commands.Option(card, "ORGANIZATION", *key, TextId::kOrganizationKeyHelp);
  AddMoveCommand(commands, card);
}

}  // namespace zoufang::cli
