// zoufang-bench: how fast the product is, as ratios to floors measured in the same run.
#include <CLI/CLI.hpp>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "sync/base/log.h"
#include "tools/bench/benchmarks.h"
#include "tools/bench/divisions_file.h"
#include "tools/bench/plain_watch.h"

namespace zoufang::bench {
namespace {

struct Benchmark {
  const char* name;
  absl::StatusOr<Results> (*run)(const std::string& directory);
};

constexpr Benchmark kBenchmarks[] = {
    {"local_save", LocalSave},     {"first_sync", FirstSync}, {"push_10k", Push10k},
    {"reconcile_2k", Reconcile2k}, {"propagate", Propagate},  {"burst_200", Burst200},
    {"herd", HerdOf3000},          {"search", Search},
};

nlohmann::json ToJson(const Result& result) {
  nlohmann::json json = {{"name", result.name},
                         {"value", result.value},
                         {"unit", result.unit},
                         {"floor", nullptr},
                         {"ratio", nullptr}};
  if (result.floor.has_value()) json["floor"] = *result.floor;
  if (result.ratio.has_value()) json["ratio"] = *result.ratio;
  return json;
}

void Print(const Result& result) {
  std::printf("%-18s %12.3f %-9s", result.name.c_str(), result.value, result.unit.c_str());
  if (result.ratio.has_value())
    std::printf(" floor %12.3f  ratio %6.3f", *result.floor, *result.ratio);
  std::printf("\n");
  std::fflush(stdout);
}

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const Benchmark& benchmark : kBenchmarks) names.emplace_back(benchmark.name);
  return names;
}

int Run(const std::string& directory, const std::vector<std::string>& only, bool json) {
  nlohmann::json all = nlohmann::json::array();
  for (const Benchmark& benchmark : kBenchmarks) {
    if (!only.empty() && std::find(only.begin(), only.end(), benchmark.name) == only.end())
      continue;
    // Of this run alone: nothing that was in the folder is touched.
    const std::string own =
        absl::StrCat(directory, "/zoufang-bench-", getpid(), "-", benchmark.name);
    std::error_code error;
    if (!std::filesystem::create_directories(own, error)) {
      std::cerr << "cannot make the folder " << own << ": " << error.message()
                << "; name another by --dir\n";
      return 1;
    }
    const absl::StatusOr<Results> results = benchmark.run(own);
    std::filesystem::remove_all(own, error);
    if (!results.ok()) {
      std::cerr << benchmark.name << ": " << results.status().message() << "\n";
      return 1;
    }
    for (const Result& result : *results) {
      all.push_back(ToJson(result));
      if (!json) Print(result);
    }
  }
  if (json) std::cout << all.dump(2) << "\n";
  return 0;
}

}  // namespace
}  // namespace zoufang::bench

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // As the programs do.
  CLI::App app("Measures Zoufang; prints each figure with its floor and their ratio.");
  bool json = false;
  std::vector<std::string> only;
  std::string directory = std::filesystem::temp_directory_path();
  std::string data = "data";
  std::string plain_watch;
  app.add_flag("--json", json, "print a JSON array of {name, value, unit, floor, ratio}");
  app.add_option("--only", only, "run these benchmarks only")
      ->check(CLI::IsMember(zoufang::bench::Names()));
  app.add_option("--dir", directory,
                 "where the files are written: a folder on the disk to measure");
  app.add_option("--data", data, "the project's data folder");
  app.add_option("--plain-watch", plain_watch,
                 "serve the floor of the watchers' memory, with the port in this file")
      ->group("");
  CLI11_PARSE(app, argc, argv);
  if (!plain_watch.empty()) {
    zoufang::bench::ServePlainWatch(plain_watch);
    return 0;
  }
  zoufang::base::SetLogSeverity(zoufang::base::Severity::kWarning);
  zoufang::bench::SetDataFolder(data);
  return zoufang::bench::Run(directory, only, json);
}
