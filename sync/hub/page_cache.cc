#include "sync/hub/page_cache.h"

#include "absl/strings/str_cat.h"

namespace zoufang::hub {
namespace {

std::string KeyOf(absl::string_view head_hash, const sync::v1::SnapshotCursor& cursor) {
  return absl::StrCat(head_hash, cursor.after_entity(), "/", cursor.after_id(), "/",
                      cursor.scope());
}

int64_t BytesOf(const sync::v1::SnapshotPage& page) {
  return static_cast<int64_t>(page.rows().zstd().size());
}

}  // namespace

std::optional<sync::v1::SnapshotPage> PageCache::Find(absl::string_view head_hash,
                                                      const sync::v1::SnapshotCursor& cursor) {
  absl::MutexLock lock(&mu_);
  const auto found = by_key_.find(KeyOf(head_hash, cursor));
  if (found == by_key_.end()) return std::nullopt;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->second;
}

void PageCache::Keep(absl::string_view head_hash, const sync::v1::SnapshotCursor& cursor,
                     const sync::v1::SnapshotPage& page) {
  std::string key = KeyOf(head_hash, cursor);
  absl::MutexLock lock(&mu_);
  if (by_key_.contains(key)) return;
  entries_.emplace_front(key, page);
  by_key_.emplace(std::move(key), entries_.begin());
  bytes_ += BytesOf(page);
  while (bytes_ > most_bytes_) {
    bytes_ -= BytesOf(entries_.back().second);
    by_key_.erase(entries_.back().first);
    entries_.pop_back();
  }
}

}  // namespace zoufang::hub
