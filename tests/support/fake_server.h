// A server of a few lines: answers a device by hand-made state, without merging anything.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sync/device/transport.h"
#include "sync/schema/row.h"

namespace zoufang::testing {

// Fields by name; the others have their defaults.
using Fields = std::vector<std::pair<std::string, sql::Value>>;
schema::Row MakeRow(const schema::Entity& entity, const std::string& id, const Fields& fields);

// A device's mutations are "ingested" in order, each edit APPLIED or what `verdicts` says; rows
// change only by Put, Leave and Gone. Every reply is made from what stands then, so a test decides
// what a checkpoint contains.
class FakeServer : public device::Transport {
 public:
  explicit FakeServer(const schema::Catalogue& catalogue) : catalogue_(catalogue) {}

  // --- what a test sets ---
  std::set<std::string> granted;
  uint64_t durable = 0;
  int64_t grant_version = 1;
  sync::v1::ChainPoint applied;  // Of the one install; hash of 16 zeros at first.
  int64_t incarnation = 0;       // Of its start; 0: it does not say.
  bool ingests = true;           // false: a push changes nothing here.
  bool knows_install = true;
  uint64_t rolled_beyond = 0;  // Added to applied.seq for Checkpoint.rolled.
  std::map<std::string, sync::v1::EditOutcome> verdicts;  // By row id.
  std::set<std::string> unknown;                          // Scopes whose cursors are off the log.
  std::set<std::string> refused;                          // Scopes whose snapshots are refused.
  std::set<std::string> wrong_digest;
  int rows_per_page = 2;
  int links = 1000;  // Of a chain that one attach carries.
  std::function<absl::Status(const std::string& call)> before;  // An error: the call fails.

  void Put(const std::string& scope, const std::string& table, const std::string& id, int64_t rev,
           const Fields& fields);
  void PutBody(const std::string& scope, uint32_t entity, const std::string& id, int64_t rev,
               std::string body);
  void Leave(const std::string& scope, const std::string& id) { Remove(scope, id, false); }
  void Gone(const std::string& scope, const std::string& id) { Remove(scope, id, true); }

  // What it knew of the chain is gone, as after a restore.
  void Forget();

  // --- what it got ---
  std::vector<std::string> calls;
  std::vector<sync::v1::AttachRequest> attaches;
  std::vector<sync::v1::Mutation> mutations;  // By seq, from 1.
  sync::v1::PullRequest last_pull;
  sync::v1::RepairRequest last_repair;

  // --- replies ---
  sync::v1::AttachReply Answer(const sync::v1::AttachRequest& request);
  sync::v1::PushReply Answer(const sync::v1::PushRequest& request);
  std::vector<sync::v1::SnapshotPage> Answer(const sync::v1::SnapshotRequest& request);
  std::vector<sync::v1::PullPage> Answer(const sync::v1::PullRequest& request);
  sync::v1::DigestReply Answer(const sync::v1::DigestRequest& request);
  std::vector<sync::v1::RepairPage> Answer(const sync::v1::RepairRequest& request);

  int most_links() const override { return links; }
  absl::StatusOr<sync::v1::AttachReply> Attach(const sync::v1::AttachRequest& request) override;
  absl::StatusOr<sync::v1::PushReply> Push(const sync::v1::PushRequest& request) override;
  absl::Status Snapshot(
      const sync::v1::SnapshotRequest& request,
      absl::FunctionRef<absl::Status(const sync::v1::SnapshotPage&)> take) override;
  absl::StatusOr<std::vector<sync::v1::PullPage>> Pull(
      const sync::v1::PullRequest& request) override;
  absl::StatusOr<sync::v1::DigestReply> Digest(const sync::v1::DigestRequest& request) override;
  absl::StatusOr<std::vector<sync::v1::RepairPage>> Repair(
      const sync::v1::RepairRequest& request) override;

 private:
  struct StoredRow {
    uint32_t entity = 0;
    int64_t rev = 0;
    std::string body;
  };
  struct LogEntry {
    std::string id;
    uint32_t entity;
    char kind;  // 'P', 'L', 'G'
  };
  struct ServerScope {
    std::map<std::string, StoredRow> rows;
    std::vector<LogEntry> log;
  };

  void Remove(const std::string& scope, const std::string& id, bool gone);
  absl::Status Begin(const std::string& call);
  static sync::v1::LogPoint HeadOf(const std::string& name, const ServerScope& scope);
  uint64_t DigestOf(const ServerScope& scope) const;
  sync::v1::RowPage PageOf(const std::vector<const StoredRow*>& rows) const;

  const schema::Catalogue& catalogue_;
  std::string install_;  // The one it attached last.
  std::map<std::string, ServerScope> scopes_;
  std::map<std::string, sync::v1::MutationOutcome> outcomes_;  // By uuid.
};

}  // namespace zoufang::testing
