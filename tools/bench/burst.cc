// 200 tablets push 50 visits each at once, against a plain single writer with group commit.
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "domain/entities.h"
#include "server/storage/write_queue.h"
#include "sync/base/status.h"
#include "tools/bench/benchmarks.h"
#include "tools/bench/rows.h"
#include "tools/bench/world.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::bench {
namespace {

constexpr int kTablets = 200;
constexpr int kVisitsEach = 50;
constexpr int kTowns = 8;

// Retries while the server says "later", as a tablet does.
absl::Status PushAll(const Tablet& tablet) {
  while (true) {
    ASSIGN_OR_RETURN(const auto request, tablet.replica->MakePush());
    if (!request.has_value()) return absl::OkStatus();
    const auto reply = tablet.transport->Push(*request);
    if (absl::IsResourceExhausted(reply.status()) || absl::IsUnavailable(reply.status())) {
      absl::SleepFor(absl::Milliseconds(20));
      continue;
    }
    RETURN_IF_ERROR(reply.status());
    RETURN_IF_ERROR(tablet.replica->TakePush(*request, *reply));
  }
}

// Runs `work(i)` for every tablet at once; the seconds until the last is done.
template <typename Work>
absl::StatusOr<double> AllAtOnce(Work work) {
  std::atomic<bool> failed{false};
  std::vector<std::thread> threads;
  const Stopwatch watch;
  for (int i = 0; i < kTablets; ++i) {
    threads.emplace_back([&, i] {
      if (!work(i).ok()) failed = true;
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (failed) return absl::InternalError("a tablet failed");
  return watch.Seconds();
}

absl::StatusOr<double> PlainSeconds(World& world, const std::string& insert) {
  ASSIGN_OR_RETURN(auto plain,
                   OpenPlain(world.File("plain.db"), world.catalogue(), schema::End::kServer));
  std::vector<std::vector<schema::Row>> rows(kTablets);
  for (int i = 0; i < kTablets; ++i) {
    for (int j = 0; j < kVisitsEach; ++j) {
      rows[i].push_back(MakeVisit(world.catalogue(), world.random(), TownCode(i % kTowns), j));
    }
  }
  storage::WriteQueue queue(std::move(plain), /*checkpoint_pages=*/4000, [] {});
  return AllAtOnce([&](int i) -> absl::Status {
    for (const schema::Row& row : rows[i]) {
      RETURN_IF_ERROR(queue.Run([&](sql::Database& db) { return InsertRow(db, insert, row); }));
    }
    return absl::OkStatus();
  });
}

}  // namespace

absl::StatusOr<Results> Burst200(const std::string& directory) {
  ASSIGN_OR_RETURN(const auto world, World::Make(directory));
  RETURN_IF_ERROR(world->Serve());
  const std::string insert = InsertText(domain::EntityOf<v1::Visit>(world->catalogue()));
  std::vector<Tablet> tablets;
  for (int i = 0; i < kTablets; ++i) {
    const std::string town = TownCode(i % kTowns);
    ASSIGN_OR_RETURN(Tablet tablet, world->NewTablet(town));
    RETURN_IF_ERROR(tablet.engine->SyncNow());
    for (int j = 0; j < kVisitsEach; ++j) {
      const schema::Row row = MakeVisit(world->catalogue(), world->random(), town, j);
      RETURN_IF_ERROR(
          tablet.replica->Save([&](sql::Database& db) { return InsertRow(db, insert, row); }));
    }
    tablets.push_back(std::move(tablet));
  }
  constexpr double kAll = kTablets * kVisitsEach;
  ASSIGN_OR_RETURN(const double pushing, AllAtOnce([&](int i) { return PushAll(tablets[i]); }));
  ASSIGN_OR_RETURN(const double plain, PlainSeconds(*world, insert));
  return Results{{"burst_200", kAll / pushing, "visits/s", kAll / plain, plain / pushing}};
}

}  // namespace zoufang::bench
