// 3,000 tablets come online, and 3,000 watch and do nothing: what it takes, and what it costs the
// server in memory. The server is a process of its own.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "domain/entities.h"
#include "server/storage/accounts.h"
#include "server/storage/devices.h"
#include "server/storage/store.h"
#include "server/storage/tokens.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "sync/hub/hub.h"
#include "tools/bench/benchmarks.h"
#include "tools/bench/light_tablet.h"
#include "tools/bench/rows.h"
#include "tools/bench/server_process.h"
#include "tools/bench/world.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::bench {
namespace {

constexpr int kTablets = 3000;
constexpr int kTowns = 88;
constexpr int kOrganizations = 4000;
constexpr char kRegistry[] = "registry";
constexpr int kOutbox = 3;  // Visits saved since the tablet was last online.
constexpr absl::Duration kMorning = absl::Seconds(60);
// Nothing here takes longer than this, or it has failed.
constexpr absl::Duration kPatience = absl::Minutes(3);
constexpr absl::Duration kSettling = absl::Seconds(3);
// Files beside the connections.
constexpr int kOtherFiles = 200;

struct Officer {
  std::string user_id;
  std::string token;
  std::string town;
  std::vector<sync::v1::ScopeHead> heads;  // What its tablet had when it was last online.
};

// Writes officers, their tablets and tokens as enrolment would, without its passwords.
class Registrar {
 public:
  explicit Registrar(World& world) : world_(world), hub_(world.catalogue(), world.clock()) {}

  absl::StatusOr<std::vector<Officer>> Enrol(int count) {
    ASSIGN_OR_RETURN(const auto database,
                     sql::Database::Open(storage::DatabasePath(world_.File("server")),
                                         {.application_id = storage::kApplicationId}));
    std::vector<Officer> officers;
    RETURN_IF_ERROR(database->Write([&]() -> absl::Status {
      for (int i = 0; i < count; ++i) {
        ASSIGN_OR_RETURN(officers.emplace_back(), EnrolOne(*database, i));
      }
      return absl::OkStatus();
    }));
    RETURN_IF_ERROR(database->Read([&]() -> absl::Status {
      ASSIGN_OR_RETURN(const auto heads, hub_.Heads(*database));
      for (Officer& officer : officers) {
        for (const sync::v1::ScopeHead& head : heads) {
          const bool held =
              head.scope() == kRegistry || head.scope() == schema::AreaScope(officer.town);
          if (held) officer.heads.push_back(head);
        }
      }
      return absl::OkStatus();
    }));
    return officers;
  }

 private:
  absl::StatusOr<Officer> EnrolOne(sql::Database& database, int number) {
    const absl::Time now = world_.clock().Now();
    Officer officer{.user_id = base::NewUuid(now, world_.random()),
                    .token = storage::NewToken(world_.random()),
                    .town = TownCode(number % kTowns),
                    .heads = {}};
    const std::string name = absl::StrCat("herd", number);
    const std::string device_id = base::NewUuid(now, world_.random());
    RETURN_IF_ERROR(storage::InsertAccount(database,
                                           {.id = officer.user_id,
                                            .user_name = name,
                                            .display_name = name,
                                            .role = v1::ROLE_OFFICER,
                                            .area_prefixes = {officer.town},
                                            .password_hash = ""},
                                           now));
    RETURN_IF_ERROR(hub_.SetGrants(database, officer.user_id, {officer.town}));
    storage::Device device;
    device.id = device_id;
    device.user_id = officer.user_id;
    device.name = name;
    RETURN_IF_ERROR(storage::InsertDevice(database, device, now));
    RETURN_IF_ERROR(storage::InsertToken(
        database, storage::TokenHash(officer.token),
        {.kind = storage::TokenKind::kTablet, .user_id = officer.user_id, .device_id = device_id},
        now));
    return officer;
  }

  World& world_;
  hub::Hub hub_;
};

// What a tablet has to send after a day without network, and what it asks for.
LightTablet::Work WorkOf(World& world, const Officer& officer) {
  LightTablet::Work work;
  const absl::Time now = world.clock().Now();
  work.attach.set_install_id(base::NewUuid(now, world.random()));
  work.attach.mutable_base()->set_hash(std::string(16, '\0'));
  work.attach.set_protocol(1);
  work.push.set_install_id(work.attach.install_id());
  work.push.set_device_time_us(absl::ToUnixMicros(now));
  const schema::Entity& visit = domain::EntityOf<v1::Visit>(world.catalogue());
  std::string before(16, '\0');
  for (int i = 0; i < kOutbox; ++i) {
    sync::v1::MutationBody body;
    body.set_user_id(officer.user_id);
    body.set_observed_at_us(absl::ToUnixMicros(now));
    *body.add_edits() =
        hub::CreateEdit(visit, MakeVisit(world.catalogue(), world.random(), officer.town, i));
    auto& mutation = *work.push.add_mutations();
    mutation.set_seq(i + 1);
    mutation.set_uuid(world.random().Bytes(16));
    mutation.set_prev_hash(before);
    mutation.set_body(body.SerializeAsString());
    before = base::Hash128({before, mutation.uuid(), mutation.body()});
    mutation.set_hash(before);
  }
  work.pull.set_install_id(work.attach.install_id());
  for (const sync::v1::ScopeHead& head : officer.heads) {
    auto& cursor = *work.pull.add_scopes();
    cursor.set_scope(head.scope());
    *cursor.mutable_at() = head.at();
  }
  return work;
}

// A connection: of its own, as each tablet has, unless `shared`.
std::shared_ptr<grpc::Channel> Connect(const std::string& address, bool shared) {
  grpc::ChannelArguments arguments;
  if (!shared) arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

// Tablets that come online over some time.
class Herd {
 public:
  Herd(World& world, const std::vector<Officer>& officers, const std::string& address,
       bool shared_connection)
      : world_(world) {
    for (const Officer& officer : officers) {
      tablets_.push_back(std::make_unique<LightTablet>(Connect(address, shared_connection),
                                                       officer.token, WorkOf(world_, officer),
                                                       [this] { CountOne(); }));
    }
  }
  ~Herd() {
    for (auto& tablet : tablets_) tablet->Leave();
  }

  // Lets each `start` at its random moment of `over`; returns when all are in step.
  absl::Status Run(absl::Duration over, void (LightTablet::*start)()) {
    std::mt19937 dice(1);
    std::vector<absl::Duration> moments;
    for (size_t i = 0; i < tablets_.size(); ++i) moments.push_back(over * (dice() / 4294967296.0));
    std::sort(moments.begin(), moments.end());
    const absl::Time begin = absl::Now();
    for (size_t i = 0; i < tablets_.size(); ++i) {
      absl::SleepFor(begin + moments[i] - absl::Now());
      (*tablets_[i].*start)();
    }
    return AwaitAll();
  }

  std::vector<double> Milliseconds() const {
    std::vector<double> all;
    for (const auto& tablet : tablets_) all.push_back(absl::ToDoubleMilliseconds(tablet->took()));
    return all;
  }
  int Refusals() const {
    int all = 0;
    for (const auto& tablet : tablets_) all += tablet->refusals();
    return all;
  }

 private:
  void CountOne() {
    absl::MutexLock lock(&mu_);
    ++in_step_;
  }
  absl::Status AwaitAll() {
    {
      absl::MutexLock lock(&mu_);
      const auto all = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
        return in_step_ == tablets_.size();
      };
      if (!mu_.AwaitWithTimeout(absl::Condition(&all), kPatience)) {
        std::fprintf(stderr, "%zu of %zu tablets are in step\n", in_step_, tablets_.size());
        std::abort();  // Calls are under way that nothing may be taken from.
      }
    }
    for (const auto& tablet : tablets_) RETURN_IF_ERROR(tablet->status());
    return absl::OkStatus();
  }

  World& world_;
  std::vector<std::unique_ptr<LightTablet>> tablets_;
  absl::Mutex mu_;
  size_t in_step_ ABSL_GUARDED_BY(mu_) = 0;
};

// All come online within `over`.
absl::StatusOr<Results> ComeOnline(World& world, const std::vector<Officer>& officers,
                                   const std::string& name, absl::Duration over) {
  ASSIGN_OR_RETURN(const auto server, ServerProcess::Start(world.File("server")));
  Herd herd(world, officers, server->address(), /*shared_connection=*/false);
  const Stopwatch watch;
  RETURN_IF_ERROR(herd.Run(over, &LightTablet::ComeOnline));
  const double seconds = watch.Seconds();
  return Results{{name + "_done", seconds, "s", {}, {}},
                 {name + "_p50", Percentile(herd.Milliseconds(), 50), "ms", {}, {}},
                 {name + "_p99", Percentile(herd.Milliseconds(), 99), "ms", {}, {}},
                 {name + "_refused", static_cast<double>(herd.Refusals()), "calls", {}, {}},
                 {name + "_peak", server->PeakKib() / 1024, "MiB", {}, {}}};
}

// What each idle watcher adds to the memory of `server`.
absl::StatusOr<double> WatcherKib(World& world, const std::vector<Officer>& officers,
                                  const ServerProcess& server, bool shared_connection) {
  absl::SleepFor(kSettling);
  const double before = server.ResidentKib();
  Herd herd(world, officers, server.address(), shared_connection);
  RETURN_IF_ERROR(herd.Run(absl::Seconds(10), &LightTablet::WatchOnly));
  absl::SleepFor(kSettling);
  return (server.ResidentKib() - before) / static_cast<double>(officers.size());
}

// Measured of zoufangd, and of gRPC with nothing behind it.
absl::StatusOr<Result> CompareWatchers(World& world, const std::vector<Officer>& officers,
                                       const std::string& name, bool shared_connection) {
  ASSIGN_OR_RETURN(auto plain, ServerProcess::StartPlainWatch(world.File("plain.port")));
  ASSIGN_OR_RETURN(const double floor, WatcherKib(world, officers, *plain, shared_connection));
  plain.reset();
  ASSIGN_OR_RETURN(const auto server, ServerProcess::Start(world.File("server")));
  ASSIGN_OR_RETURN(const double each, WatcherKib(world, officers, *server, shared_connection));
  return Result{name, each, "KiB", floor, each / floor};
}

}  // namespace

absl::StatusOr<Results> HerdOf3000(const std::string& directory) {
  RETURN_IF_ERROR(RaiseOpenFiles(kTablets + kOtherFiles));
  ASSIGN_OR_RETURN(const auto world, World::Make(directory));
  RETURN_IF_ERROR(
      world->Seed(domain::EntityOf<v1::Organization>(world->catalogue()),
                  MakeOrganizations(world->catalogue(), kOrganizations, world->random())));
  ASSIGN_OR_RETURN(const std::vector<Officer> officers, Registrar(*world).Enrol(kTablets));
  Results results;
  for (const bool shared : {false, true}) {
    ASSIGN_OR_RETURN(
        results.emplace_back(),
        CompareWatchers(*world, officers, shared ? "watcher_shared" : "watcher", shared));
  }
  ASSIGN_OR_RETURN(const Results morning, ComeOnline(*world, officers, "herd", kMorning));
  ASSIGN_OR_RETURN(const Results at_once,
                   ComeOnline(*world, officers, "herd_at_once", absl::ZeroDuration()));
  results.insert(results.end(), morning.begin(), morning.end());
  results.insert(results.end(), at_once.begin(), at_once.end());
  return results;
}

}  // namespace zoufang::bench
