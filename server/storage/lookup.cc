#include "server/storage/lookup.h"

#include <optional>

#include "sync/base/status.h"

namespace zoufang::storage {

absl::Status Lookup::Load(sql::Database& database) {
  absl::MutexLock lock(&mu_);
  return organizations_.ForEachEntry(database,
                                     [this](const domain::NameEntry& entry)
                                         ABSL_NO_THREAD_SAFETY_ANALYSIS { index_.Put(entry); });
}

absl::Status Lookup::Refresh(Store& store, const std::vector<std::string>& ids) {
  absl::MutexLock refreshing(&refreshing_);
  std::vector<std::optional<domain::NameEntry>> entries;
  RETURN_IF_ERROR(store.Read([&](sql::Database& database) -> absl::Status {
    for (const std::string& id : ids) {
      ASSIGN_OR_RETURN(entries.emplace_back(), organizations_.EntryOf(database, id));
    }
    return absl::OkStatus();
  }));
  absl::MutexLock lock(&mu_);
  for (size_t i = 0; i < ids.size(); ++i) {
    if (entries[i].has_value()) {
      index_.Put(*entries[i]);
    } else {
      index_.Remove(ids[i]);
    }
  }
  return absl::OkStatus();
}

domain::LookupResult Lookup::Search(const domain::LookupQuery& query) const {
  absl::ReaderMutexLock lock(&mu_);
  return index_.Search(query);
}

std::vector<domain::LookupHit> Lookup::LookAlikes(absl::string_view name, int limit) const {
  absl::ReaderMutexLock lock(&mu_);
  return index_.LookAlikes(name, limit);
}

}  // namespace zoufang::storage
