#include "tools/city/organization.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace zoufang::city {
namespace {

std::vector<std::string> Values(const Organization& o) {
  return {o.credit_code,
          o.name,
          absl::StrJoin(o.former_names, ";"),
          o.kind,
          o.status,
          o.listing,
          o.level,
          o.functional_class,
          o.registration_authority,
          o.registering_division_code,
          o.area_code,
          o.address,
          o.legal_representative,
          o.supervising_unit,
          o.industry,
          o.registered_on,
          o.certificate_valid_from,
          o.certificate_valid_to,
          absl::StrCat(o.registered_capital_yuan),
          o.phone,
          o.business_scope,
          o.grade,
          o.party_clause ? "true" : "false",
          o.term_ends_on,
          absl::StrCat(o.annual_report_year)};
}

std::string Quoted(const std::string& value) {
  if (value.find_first_of(",\"\r\n") == std::string::npos) return value;
  return absl::StrCat("\"", absl::StrReplaceAll(value, {{"\"", "\"\""}}), "\"");
}

}  // namespace

absl::string_view CsvHeader() {
  return "credit_code,name,former_names,kind,status,listing,level,functional_class,"
         "registration_authority,registering_division_code,area_code,address,"
         "legal_representative,supervising_unit,industry,registered_on,certificate_valid_from,"
         "certificate_valid_to,registered_capital_yuan,phone,business_scope,grade,party_clause,"
         "term_ends_on,annual_report_year";
}

std::string CsvLine(const Organization& organization) {
  return absl::StrJoin(Values(organization), ",",
                       [](std::string* out, const std::string& value) { *out += Quoted(value); });
}

size_t ValueBytes(const Organization& organization) {
  size_t bytes = 0;
  for (const std::string& value : Values(organization)) bytes += value.size();
  return bytes;
}

}  // namespace zoufang::city
