// The city's divisions, from data/zibo_divisions.csv (code,name,level,parent).
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::city {

struct Village {
  std::string name;  // Without 村, 社区 and the name of their office.
};

struct Town {
  std::string code;  // 9 digits.
  std::string name;
  std::vector<Village> villages;
};

struct District {
  std::string code;  // 6 digits.
  std::string name;
  std::vector<Town> towns;  // Never empty; nor are their villages.
};

struct Divisions {
  std::string city_code;
  std::string city_name;
  std::vector<District> districts;
};

// INVALID_ARGUMENT for text of another form, or when a district has no town or a town no village.
absl::StatusOr<Divisions> ParseDivisions(absl::string_view csv);

}  // namespace zoufang::city
