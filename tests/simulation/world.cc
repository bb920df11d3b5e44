#include "tests/simulation/world.h"

#include "tests/simulation/virtual_transport.h"

namespace zoufang::simulation {
namespace {

const absl::Time kBegin = absl::FromUnixSeconds(1'780'000'000);
constexpr int kUsers = 3;

// Half of the runs with two apps begin with an old server.
Build FirstBuild(uint64_t seed, const FaultSet& faults) {
  return faults.Has(Fault::kOtherSchema) && Mix(seed, 91) % 2 == 0 ? Build::kOlder : Build::kNewer;
}

}  // namespace

World::World(uint64_t run_seed, FaultSet run_faults, Keep keep, Saboteur& run_saboteur)
    : seed(run_seed),
      faults(run_faults),
      saboteur(run_saboteur),
      trace(keep),
      clock(kBegin),
      server(clock, Mix(run_seed, 90), FirstBuild(run_seed, run_faults)) {
  for (int i = 0; i < kUsers; ++i) users.push_back(absl::StrCat("u", i));
}

bool World::Strikes(Fault fault, int one_in) {
  if (!faulty || !faults.Has(fault) || !dice->OneIn(one_in)) return false;
  Count(fault);
  return true;
}

void World::Count(Fault fault) {
  counts.Count(fault);
  trace.Say("  ! ", NameOf(fault));
}

Tablet& World::AddTablet(const std::string& user, Build build) {
  const int n = static_cast<int>(tablets.size());
  tablets.push_back(std::make_unique<Tablet>(n, user, Mix(seed, 1000 + n), build, clock));
  known.emplace_back();
  transports.push_back(std::make_unique<VirtualTransport>(*this, n));
  return *tablets.back();
}

}  // namespace zoufang::simulation
