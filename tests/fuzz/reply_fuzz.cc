// What a server answers: bytes -> attach, push, snapshot, pull and repair replies at a tablet ->
// what must hold there, after every step; and an honest server at last brings it back into step.
//
// Replies are a hand-made server's, late, spoiled in any field, or with spoiled rows in them.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/logging.h"
#include "sync/base/log.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/rewind.h"
#include "tests/fuzz/row_page.h"
#include "tests/fuzz/spoil.h"
#include "tests/support/device_world.h"
#include "tests/support/screen_check.h"

namespace zoufang::fuzz {
namespace {

using testing::FakeServer;
using testing::kA;
using testing::kB;

constexpr absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
constexpr int kMostSteps = 16;
constexpr int kSettlingRounds = 6;

const std::vector<std::string> kStatements = {
    "INSERT OR IGNORE INTO note(id, area_code, keep) VALUES ('n3', '1', 'x')",
    "INSERT OR REPLACE INTO note(id, area_code, keep, sum) VALUES ('n1', '2', 'y', 4)",
    "INSERT OR IGNORE INTO part(id, note_id, keep) VALUES ('p1', 'n0', 'z')",
    "UPDATE note SET keep=keep||'k' WHERE id='n0'",
    "UPDATE note SET tags='[\"b\",\"c\"]' WHERE id>'n0'",
    "UPDATE note SET sum=sum+2, top=7 WHERE id='n1'",
    "UPDATE note SET body='one' || char(10) || 'two', state=2 WHERE id='n0'",
    "UPDATE OR REPLACE note SET id='n2' WHERE id='n1'",
    "DELETE FROM note WHERE id='n0'",
    "DELETE FROM part",
    "UPDATE note SET area_code='2' WHERE id='n0'",
};

class World {
 public:
  World() {
    base::SetLogSeverity(base::Severity::kError);
    google::protobuf::SetLogHandler(nullptr);
    Open();
    Begin();
    rewind_ = std::make_unique<Rewind>(*tool_);
  }

  void Run(Input input) {
    rewind_->Back();
    clock_.Set(kNow);
    random_.Restart(2);  // Not the seed that Begin used: uuids are never minted twice.
    server_.emplace(*honest_);
    where_ = {{"n0", kA}, {"n1", kB}};
    rev_ = 20;
    late_.reset();
    for (int step = 0; step < kMostSteps && !input.empty(); ++step) {
      Step(input);
      Check();
    }
    Settle();
  }

 private:
  // Random bytes that begin anew with each input.
  class Restarted : public base::Random {
   public:
    void Restart(uint64_t seed) { random_ = std::make_unique<base::SeededRandom>(seed); }
    std::string Bytes(size_t count) override { return random_->Bytes(count); }

   private:
    std::unique_ptr<base::SeededRandom> random_ = std::make_unique<base::SeededRandom>(1);
  };
  struct Late {
    sync::v1::PullRequest request;
    std::vector<sync::v1::PullPage> pages;
  };

  static void Must(const absl::Status& status) { Require(status.ok(), status.ToString()); }

  void Open() {
    const std::string path = directory_.File("tablet.db");
    replica_ = device::Replica::Open(path, catalogue_, {clock_, random_}).value();
    Must(replica_->SetEnrollment({.server = "s", .user_id = "li"}));
    tool_ = sql::Database::Open(path, {.application_id = device::kApplicationId}).value();
  }

  // Two scopes installed; own work that the server has and work that it has not.
  void Begin() {
    server_.emplace(catalogue_);
    server_->applied.set_hash(std::string(16, '\0'));
    server_->granted = {kA, kB};
    server_->Put(kA, "note", "n0", 11, {{"area_code", "1"}, {"keep", "a"}, {"tags", "[\"a\"]"}});
    server_->Put(kA, "part", "p0", 12, {{"note_id", "n0"}});
    server_->Put(kB, "note", "n1", 13, {{"area_code", "2"}, {"body", "one\ntwo"}});
    Settle();
    Save(kStatements[3]);
    Settle();
    Save(kStatements[5]);
    honest_.emplace(*server_);
  }

  void Step(Input& input) {
    switch (input.Choice(10)) {
      case 0:
      case 1:
        return Save(input.OneOf(kStatements));
      case 2:
        return Must(tool_->Write([&] { return tool_->Execute(input.OneOf(kStatements)); }));
      case 3:
      case 4:
        return Turn(input);
      case 5:
        return Attach(input);
      case 6:
        return Push(input);
      case 7:
        return Snapshot(input);
      case 8:
        return Repair(input);
      default:
        return Pull(input);
    }
  }

  void Save(const std::string& sql) {
    clock_.Advance(absl::Seconds(1));
    RequireReason(replica_->Save([&](sql::Database& db) { return db.Execute(sql); }),
                  {"FIELDS_INVALID", "SQL_CONSTRAINT", "SQL_DUPLICATE"});
  }

  // Changes something at the server.
  void Turn(Input& input) {
    const std::string scope = input.Choice(2) == 0 ? kA : kB;
    const std::string id = absl::StrCat("n", input.Choice(4));
    switch (input.Choice(8)) {
      case 0:
      case 1:
        return PutAt(scope, id, input);
      case 2:
        server_->granted = {scope};
        return;
      case 3:
        server_->granted = {kA, kB};
        return;
      case 4:
        server_->unknown = {scope};
        return;
      case 5:
        server_->rolled_beyond = input.Choice(3);
        return;
      case 6:
        server_->durable = server_->applied.seq();
        return;
      default:
        server_->applied.set_seq(server_->applied.seq() / 2);
    }
  }

  // As a server does: a row is in one scope, and moves by leaving the other. Its rev only rises.
  void PutAt(const std::string& scope, const std::string& id, Input& input) {
    std::string& at = where_[id];
    if (!at.empty() && at != scope) server_->Leave(at, id);
    at = scope;
    server_->Put(scope, "note", id, ++rev_,
                 {{"area_code", scope == kA ? "1" : "2"}, {"keep", input.Bytes(4)}});
  }

  // --- exchanges; every reply may be spoiled ---

  template <typename Message>
  static void SpoilSome(Input& input, Message& message) {
    for (int left = input.Choice(4); left > 0; --left) Spoil(input, message);
  }
  static void SpoilRows(Input& input, sync::v1::RowPage& page) {
    sync::v1::RowBatch batch = OpenPage(page);
    SpoilSome(input, batch);
    page = ClosePage(batch);
  }

  void Attach(Input& input) {
    const auto request = replica_->MakeAttach().value();
    if (!request.has_value()) {
      if (input.OneIn(4)) Must(replica_->TakeUnknownInstall(replica_->Status()->install_id));
      return;
    }
    sync::v1::AttachReply reply = server_->Answer(*request);
    SpoilSome(input, reply);
    if (!Arrives(reply)) return;
    RequireReason(replica_->TakeAttach(*request, reply), {"REPLY_MALFORMED"});
  }

  void Push(Input& input) {
    const auto request = replica_->MakePush().value();
    if (!request.has_value()) return;
    sync::v1::PushReply reply = server_->Answer(*request);
    SpoilSome(input, reply);
    if (!Arrives(reply)) return;
    RequireReason(replica_->TakePush(*request, reply), {"REPLY_MALFORMED"});
  }

  void Snapshot(Input& input) {
    const auto request = replica_->MakeSnapshot().value();
    if (!request.has_value()) return;
    std::map<std::string, sync::v1::SnapshotCursor> asked;
    for (const auto& cursor : request->scopes()) asked[cursor.scope()] = cursor;
    for (auto page : server_->Answer(*request)) {
      sync::v1::SnapshotCursor& cursor = asked[page.next().scope()];
      const sync::v1::SnapshotCursor next = page.next();
      if (input.OneIn(2)) SpoilRows(input, *page.mutable_rows());
      SpoilSome(input, page);
      if (!Arrives(page)) return;
      RequireReason(replica_->TakeSnapshotPage(cursor, page), {"REPLY_MALFORMED"});
      cursor = next;
    }
  }

  void Pull(Input& input) {
    const auto request = replica_->MakePull().value();
    if (!request.has_value()) return;
    Late now{*request, server_->Answer(*request)};
    for (sync::v1::PullPage& page : now.pages) {
      for (auto& changes : *page.mutable_changes()) {
        if (input.OneIn(3)) SpoilRows(input, *changes.mutable_rows());
      }
      SpoilSome(input, page);
      if (!Arrives(page)) return;
    }
    if (input.OneIn(8)) {
      late_ = std::move(now);
      return;
    }
    const Late& taken = late_.has_value() && input.OneIn(2) ? *late_ : now;
    RequireReason(replica_->TakePull(taken.request, taken.pages),
                  {"REPLY_MALFORMED", "DIGEST_DIFFERS"});
  }

  void Repair(Input& input) {
    auto digest = replica_->MakeDigest().value();
    while (digest.has_value()) {
      sync::v1::DigestReply reply = server_->Answer(*digest);
      SpoilSome(input, reply);
      if (!Arrives(reply)) return;
      const auto next = replica_->TakeDigest(*digest, reply);
      RequireReason(next.status(), {"REPLY_MALFORMED"});
      if (next.ok() && next->repair.has_value()) return TakeRanges(*next->repair, input);
      digest = next.ok() ? next->digest : std::nullopt;
    }
  }
  void TakeRanges(const sync::v1::RepairRequest& request, Input& input) {
    std::vector<sync::v1::RepairPage> pages = server_->Answer(request);
    for (sync::v1::RepairPage& page : pages) {
      if (input.OneIn(3)) SpoilRows(input, *page.mutable_rows());
      SpoilSome(input, page);
      if (!Arrives(page)) return;
    }
    RequireReason(replica_->TakeRepair(request, pages), {"REPLY_MALFORMED"});
  }

  // --- what must hold ---

  void Check() {
    Must(replica_->MakePush().status());  // Folds what the tool wrote.
    std::vector<std::string> problems;
    Must(replica_->Read([&](sql::Database& db) {
      problems = testing::ScreenProblems(db, catalogue_);
      return absl::OkStatus();
    }));
    RequireNone(problems);
    if (!Repairing()) Must(replica_->VerifyDigests());
  }

  // A scope that a lying server made differ is known to, until it is repaired.
  bool Repairing() {
    const std::vector<device::ScopeState> scopes = replica_->Status().value().scopes;
    return std::any_of(scopes.begin(), scopes.end(),
                       [](const device::ScopeState& scope) { return scope.state == "repairing"; });
  }

  void Settle() {
    server_->unknown.clear();
    server_->rolled_beyond = 0;
    server_->granted = {kA, kB};
    std::string unsettled = "not tried";
    for (int round = 0; round < kSettlingRounds && !unsettled.empty(); ++round) {
      SyncHonestly();
      Check();
      unsettled = Unsettled();
    }
    Require(unsettled.empty(), unsettled);
  }

  void SyncHonestly() {
    Input honest(nullptr, 0);
    for (int i = 0; i < 3; ++i) Attach(honest);
    for (int i = 0; i < 3; ++i) Push(honest);
    Snapshot(honest);
    Repair(honest);
    Pull(honest);
  }

  // What is still to do; "": nothing.
  std::string Unsettled() {
    const device::ReplicaStatus status = replica_->Status().value();
    if (!status.attached) return "the tablet does not attach";
    if (status.pending != 0) {
      return absl::StrCat(status.pending, " edits stay unsent: applied ", status.applied_seq,
                          " of ", status.last_seq, ", the server has ", server_->applied.seq());
    }
    if (status.scopes.size() != 2) return "both scopes are granted";
    for (const device::ScopeState& scope : status.scopes) {
      if (scope.state != "installed") return absl::StrCat(scope.scope, " stays ", scope.state);
    }
    return "";
  }

  testing::TempDir directory_;
  base::ManualClock clock_{kNow};
  Restarted random_;
  const schema::Catalogue& catalogue_ = testing::NotesCatalogue();
  std::optional<FakeServer> server_;
  std::optional<FakeServer> honest_;          // As it is before each input.
  std::map<std::string, std::string> where_;  // The scope of each note on the server.
  int64_t rev_ = 0;
  std::optional<Late> late_;
  std::unique_ptr<device::Replica> replica_;
  std::unique_ptr<sql::Database> tool_;
  std::unique_ptr<Rewind> rewind_;
};

}  // namespace
}  // namespace zoufang::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static auto* const kWorld = new zoufang::fuzz::World();
  kWorld->Run(zoufang::fuzz::Input(data, size));
  return 0;
}
