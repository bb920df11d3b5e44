// The rows of the index and where each id stands.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "domain/lookup/lookup.h"
#include "domain/lookup/name_text.h"
#include "domain/lookup/pinyin.h"
#include "domain/lookup/segment.h"

namespace zoufang::domain {

// Segments of rows. A location is segment number * kMostRows + row. An update appends the new row
// and blanks the old; a full segment that is less than half alive is rewritten, and filled up
// again. Invariant: every segment that is not full is in open_. Thread-compatible.
class NameStore {
 public:
  explicit NameStore(PlaceNames places);
  NameStore(const NameStore&) = delete;
  NameStore& operator=(const NameStore&) = delete;

  void Put(const NameEntry& entry);
  void Remove(absl::string_view id);
  void Reserve(size_t rows) { locations_.reserve(rows); }

  size_t size() const { return locations_.size(); }
  const std::vector<std::unique_ptr<NameSegment>>& segments() const { return segments_; }
  const PlaceNames& places() const { return places_; }
  const PinyinTable& pinyin() const { return pinyin_; }

  const NameSegment& SegmentOf(uint32_t location) const;
  static uint16_t RowOf(uint32_t location) { return location % NameSegment::kMostRows; }

 private:
  using Segments = std::vector<std::unique_ptr<NameSegment>>;

  // Ids are kept once, in the segments: the set holds locations and hashes what stands there.
  struct IdAt {
    using is_transparent = void;
    const Segments* segments;
    absl::string_view Id(uint32_t location) const;
    absl::string_view Id(absl::string_view id) const { return id; }
  };
  struct IdHash : IdAt {
    template <typename T>
    size_t operator()(const T& value) const {
      return absl::Hash<absl::string_view>()(this->Id(value));
    }
  };
  struct IdEqual : IdAt {
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const {
      return this->Id(a) == this->Id(b);
    }
  };

  static uint32_t Location(size_t segment, size_t row);
  // The number of a segment that is not full.
  size_t OpenSegment();
  void Rewrite(size_t segment);

  PlaceNames places_;
  PinyinTable pinyin_;
  Segments segments_;
  std::vector<size_t> open_;
  absl::flat_hash_set<uint32_t, IdHash, IdEqual> locations_;
};

}  // namespace zoufang::domain
