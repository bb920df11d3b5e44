#include "domain/lookup/name_store.h"

#include <utility>

namespace zoufang::domain {

absl::string_view NameStore::IdAt::Id(uint32_t location) const {
  return (*segments)[location / NameSegment::kMostRows]->Id(RowOf(location));
}

uint32_t NameStore::Location(size_t segment, size_t row) {
  return static_cast<uint32_t>(segment * NameSegment::kMostRows + row);
}

NameStore::NameStore(PlaceNames places)
    : places_(std::move(places)), locations_(0, IdHash{{&segments_}}, IdEqual{{&segments_}}) {}

size_t NameStore::OpenSegment() {
  while (!open_.empty() && segments_[open_.back()]->full()) open_.pop_back();
  if (open_.empty()) {
    open_.push_back(segments_.size());
    segments_.push_back(std::make_unique<NameSegment>());
  }
  return open_.back();
}

void NameStore::Put(const NameEntry& entry) {
  Remove(entry.id);
  const size_t number = OpenSegment();
  locations_.insert(Location(number, segments_[number]->Append(entry, places_, pinyin_)));
}

void NameStore::Remove(absl::string_view id) {
  const auto it = locations_.find(id);
  if (it == locations_.end()) return;
  const uint32_t location = *it;
  locations_.erase(it);
  const size_t number = location / NameSegment::kMostRows;
  NameSegment& segment = *segments_[number];
  segment.Remove(RowOf(location));
  if (segment.full() && segment.live_rows() < NameSegment::kMostRows / 2) Rewrite(number);
}

void NameStore::Rewrite(size_t number) {
  const NameSegment& old = *segments_[number];
  auto compact = std::make_unique<NameSegment>();
  for (size_t row = 0; row < old.rows().size(); ++row) {
    if (!old.rows()[row].live) continue;
    locations_.erase(Location(number, row));
    compact->AppendCopy(old, static_cast<uint16_t>(row));
  }
  segments_[number] = std::move(compact);
  for (size_t row = 0; row < segments_[number]->rows().size(); ++row) {
    locations_.insert(Location(number, row));
  }
  open_.push_back(number);
}

const NameSegment& NameStore::SegmentOf(uint32_t location) const {
  return *segments_[location / NameSegment::kMostRows];
}

}  // namespace zoufang::domain
