// Visits saved on a tablet, one durable transaction each, against the same rows without capture.
#include "domain/entities.h"
#include "sync/base/status.h"
#include "sync/device/replica.h"
#include "tools/bench/benchmarks.h"
#include "tools/bench/rows.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::bench {
namespace {

constexpr int kBlocks = 8;
constexpr int kPerBlock = 250;

}  // namespace

absl::StatusOr<Results> LocalSave(const std::string& directory) {
  ASSIGN_OR_RETURN(const schema::Catalogue catalogue, domain::ProductCatalogue());
  base::SystemClock clock;
  base::SystemRandom random;
  ASSIGN_OR_RETURN(const auto replica, device::Replica::Open(directory + "/tablet.db", catalogue,
                                                             {.clock = clock, .random = random}));
  RETURN_IF_ERROR(replica->SetEnrollment({.server = "127.0.0.1:1", .user_id = "officer"}));
  ASSIGN_OR_RETURN(const auto plain,
                   OpenPlain(directory + "/plain.db", catalogue, schema::End::kDevice));
  const std::string insert = InsertText(domain::EntityOf<v1::Visit>(catalogue));
  std::vector<double> captured, bare;
  // Blocks take turns, so that a disk that slows down slows both.
  for (int block = 0; block < kBlocks; ++block) {
    std::vector<schema::Row> rows;
    for (int i = 0; i < 2 * kPerBlock; ++i) rows.push_back(MakeVisit(catalogue, random, kTown, i));
    const Stopwatch with;
    for (int i = 0; i < kPerBlock; ++i) {
      RETURN_IF_ERROR(
          replica->Save([&](sql::Database& db) { return InsertRow(db, insert, rows[i]); }));
    }
    captured.push_back(kPerBlock / with.Seconds());
    const Stopwatch without;
    for (int i = kPerBlock; i < 2 * kPerBlock; ++i) {
      RETURN_IF_ERROR(plain->Write([&] { return InsertRow(*plain, insert, rows[i]); }));
    }
    bare.push_back(kPerBlock / without.Seconds());
  }
  const double value = Median(captured), floor = Median(bare);
  return Results{{"local_save", value, "visits/s", floor, value / floor}};
}

}  // namespace zoufang::bench
