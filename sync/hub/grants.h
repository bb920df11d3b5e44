// Which scopes a user may hold, now and earlier.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/hub/context.h"

namespace zoufang::hub {

// The scope that every device holds.
inline constexpr char kRegistryScope[] = "registry";

// A user's areas from one version on.
struct Grant {
  int64_t version = 0;
  std::vector<std::string> prefixes;  // Division codes; each covers all that begin with it.
  absl::Time since;

  // True for the registry and for "area:<code>" under one of the prefixes.
  bool Covers(absl::string_view scope) const;
};

// How a user may write where a row is.
enum class Access {
  kNone,
  kNow,   // By what he holds today.
  kLate,  // By what he held when he wrote, lost no longer ago than the grace.
};

// Where a row was when its author saw it, and where it is now.
struct Stay {
  std::string then;
  absl::Time left = absl::InfiniteFuture();  // When it went from there.
  std::string now;
};

class Grants {
 public:
  explicit Grants(const Context& context) : context_(context) {}

  // All of a user's grants, oldest first; empty for a stranger. Read once a call.
  absl::StatusOr<const std::vector<Grant>*> Of(absl::string_view user_id);
  // Writes a new version when the prefixes differ from the newest.
  absl::Status Set(absl::string_view user_id, const std::vector<std::string>& prefixes);
  // The names of all scopes that the user may hold now, in order, with the version.
  absl::StatusOr<std::vector<std::string>> ScopesOf(absl::string_view user_id);
  // The version of the newest grant; 0 for a stranger.
  absl::StatusOr<int64_t> VersionOf(absl::string_view user_id);
  // What lets a user write to a row that he saw under the grant of `version`. The grace counts from
  // the first loss: a later grant that covers its place no more, or the row's move.
  absl::StatusOr<Access> Judge(absl::string_view user_id, int64_t version, const Stay& stay);

 private:
  const Context& context_;
  absl::flat_hash_map<std::string, std::vector<Grant>> read_;
};

}  // namespace zoufang::hub
