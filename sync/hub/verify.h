// Checks a server's database against itself.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/hub/context.h"
#include "sync/hub/scope_log.h"

namespace zoufang::hub {

struct VerifyProblem {
  std::string check;    // quick_check, log_hash, digest, scope, parent, history, lineage, version.
  std::string where;    // A scope, a table, a row.
  std::string message;  // In Chinese: what is wrong and what to do.
};

struct VerifyReport {
  std::vector<VerifyProblem> problems;  // Empty: all is well.
  int64_t rows = 0;                     // How much was checked.
  int64_t log_entries = 0;
  int64_t mutations = 0;
  std::string history_hash;  // The end of the history: noted elsewhere, it proves it for ever.

  // True when something is damaged or was tampered with; a sign that the database is an older one
  // (lineage) is none of that.
  bool damaged() const;
};

// Reads everything and changes nothing: SQLite's own check; each log's hashes from its beginning to
// its head; each scope's rows against its digest and against the last entries of its log; every
// row's scope and parent; the history. One per read transaction. Of each check the first problems
// are told. A database of an older version, not yet migrated, gets SQLite's check only.
class Verifier {
 public:
  explicit Verifier(const Context& context) : context_(context), log_(context) {}

  absl::StatusOr<VerifyReport> Run();

 private:
  // The last entry of a row in one scope's log.
  struct Last {
    LogKind kind;
    int64_t rev;
    int64_t seq;
  };
  using LastEntries = absl::flat_hash_map<uint64_t, Last>;  // By a digest of the row's id.

  void Report(absl::string_view check, absl::string_view where, std::string message);
  absl::StatusOr<bool> HasTable(const schema::Entity& entity);

  absl::Status QuickCheck();
  absl::StatusOr<bool> IsNewest();
  absl::Status Standing();  // verify.cc

  absl::Status Scopes();  // verify_log.cc
  absl::Status ReadSalts();
  absl::StatusOr<LastEntries> Log(const ScopeHead& head);

  absl::Status RowsOf(const ScopeHead& head, int64_t live, LastEntries last);  // verify_rows.cc
  absl::Status Places();
  absl::Status PlacesOf(const schema::Entity& entity);
  absl::Status ParentsOf(const schema::Entity& child, const schema::Entity& parent);
  // Reports each row of a query that gives ids.
  absl::Status ReportRows(absl::string_view check, absl::string_view table, const std::string& sql,
                          absl::string_view message);

  absl::Status Mutations();  // verify_history.cc
  absl::Status Releases();
  absl::Status Waiting();

  const Context& context_;
  ScopeLog log_;
  VerifyReport report_;
  std::map<std::string, int> told_;  // Problems, by check.
  std::map<int64_t, std::string> salts_;
};

}  // namespace zoufang::hub
