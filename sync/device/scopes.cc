#include "sync/device/scopes.h"

#include <algorithm>
#include <limits>

#include "sync/base/status.h"

namespace zoufang::device {

constexpr char kSelectScopes[] =
    "SELECT n, name, state, seq, hash, included, digest, row_count, expected_rows FROM _scope"
    " ORDER BY n";

absl::StatusOr<ScopeSet> ScopeSet::Load(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectScopes));
  ScopeSet set;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return set;
    set.scopes_.push_back({.n = select.Int(0),
                           .name = std::string(select.Text(1)),
                           .standing = static_cast<ScopeStanding>(select.Int(2)),
                           .seq = select.Int(3),
                           .hash = std::string(select.Blob(4)),
                           .included = select.Int(5),
                           .digest = static_cast<uint64_t>(select.Int(6)),
                           .rows = select.Int(7),
                           .expected_rows = select.Int(8)});
  }
}

Scope* ScopeSet::Find(absl::string_view name) {
  const auto found = std::find_if(scopes_.begin(), scopes_.end(),
                                  [&](const Scope& scope) { return scope.name == name; });
  return found == scopes_.end() ? nullptr : &*found;
}

Scope* ScopeSet::At(int64_t n) {
  const auto found = std::find_if(scopes_.begin(), scopes_.end(),
                                  [n](const Scope& scope) { return scope.n == n; });
  return found == scopes_.end() ? nullptr : &*found;
}

bool ScopeSet::AllInstalled() const {
  return std::all_of(scopes_.begin(), scopes_.end(),
                     [](const Scope& scope) { return scope.installed(); });
}

int64_t ScopeSet::IncludedEverywhere() const {
  int64_t least = std::numeric_limits<int64_t>::max();
  for (const Scope& scope : scopes_) {
    least = std::min(least, scope.installed() ? scope.included : -1);
  }
  return least;
}

Inclusion ScopeSet::OfRowWithoutImage() const {
  if (scopes_.empty()) return {.by_outcome = true};
  return {.seq = IncludedEverywhere()};
}

constexpr char kInsertScope[] =
    "INSERT INTO _scope(name, state, seq, hash, included, digest, row_count, expected_rows)"
    " VALUES (?1, 1, 0, x'', -1, 0, 0, ?2)";

absl::Status ScopeSet::Add(absl::string_view name, int64_t expected_rows, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertScope));
  insert.Bind(1, name);
  insert.Bind(2, expected_rows);
  RETURN_IF_ERROR(insert.Run());
  scopes_.push_back({.n = database.last_insert_rowid(),
                     .name = std::string(name),
                     .expected_rows = expected_rows});
  return absl::OkStatus();
}

constexpr char kUpdateScope[] =
    "UPDATE _scope SET state=?2, seq=?3, hash=?4, included=?5, digest=?6, row_count=?7 WHERE n=?1";

absl::Status ScopeSet::Store(const Scope& scope, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kUpdateScope));
  update.Bind(1, scope.n);
  update.Bind(2, static_cast<int>(scope.standing));
  update.Bind(3, scope.seq);
  update.BindBlob(4, scope.hash);
  update.Bind(5, scope.included);
  update.Bind(6, scope.digest);
  update.Bind(7, scope.rows);
  return update.Run();
}

constexpr char kDeleteScope[] = "DELETE FROM _scope WHERE n=?1";

absl::Status ScopeSet::Remove(int64_t n, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement remove, database.Prepare(kDeleteScope));
  remove.Bind(1, n);
  RETURN_IF_ERROR(remove.Run());
  std::erase_if(scopes_, [n](const Scope& scope) { return scope.n == n; });
  return absl::OkStatus();
}

}  // namespace zoufang::device
