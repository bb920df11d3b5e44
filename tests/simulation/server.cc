#include "tests/simulation/server.h"

#include <utility>

#include "sync/base/status.h"

namespace zoufang::simulation {
namespace {

constexpr uint32_t kApplicationId = 0x53494d31;  // "SIM1"
constexpr absl::Duration kBootTime = absl::Seconds(5);
constexpr char kFile[] = "hub.db";

absl::StatusOr<std::unique_ptr<sql::Database>> OpenFile(const std::string& path) {
  return sql::Database::Open(path, {.application_id = kApplicationId});
}

// A hub's file with all its tables, made once: making them anew for each run would cost more than
// the run.
const DiskCopy& EmptyFile(Build build, const base::Clock& clock) {
  static auto* const made = new std::map<Build, DiskCopy>;
  DiskCopy& files = (*made)[build];
  if (!files.empty()) return files;
  VirtualDisk disk;
  const Machine machine("template-server", disk);
  hub::Hub hub(CatalogueOf(build), clock);
  std::unique_ptr<sql::Database> db = OpenFile(machine.PathOf(kFile)).value();
  if (!hub.Prepare(*db).ok()) return files;
  db.reset();
  return files = disk.Copy();
}

}  // namespace

Server::Server(base::ManualClock& clock, uint64_t seed, Build build)
    : clock_(clock), random_(seed), build_(build), machine_("server", disk_) {
  disk_.Replace(EmptyFile(build, clock));
}

absl::Status Server::Boot() {
  clock_.Advance(kBootTime);
  ASSIGN_OR_RETURN(db_, OpenFile(machine_.PathOf(kFile)));
  auto hub = std::make_unique<hub::Hub>(catalogue(), clock_);
  RETURN_IF_ERROR(hub->Prepare(*db_));
  RETURN_IF_ERROR(db_->Write([&] { return hub->Start(*db_); }));
  hub_ = std::move(hub);
  return absl::OkStatus();
}

void Server::Fall() {
  hub_.reset();
  db_.reset();
}

absl::StatusOr<sync::v1::MutationOutcome> Server::Ingest(const hub::Author& author,
                                                         const std::vector<sync::v1::Edit>& edits) {
  const std::string uuid = random_.Bytes(16);
  sync::v1::MutationOutcome outcome;
  RETURN_IF_ERROR(db_->Write([&]() -> absl::Status {
    ASSIGN_OR_RETURN(outcome, hub_->Ingest(*db_, author, uuid, edits));
    return absl::OkStatus();
  }));
  return outcome;
}

absl::Status Server::SetGrants(const std::string& user, const std::vector<std::string>& prefixes) {
  return db_->Write([&] { return hub_->SetGrants(*db_, user, prefixes); });
}

constexpr char kSelectGrant[] =
    "SELECT s.name FROM _scope s, json_each((SELECT prefixes FROM _grant WHERE user_id=?1"
    " ORDER BY version DESC LIMIT 1)) p WHERE s.name='registry' OR s.name GLOB "
    "'area:'||p.value||'*'";

absl::StatusOr<std::set<std::string>> Server::GrantedTo(const std::string& user) {
  std::set<std::string> scopes;
  ASSIGN_OR_RETURN(sql::Statement select, db_->Prepare(kSelectGrant));
  select.Bind(1, user);
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return scopes;
    scopes.insert(std::string(select.Text(0)));
  }
}

std::string Server::NewId() { return base::NewUuid(clock_.Now(), random_); }

constexpr char kSelectLogs[] = "SELECT n, min_seq, head FROM _scope WHERE head>min_seq ORDER BY n";
constexpr char kMoveMinimum[] =
    "UPDATE _scope SET min_seq=?2, min_hash=(SELECT hash FROM _log WHERE scope=?1 AND seq=?2)"
    " WHERE n=?1";
constexpr char kDropEntries[] = "DELETE FROM _log WHERE scope=?1 AND seq<=?2";

absl::StatusOr<int64_t> Server::Compact(Dice& dice) {
  struct Log {
    int64_t scope, least, head;
  };
  std::vector<Log> logs;
  {
    ASSIGN_OR_RETURN(sql::Statement select, db_->Prepare(kSelectLogs));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      logs.push_back({select.Int(0), select.Int(1), select.Int(2)});
    }
  }
  if (logs.empty()) return 0;
  const Log log = dice.Pick(logs);
  const int64_t upto = log.least + dice.Between(1, static_cast<int>(log.head - log.least));
  RETURN_IF_ERROR(db_->Write([&]() -> absl::Status {
    for (const char* text : {kMoveMinimum, kDropEntries}) {
      ASSIGN_OR_RETURN(sql::Statement run, db_->Prepare(text));
      run.Bind(1, log.scope);
      run.Bind(2, upto);
      RETURN_IF_ERROR(run.Run());
    }
    return absl::OkStatus();
  }));
  return upto - log.least;
}

absl::StatusOr<Backup> Server::BackUp(bool verified) {
  Backup backup{.files = disk_.Copy()};
  ASSIGN_OR_RETURN(backup.mutations, db_->QueryInt("SELECT max(n) FROM _mutation"));
  if (!verified) return backup;
  VirtualDisk disk;
  disk.Replace(backup.files);
  const Machine machine("backup", disk);
  ASSIGN_OR_RETURN(const std::unique_ptr<sql::Database> taken, OpenFile(machine.PathOf(kFile)));
  RETURN_IF_ERROR(db_->Write([&] { return hub_->NoteBackup(*db_, *taken); }));
  return backup;
}

absl::Status Server::Restore(const Backup& backup) {
  Fall();
  disk_.Replace(backup.files);
  return Boot();
}

}  // namespace zoufang::simulation
