// zoufang-city: writes a synthetic registry of Zibo as organizations.csv and divisions.csv.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include <CLI/CLI.hpp>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "tools/city/city.h"

namespace zoufang::city {
namespace {

struct Options {
  uint64_t seed = 1;
  uint64_t organizations = kZiboOrganizations;
  std::string divisions = "data/zibo_divisions.csv";
  std::string out;
};

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::Status Finish(std::ofstream& file, const std::string& path) {
  file.close();
  return file ? absl::OkStatus() : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

absl::Status WriteOrganizations(const Options& options, const Divisions& divisions) {
  const std::string path = absl::StrCat(options.out, "/organizations.csv");
  std::ofstream file(path, std::ios::binary);
  file << CsvHeader() << "\n";
  City city(options.seed, divisions, options.organizations);
  for (uint64_t i = 0; i < options.organizations && file; ++i) {
    file << CsvLine(city.Next()) << "\n";
  }
  return Finish(file, path);
}

absl::Status WriteDivisions(const Options& options, const std::string& csv) {
  const std::string path = absl::StrCat(options.out, "/divisions.csv");
  std::ofstream file(path, std::ios::binary);
  file << csv;
  return Finish(file, path);
}

absl::Status Run(const Options& options) {
  const absl::StatusOr<std::string> csv = ReadFile(options.divisions);
  if (!csv.ok()) return csv.status();
  const absl::StatusOr<Divisions> divisions = ParseDivisions(*csv);
  if (!divisions.ok()) return divisions.status();
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  if (absl::Status written = WriteDivisions(options, *csv); !written.ok()) return written;
  return WriteOrganizations(options, *divisions);
}

}  // namespace
}  // namespace zoufang::city

int main(int argc, char** argv) {
  zoufang::city::Options options;
  CLI::App app("Writes a synthetic registry of Zibo; the same seed gives the same bytes.");
  app.add_option("--seed", options.seed, "Seed of all chance")->capture_default_str();
  app.add_option("--divisions", options.divisions, "CSV of divisions")->capture_default_str();
  app.add_option("--out", options.out, "Folder to write to; made if need be")->required();
  app.add_option("--organizations", options.organizations, "How many")
      ->check(CLI::Range(uint64_t{1}, uint64_t{10'000'000}))
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = zoufang::city::Run(options);
  if (!status.ok()) std::cerr << "zoufang-city: " << status.message() << "\n";
  return status.ok() ? 0 : 1;
}
