#include "tests/support/hub_check.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::testing {
namespace {

constexpr int64_t kPut = 1;

struct Place {
  int64_t scope = 0;
  int64_t rev = 0;
};

class HubCheck {
 public:
  HubCheck(sql::Database& database, const schema::Catalogue& catalogue)
      : db_(database), catalogue_(catalogue) {}

  absl::Status Run() {
    RETURN_IF_ERROR(ReadLogs());
    for (const schema::Entity& entity : catalogue_.entities()) RETURN_IF_ERROR(ReadRows(entity));
    for (const schema::Entity& entity : catalogue_.entities()) {
      if (entity.is_child()) RETURN_IF_ERROR(CheckParents(entity));
    }
    for (const auto& [key, place] : last_put_) {
      if (!rows_.contains(key)) Add(key.second, " is in a log and nowhere else");
    }
    RETURN_IF_ERROR(CheckDigests());
    return CheckOutcomes();
  }
  std::vector<std::string> TakeProblems() { return std::move(problems_); }

 private:
  using Key = std::pair<int64_t, std::string>;  // Entity, id.
  using ScopeKey = std::pair<int64_t, Key>;

  template <typename... Parts>
  void Add(const Parts&... parts) {
    problems_.push_back(absl::StrCat(parts...));
  }

  absl::Status ReadLogs() {
    ASSIGN_OR_RETURN(sql::Statement scopes,
                     db_.Prepare("SELECT n, name, head, hash, min_seq, min_hash FROM _scope"));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, scopes.Step());
      if (!more) return absl::OkStatus();
      RETURN_IF_ERROR(ReadLog(scopes));
    }
  }

  absl::Status ReadLog(const sql::Statement& scope) {
    int64_t seq = scope.Int(4);
    std::string hash(scope.Blob(5));
    ASSIGN_OR_RETURN(
        sql::Statement log,
        db_.Prepare(
            "SELECT seq, kind, entity, row_id, rev, hash FROM _log WHERE scope=?1 ORDER BY seq"));
    log.Bind(1, scope.Int(0));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, log.Step());
      if (!more) break;
      const char kind = static_cast<char>(log.Int(1));
      if (log.Int(0) != ++seq) Add(scope.Text(1), ": a gap in the log before ", log.Int(0));
      // The starts of these hubs have no salt.
      hash = base::Hash128({hash, absl::string_view(&kind, 1), base::BigEndian(log.Int(2)),
                            log.Text(3), base::BigEndian(log.Int(4)), ""});
      if (log.Blob(5) != absl::string_view(hash)) Add(scope.Text(1), ": hash of ", seq);
      const ScopeKey key{scope.Int(0), {log.Int(2), std::string(log.Text(3))}};
      log.Int(1) == kPut ? void(puts_[key] = log.Int(4)) : void(puts_.erase(key));
    }
    if (seq != scope.Int(2)) Add(scope.Text(1), ": head ", scope.Int(2), ", log ", seq);
    if (scope.Blob(3) != absl::string_view(hash)) Add(scope.Text(1), ": hash of the head");
    for (const auto& [key, rev] : puts_) {
      if (key.first == scope.Int(0)) last_put_[key.second] = {key.first, rev};
    }
    return absl::OkStatus();
  }

  absl::Status ReadRows(const schema::Entity& entity) {
    ASSIGN_OR_RETURN(
        sql::Statement rows,
        db_.Prepare(absl::StrCat("SELECT id, _rev, _scope, EXISTS(SELECT 1 FROM _grave WHERE"
                                 " row_id=id AND entity=?1) FROM \"",
                                 entity.table, "\"")));
    rows.Bind(1, entity.number);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, rows.Step());
      if (!more) return absl::OkStatus();
      const Key key{entity.number, std::string(rows.Text(0))};
      const Place place{rows.Int(2), rows.Int(1)};
      rows_[key] = place;
      digests_[place.scope] += base::RowDigest(key.second, place.rev);
      ++live_[place.scope];
      if (rows.Int(3) != 0) Add(key.second, " lives and has a grave");
      const auto put = puts_.find({place.scope, key});
      if (put == puts_.end() || put->second != place.rev) Add(key.second, " is not in its log");
    }
  }

  absl::Status CheckParents(const schema::Entity& entity) {
    const std::string parent_entity =
        entity.parent_entity_field < 0
            ? absl::StrCat(entity.parent)
            : absl::StrCat("\"", entity.fields[entity.parent_entity_field].name, "\"");
    ASSIGN_OR_RETURN(
        sql::Statement rows,
        db_.Prepare(absl::StrCat("SELECT id, \"", entity.fields[entity.parent_field].name, "\", ",
                                 parent_entity, " FROM \"", entity.table, "\"")));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, rows.Step());
      if (!more) return absl::OkStatus();
      const auto parent = rows_.find({rows.Int(2), std::string(rows.Text(1))});
      const Place& own = rows_.at({entity.number, std::string(rows.Text(0))});
      if (parent == rows_.end()) {
        // A conflict item outlives its row: both values stay to be read.
        if (entity.parent_entity_field < 0) Add(entity.table, " ", rows.Text(0), " has no parent");
      } else if (parent->second.scope != own.scope) {
        Add(entity.table, " ", rows.Text(0), " is not in its parent's scope");
      }
    }
  }

  absl::Status CheckDigests() {
    ASSIGN_OR_RETURN(sql::Statement scopes,
                     db_.Prepare("SELECT n, name, digest, live FROM _scope"));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, scopes.Step());
      if (!more) return absl::OkStatus();
      if (static_cast<uint64_t>(scopes.Int(2)) != digests_[scopes.Int(0)]) {
        Add(scopes.Text(1), ": digest");
      }
      if (scopes.Int(3) != live_[scopes.Int(0)]) Add(scopes.Text(1), ": count of live rows");
    }
  }

  absl::Status CheckOutcomes() {
    ASSIGN_OR_RETURN(sql::Statement mutations, db_.Prepare("SELECT n, outcome FROM _mutation"));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, mutations.Step());
      if (!more) return absl::OkStatus();
      sync::v1::MutationOutcome outcome;
      if (!outcome.ParseFromString(std::string(mutations.Blob(1)))) {
        Add("mutation ", mutations.Int(0), ": its outcome cannot be read");
      }
      for (const auto& edit : outcome.edits()) {
        if (edit.reason() == "SERVER_FAULT") Add("mutation ", mutations.Int(0), ": server fault");
        if (edit.verdict() == sync::v1::EditOutcome::VERDICT_UNSPECIFIED) {
          Add("mutation ", mutations.Int(0), ": an edit without verdict");
        }
      }
    }
  }

  sql::Database& db_;
  const schema::Catalogue& catalogue_;
  std::vector<std::string> problems_;
  std::map<ScopeKey, int64_t> puts_;  // What each log leaves in its scope, with its rev.
  std::map<Key, Place> last_put_;
  std::map<Key, Place> rows_;
  std::map<int64_t, uint64_t> digests_;
  std::map<int64_t, int64_t> live_;
};

}  // namespace

std::vector<std::string> HubProblems(sql::Database& database, const schema::Catalogue& catalogue) {
  HubCheck check(database, catalogue);
  const absl::Status read = database.Read([&] { return check.Run(); });
  std::vector<std::string> problems = check.TakeProblems();
  if (!read.ok()) problems.push_back(read.ToString());
  return problems;
}

}  // namespace zoufang::testing
