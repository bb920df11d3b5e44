// The scopes that the user may hold, and what of the own chain their images contain.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/sql/database.h"

namespace zoufang::device {

// As stored in _scope.state.
enum class ScopeStanding {
  kNew = 1,        // Granted, never taken.
  kInstalled = 2,  // Its images are the server's rows at its cursor.
  kInvalid = 3,    // Its images stay until it is taken anew.
  kRepairing = 4,  // Installed, and some images are known to differ: their ranges are to be taken.
  kRepaired = 5,  // Installed, and repaired: one that differs at the next checkpoint is taken anew.
};

struct Scope {
  int64_t n = 0;  // What _scope columns hold.
  std::string name;
  ScopeStanding standing = ScopeStanding::kNew;
  int64_t seq = 0;  // The cursor.
  std::string hash;
  int64_t included = -1;  // The last own seq that its images contain.
  uint64_t digest = 0;    // Over its images.
  int64_t rows = 0;
  int64_t expected_rows = 0;  // What the server had when it granted the scope; 0: it did not say.

  // It has a cursor, takes part in pulls, and its images contain own mutations up to `included`.
  bool installed() const {
    return standing != ScopeStanding::kNew && standing != ScopeStanding::kInvalid;
  }
  bool repairing() const { return standing == ScopeStanding::kRepairing; }
};

// What of the own chain a row's image contains (protocol T3): mutations up to a seq; without any
// granted scope those that have an outcome.
struct Inclusion {
  bool by_outcome = false;
  int64_t seq = -1;

  bool Contains(int64_t mutation_seq, bool has_outcome) const {
    return by_outcome ? has_outcome : mutation_seq <= seq;
  }
};

// All of them, read in one transaction.
class ScopeSet {
 public:
  static absl::StatusOr<ScopeSet> Load(sql::Database& database);

  std::vector<Scope>& all() { return scopes_; }
  const std::vector<Scope>& all() const { return scopes_; }
  Scope* Find(absl::string_view name);
  Scope* At(int64_t n);

  bool AllInstalled() const;
  // The most that may be forgotten: what every image contains; -1 while one is new or invalid.
  int64_t IncludedEverywhere() const;
  // For a row without an image: the least of all scopes, a new or invalid one counting as -1.
  Inclusion OfRowWithoutImage() const;

  // Adds a new scope, writes one back, removes one. In a write transaction.
  absl::Status Add(absl::string_view name, int64_t expected_rows, sql::Database& database);
  absl::Status Store(const Scope& scope, sql::Database& database);
  absl::Status Remove(int64_t n, sql::Database& database);

 private:
  std::vector<Scope> scopes_;
};

}  // namespace zoufang::device
