// One organisation of the synthetic registry, and its line of organizations.csv.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace zoufang::city {

// Values as they stand in the file; the fields follow its columns.
struct Organization {
  std::string credit_code;
  std::string name;
  std::vector<std::string> former_names;
  std::string kind;              // ASSOCIATION, SERVICE_INSTITUTION or FOUNDATION.
  std::string status;            // REGISTERED, SUSPENDED, LIQUIDATING, DEREGISTERED or REVOKED.
  std::string listing;           // NONE, ABNORMAL or SERIOUS.
  std::string level;             // MUNICIPAL or DISTRICT.
  std::string functional_class;  // NONE or INDUSTRY_ASSOCIATION.
  std::string registration_authority;
  std::string registering_division_code;  // 6 digits.
  std::string area_code;                  // The town's 9 digits, or the district's 6.
  std::string address;
  std::string legal_representative;
  std::string supervising_unit;
  std::string industry;
  std::string registered_on;  // YYYY-MM-DD, as the two below.
  std::string certificate_valid_from;
  std::string certificate_valid_to;
  int registered_capital_yuan = 0;
  std::string phone;
  std::string business_scope;
  std::string grade;  // "" or 1A to 5A.
  bool party_clause = true;
  std::string term_ends_on;  // YYYY-MM-DD
  int annual_report_year = 0;
};

// The header line, without the line's end.
absl::string_view CsvHeader();
// The organisation's line by RFC 4180, without the line's end.
std::string CsvLine(const Organization& organization);

// Bytes of all values together, without commas and quotes.
size_t ValueBytes(const Organization& organization);

}  // namespace zoufang::city
