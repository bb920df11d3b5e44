#include "tools/bench/divisions_file.h"

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace zoufang::bench {
namespace {

std::string& Folder() {
  static auto* const folder = new std::string("data");
  return *folder;
}

}  // namespace

void SetDataFolder(const std::string& folder) { Folder() = folder; }

absl::StatusOr<city::Divisions> ReadDivisions() {
  const std::string path = absl::StrCat(Folder(), "/zibo_divisions.csv");
  std::ifstream in(path);
  if (!in) return absl::NotFoundError(absl::StrCat("no ", path, "; give --data"));
  std::ostringstream text;
  text << in.rdbuf();
  return city::ParseDivisions(text.str());
}

}  // namespace zoufang::bench
