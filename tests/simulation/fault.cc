#include "tests/simulation/fault.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace zoufang::simulation {
namespace {

constexpr absl::string_view kNames[kFaults] = {
    "lost",
    "doubled",
    "delayed",
    "reordered",
    "tablet-crash",
    "server-crash",
    "tablet-power-cut",
    "server-power-cut",
    "server-restored",
    "server-restored-deep",
    "tablet-restored",
    "tablet-cloned",
    "clock-years-off",
    "clock-back",
    "clock-frozen",
    "area-changed",
    "tablet-revoked",
    "user-gone",
    "row-moved",
    "poison-undecodable",
    "poison-oversized",
    "poison-refused",
    "token-expired",
    "other-schema",
    "log-compacted",
    "first-sync-cut",
    "tablet-disk-full",
    "server-disk-full",
    "rows-damaged",
};

}  // namespace

absl::string_view NameOf(Fault fault) { return kNames[static_cast<int>(fault)]; }

FaultSet FaultSet::All() {
  FaultSet all;
  all.on_.fill(true);
  return all;
}

absl::StatusOr<FaultSet> FaultSet::Parse(absl::string_view list) {
  if (list == "all") return All();
  FaultSet set;
  if (list == "none") return set;
  for (const absl::string_view name : absl::StrSplit(list, ',', absl::SkipEmpty())) {
    int at = 0;
    while (at < kFaults && kNames[at] != name) ++at;
    if (at == kFaults) return absl::InvalidArgumentError(absl::StrCat("no such fault: ", name));
    set.Add(static_cast<Fault>(at));
  }
  return set;
}

std::vector<Fault> FaultSet::List() const {
  std::vector<Fault> list;
  for (int i = 0; i < kFaults; ++i) {
    if (on_[i]) list.push_back(static_cast<Fault>(i));
  }
  return list;
}

void FaultCounts::Add(const FaultCounts& other) {
  for (int i = 0; i < kFaults; ++i) counts_[i] += other.counts_[i];
}

}  // namespace zoufang::simulation
