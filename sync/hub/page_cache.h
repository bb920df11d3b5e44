// Pages of snapshots that were made before.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::hub {

// A city's tablets take the same registry, and after a restore all of them take everything anew: a
// page is read and compressed once for as long as its scope's head stands. A head's hash covers the
// whole log, so equal hashes mean equal rows. The pages used longest ago give way. Thread-safe.
class PageCache {
 public:
  // `most_bytes`: of compressed rows, all pages together.
  explicit PageCache(int64_t most_bytes) : most_bytes_(most_bytes) {}

  // The page of `head_hash`'s scope that follows `cursor`'s row, with where it ends and whether it
  // is the last.
  std::optional<sync::v1::SnapshotPage> Find(absl::string_view head_hash,
                                             const sync::v1::SnapshotCursor& cursor);
  void Keep(absl::string_view head_hash, const sync::v1::SnapshotCursor& cursor,
            const sync::v1::SnapshotPage& page);

 private:
  using Entry = std::pair<std::string, sync::v1::SnapshotPage>;

  const int64_t most_bytes_;
  absl::Mutex mu_;
  std::list<Entry> entries_ ABSL_GUARDED_BY(mu_);  // The latest used first.
  absl::flat_hash_map<std::string, std::list<Entry>::iterator> by_key_ ABSL_GUARDED_BY(mu_);
  int64_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace zoufang::hub
