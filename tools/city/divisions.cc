#include "tools/city/divisions.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace zoufang::city {
namespace {

struct Line {
  absl::string_view code, name, level, parent;
};

absl::StatusOr<Line> ParseLine(absl::string_view text) {
  const std::vector<absl::string_view> fields = absl::StrSplit(text, ',');
  if (fields.size() != 4) {
    return absl::InvalidArgumentError(absl::StrCat("not code,name,level,parent: ", text));
  }
  return Line{fields[0], fields[1], fields[2], fields[3]};
}

std::string PlainVillageName(absl::string_view name) {
  for (absl::string_view office : {"村民委员会", "社区居民委员会", "居民委员会", "社区居委会",
                                   "社区村委会", "村委会", "居委会", "委会"}) {
    if (absl::ConsumeSuffix(&name, office)) break;
  }
  absl::ConsumeSuffix(&name, "村");
  return std::string(name);
}

// Places each line below its parent, which stands above it in the file.
class Builder {
 public:
  absl::Status Add(const Line& line) {
    if (line.level == "city") {
      divisions_.city_code = std::string(line.code);
      divisions_.city_name = std::string(line.name);
      return absl::OkStatus();
    }
    if (line.level == "district") return AddDistrict(line);
    return line.level == "town" ? AddTown(line) : AddVillage(line);
  }

  absl::StatusOr<Divisions> Finish() && {
    if (divisions_.districts.empty()) return absl::InvalidArgumentError("no districts");
    for (const District& district : divisions_.districts) {
      if (district.towns.empty()) {
        return absl::InvalidArgumentError(absl::StrCat("no towns in ", district.name));
      }
      for (const Town& town : district.towns) {
        if (!town.villages.empty()) continue;
        return absl::InvalidArgumentError(absl::StrCat("no villages in ", town.name));
      }
    }
    return std::move(divisions_);
  }

 private:
  absl::Status AddDistrict(const Line& line) {
    districts_[line.code] = divisions_.districts.size();
    divisions_.districts.push_back({std::string(line.code), std::string(line.name), {}});
    return absl::OkStatus();
  }

  absl::Status AddTown(const Line& line) {
    const auto district = districts_.find(line.parent);
    if (district == districts_.end()) return NoParent(line);
    std::vector<Town>& towns = divisions_.districts[district->second].towns;
    towns_[line.code] = {district->second, towns.size()};
    towns.push_back({std::string(line.code), std::string(line.name), {}});
    return absl::OkStatus();
  }

  absl::Status AddVillage(const Line& line) {
    const auto town = towns_.find(line.parent);
    if (line.level != "village" || town == towns_.end()) return NoParent(line);
    const auto [district, number] = town->second;
    divisions_.districts[district].towns[number].villages.push_back({PlainVillageName(line.name)});
    return absl::OkStatus();
  }

  static absl::Status NoParent(const Line& line) {
    return absl::InvalidArgumentError(
        absl::StrCat("unknown level or parent of ", line.code, " ", line.name));
  }

  Divisions divisions_;
  absl::flat_hash_map<std::string, size_t> districts_;
  absl::flat_hash_map<std::string, std::pair<size_t, size_t>> towns_;
};

}  // namespace

absl::StatusOr<Divisions> ParseDivisions(absl::string_view csv) {
  Builder builder;
  bool header = true;
  for (absl::string_view text : absl::StrSplit(csv, '\n', absl::SkipEmpty())) {
    absl::ConsumeSuffix(&text, "\r");
    if (std::exchange(header, false)) continue;
    const absl::StatusOr<Line> line = ParseLine(text);
    if (!line.ok()) return line.status();
    if (absl::Status added = builder.Add(*line); !added.ok()) return added;
  }
  return std::move(builder).Finish();
}

}  // namespace zoufang::city
