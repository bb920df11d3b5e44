// From a save on tablet A to the same row durable on tablet B, which watches; against one unary
// call and one durable commit.
#include <atomic>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "domain/entities.h"
#include "sync/base/status.h"
#include "tools/bench/benchmarks.h"
#include "tools/bench/echo.h"
#include "tools/bench/rows.h"
#include "tools/bench/world.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::bench {
namespace {

constexpr int kChanges = 1000;
// What a visit takes on the wire.
constexpr size_t kVisitBytes = 400;

// Follows the server on its own thread: pulls whenever a head moves.
class Watcher {
 public:
  Watcher(const Tablet& tablet, std::string install) : tablet_(tablet) {
    thread_ = std::thread([this, install = std::move(install)] {
      (void)tablet_.transport->Watch(install, [this](const sync::v1::WatchReply&) {
        tablet_.engine->RequestPull();
        failed_ = failed_ || !tablet_.engine->SyncNow().ok();
        absl::MutexLock lock(&mu_);
        ++pulls_;
        return !failed_;
      });
    });
  }
  ~Watcher() {
    tablet_.transport->CancelWatch();
    thread_.join();
  }

  // Waits until `done` holds after a pull; false when the watch broke or 10 s passed.
  template <typename Done>
  bool Await(Done done) {
    const absl::Time deadline = absl::Now() + absl::Seconds(10);
    absl::MutexLock lock(&mu_);
    while (!failed_ && absl::Now() < deadline) {
      if (done()) return true;
      const int seen = pulls_;
      const auto more = [this, seen]()
                            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return pulls_ != seen; };
      mu_.AwaitWithDeadline(absl::Condition(&more), deadline);
    }
    return false;
  }

 private:
  const Tablet& tablet_;
  std::atomic<bool> failed_{false};
  absl::Mutex mu_;
  int pulls_ ABSL_GUARDED_BY(mu_) = 0;
  std::thread thread_;
};

absl::StatusOr<bool> Has(const Tablet& tablet, const std::string& id) {
  bool found = false;
  RETURN_IF_ERROR(tablet.replica->Read([&](sql::Database& db) -> absl::Status {
    ASSIGN_OR_RETURN(sql::Statement select, db.Prepare("SELECT 1 FROM visit WHERE id=?1"));
    select.Bind(1, id);
    ASSIGN_OR_RETURN(found, select.Step());
    return absl::OkStatus();
  }));
  return found;
}

// One unary call and one durable commit.
class Floor {
 public:
  static absl::StatusOr<Floor> Make(World& world, const std::string& insert) {
    ASSIGN_OR_RETURN(auto plain,
                     OpenPlain(world.File("plain.db"), world.catalogue(), schema::End::kDevice));
    return Floor(std::move(plain), insert);
  }
  absl::StatusOr<double> Milliseconds(const schema::Row& row) {
    const Stopwatch watch;
    if (!echo_->Call(std::string(kVisitBytes, 'x'))) {
      return absl::InternalError("the echo failed");
    }
    RETURN_IF_ERROR(plain_->Write([&] { return InsertRow(*plain_, insert_, row); }));
    return watch.Seconds() * 1000;
  }

 private:
  Floor(std::unique_ptr<sql::Database> plain, const std::string& insert)
      : plain_(std::move(plain)), insert_(insert) {}

  std::unique_ptr<sql::Database> plain_;
  std::string insert_;
  std::unique_ptr<EchoServer> echo_ = std::make_unique<EchoServer>();
};

}  // namespace

absl::StatusOr<Results> Propagate(const std::string& directory) {
  ASSIGN_OR_RETURN(const auto world, World::Make(directory));
  RETURN_IF_ERROR(world->Serve());
  ASSIGN_OR_RETURN(const Tablet a, world->NewTablet(kTown));
  ASSIGN_OR_RETURN(const Tablet b, world->NewTablet(kTown));
  const std::string insert = InsertText(domain::EntityOf<v1::Visit>(world->catalogue()));
  const auto save = [&](const schema::Row& row) -> absl::Status {
    RETURN_IF_ERROR(a.replica->Save([&](sql::Database& db) { return InsertRow(db, insert, row); }));
    return a.engine->SyncNow();
  };
  RETURN_IF_ERROR(a.engine->SyncNow());
  RETURN_IF_ERROR(save(MakeVisit(world->catalogue(), world->random(), kTown, 0)));
  RETURN_IF_ERROR(b.engine->SyncNow());
  ASSIGN_OR_RETURN(const auto status, b.replica->Status());
  ASSIGN_OR_RETURN(Floor floor, Floor::Make(*world, insert));
  std::vector<double> samples, floor_samples;
  {
    Watcher watcher(b, status.install_id);
    for (int i = 0; i < kChanges; ++i) {
      const schema::Row row = MakeVisit(world->catalogue(), world->random(), kTown, i);
      const Stopwatch watch;
      RETURN_IF_ERROR(
          a.replica->Save([&](sql::Database& db) { return InsertRow(db, insert, row); }));
      ASSIGN_OR_RETURN(const auto push, a.replica->MakePush());
      ASSIGN_OR_RETURN(const auto reply, a.transport->Push(*push));
      const bool arrived = watcher.Await([&] {
        const auto found = Has(b, row.id());
        return found.ok() && *found;
      });
      if (!arrived) return absl::InternalError("a change did not arrive");
      samples.push_back(watch.Seconds() * 1000);
      RETURN_IF_ERROR(a.replica->TakePush(*push, reply));
      // By turns, so that what else the machine does weighs on both.
      ASSIGN_OR_RETURN(floor_samples.emplace_back(), floor.Milliseconds(row));
    }
  }
  Results results;
  for (const auto& [name, percent] : {std::pair{"propagate_p50", 50.0}, {"propagate_p99", 99.0}}) {
    const double value = Percentile(samples, percent);
    const double base = Percentile(floor_samples, percent);
    results.push_back({name, value, "ms", base, value / base});
  }
  return results;
}

}  // namespace zoufang::bench
