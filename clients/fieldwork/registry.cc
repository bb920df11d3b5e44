#include "clients/fieldwork/registry.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "clients/fieldwork/rows.h"
#include "domain/credit_code.h"
#include "domain/errors.h"
#include "sync/base/status.h"

namespace zoufang::fieldwork {
namespace {

// What somebody means as a whole credit code: of its length, with digits in front.
bool LooksLikeCreditCode(absl::string_view text) {
  const std::string code = domain::NormalizeCreditCode(text);
  if (code.size() + 1 < domain::kCreditCodeLength || code.size() > domain::kCreditCodeLength + 1) {
    return false;
  }
  for (const char c : code) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c))) return false;
  }
  return absl::ascii_isdigit(static_cast<unsigned char>(code[0])) != 0;
}

absl::Status CheckTypedCode(absl::string_view text) {
  const domain::CreditCodeCheck check = domain::CheckCreditCode(text);
  if (check.well_formed()) return absl::OkStatus();
  return domain::CreditCodeInvalid(domain::ExplainInChinese(check),
                                   domain::ExplainInEnglish(check));
}

constexpr char kByCreditCode[] = "WHERE \"credit_code\" = ?1 ORDER BY \"status\", \"id\" LIMIT 1";

absl::StatusOr<std::optional<v1::Organization>> FindByCreditCode(sql::Database& db,
                                                                 const schema::Catalogue& catalogue,
                                                                 absl::string_view code) {
  ASSIGN_OR_RETURN(std::vector<v1::Organization> found,
                   SelectRows<v1::Organization>(db, catalogue, kByCreditCode,
                                                {domain::NormalizeCreditCode(code)}));
  if (found.empty()) return std::optional<v1::Organization>();
  return std::optional<v1::Organization>(std::move(found.front()));
}

constexpr char kSelectNames[] =
    "SELECT id, credit_code, name, former_names, area_code, kind, status FROM organization";

absl::StatusOr<domain::NameEntry> ReadEntry(const sql::Statement& row) {
  ASSIGN_OR_RETURN(std::vector<std::string> former_names, schema::SetMembers(row.Text(3)));
  return domain::NameEntry{.id = std::string(row.Text(0)),
                           .credit_code = std::string(row.Text(1)),
                           .name = std::string(row.Text(2)),
                           .former_names = std::move(former_names),
                           .division_code = std::string(row.Text(4)),
                           .kind = static_cast<int>(row.Int(5)),
                           .status = static_cast<int>(row.Int(6)),
                           .active = row.Int(6) == v1::REGISTRATION_STATUS_REGISTERED};
}

}  // namespace

absl::StatusOr<v1::Organization> FindOrganization(sql::Database& db,
                                                  const schema::Catalogue& catalogue,
                                                  absl::string_view key) {
  const schema::Entity& entity = domain::EntityOf<v1::Organization>(catalogue);
  ASSIGN_OR_RETURN(const std::optional<schema::Row> row, FindEntityRow(db, entity, key));
  if (row.has_value()) return ToMessage<v1::Organization>(entity, *row);
  ASSIGN_OR_RETURN(std::optional<v1::Organization> found, FindByCreditCode(db, catalogue, key));
  if (found.has_value()) return *std::move(found);
  if (LooksLikeCreditCode(key)) RETURN_IF_ERROR(CheckTypedCode(key));
  return domain::OrganizationNotFound(key);
}

absl::Status Registry::Load() {
  return tablet_.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(kSelectNames));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) return absl::OkStatus();
      ASSIGN_OR_RETURN(const domain::NameEntry entry, ReadEntry(select));
      index_.Put(entry);
    }
  });
}

absl::StatusOr<RegistryAnswer> Registry::Search(const domain::LookupQuery& query) {
  const domain::LookupResult found = index_.Search(query);
  if (found.hits.empty() && LooksLikeCreditCode(query.text)) {
    RETURN_IF_ERROR(CheckTypedCode(query.text));
  }
  RegistryAnswer answer;
  answer.more = found.more;
  RETURN_IF_ERROR(tablet_.replica().Read([&](sql::Database& db) -> absl::Status {
    for (const domain::LookupHit& hit : found.hits) {
      ASSIGN_OR_RETURN(v1::Organization organization,
                       GetRow<v1::Organization>(db, tablet_.catalogue(), hit.id));
      answer.hits.push_back({std::move(organization), hit});
    }
    return absl::OkStatus();
  }));
  return answer;
}

namespace {

// A division's name after its parents' below the city: "张店区 和平街道".
constexpr char kSelectAreaName[] =
    "SELECT group_concat(name, ' ') FROM"
    " (SELECT name FROM division WHERE ?1 LIKE id || '%' AND level > 1 ORDER BY length(id), id)";

absl::StatusOr<std::string> AreaName(sql::Database& db, absl::string_view area_code) {
  ASSIGN_OR_RETURN(sql::Statement select, db.Prepare(kSelectAreaName));
  select.Bind(1, area_code);
  RETURN_IF_ERROR(select.Step().status());
  return std::string(select.Text(0));
}

constexpr char kOfOrganization[] = "WHERE \"organization_id\" = ?1";
constexpr char kLatestVisits[] =
    "WHERE \"organization_id\" = ?1 ORDER BY \"started_at\" DESC, \"id\" DESC LIMIT 10";
// 1 OPEN, 2 RECTIFYING, 3 RECHECK.
constexpr char kOpenFindings[] =
    "WHERE \"state\" IN (1, 2, 3) AND \"visit_id\" IN"
    " (SELECT id FROM visit WHERE organization_id = ?1 AND state <> 3) ORDER BY \"due_on\", \"id\"";

}  // namespace

absl::StatusOr<OrganizationCard> GetOrganizationCard(Tablet& tablet, absl::string_view key) {
  OrganizationCard card;
  const schema::Catalogue& catalogue = tablet.catalogue();
  RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(card.organization, FindOrganization(db, catalogue, key));
    const std::string& id = card.organization.id();
    ASSIGN_OR_RETURN(card.area_name, AreaName(db, card.organization.area_code()));
    ASSIGN_OR_RETURN(std::vector<v1::OrganizationProfile> profiles,
                     SelectRows<v1::OrganizationProfile>(db, catalogue, kOfOrganization, {id}));
    if (!profiles.empty()) card.profile = std::move(profiles.front());
    ASSIGN_OR_RETURN(card.visits, SelectRows<v1::Visit>(db, catalogue, kLatestVisits, {id}));
    ASSIGN_OR_RETURN(card.open_findings,
                     SelectRows<v1::Finding>(db, catalogue, kOpenFindings, {id}));
    return absl::OkStatus();
  }));
  return card;
}

}  // namespace zoufang::fieldwork
