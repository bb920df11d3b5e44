// A run of the index's rows in contiguous arenas, so that a search reads memory in one direction.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "domain/lookup/lookup.h"
#include "domain/lookup/name_text.h"
#include "domain/lookup/pinyin.h"

namespace zoufang::domain {

// What a filter asks of a row.
struct NameRow {
  uint32_t id_begin = 0;
  uint16_t id_size = 0;
  uint8_t kind = 0;
  uint8_t status = 0;
  bool active = false;
  bool live = false;
  std::array<char, 12> division{};  // Filled up with zeros.
};

// One name or former name of a row. Texts of a row are neighbours, the name first.
struct NameText {
  uint32_t begin = 0;  // In units(); the text ends before the zero in front of the next one.
  uint16_t row = 0;
  uint8_t places = 0;  // Units at its front that are places.
  uint8_t core = 0;    // Units of its core behind them; see NameParts.
  bool former = false;
};

// Append-only but for removal, which blanks a row's texts and code so that no scan finds them
// again. Invariants: initials() and other_initials() are as long as units() and aligned with it;
// every text is followed by a zero; each arena ends with at least kScanPadding zeros.
class NameSegment {
 public:
  static constexpr size_t kMostRows = 16384;
  static constexpr size_t kCodeStride = 20;  // A code and at least one zero.

  NameSegment();

  bool full() const { return rows_.size() == kMostRows; }
  size_t live_rows() const { return live_rows_; }

  // Returns the new row's number. Requires !full().
  uint16_t Append(const NameEntry& entry, const PlaceNames& places, PinyinTable& pinyin);
  // Takes over a live row of another segment as it is.
  uint16_t AppendCopy(const NameSegment& from, uint16_t row);
  void Remove(uint16_t row);

  const std::vector<NameRow>& rows() const { return rows_; }
  // In order; behind the last one stands an empty one, so that each ends where the next begins.
  const std::vector<NameText>& texts() const { return texts_; }
  const std::vector<uint64_t>& core_signatures() const { return core_signatures_; }
  const char16_t* units() const { return units_.data(); }
  const char* initials() const { return initials_.data(); }
  const char* other_initials() const { return other_initials_.data(); }
  size_t units_size() const;  // Without the padding.

  size_t FirstTextOf(uint16_t row) const;
  std::u16string_view Text(size_t text) const;
  // As it was registered.
  std::string DisplayText(size_t text) const;
  absl::string_view Id(uint16_t row) const;
  // The codes, kCodeStride bytes per row.
  absl::string_view codes() const;
  absl::string_view Code(uint16_t row) const;

 private:
  void GiveBackSlack();
  uint16_t AppendRow(NameRow row, absl::string_view id, absl::string_view code);
  void AppendText(NameText text, std::u16string_view units, absl::string_view display);
  void AppendName(uint16_t row, bool former, absl::string_view name, const PlaceNames& places,
                  PinyinTable& pinyin);

  std::u16string units_;
  std::string initials_;
  std::string other_initials_;
  std::vector<NameText> texts_;
  std::vector<uint64_t> core_signatures_;
  absl::flat_hash_map<uint32_t, std::string> displays_;  // By text; only where it differs.
  std::vector<NameRow> rows_;
  std::string ids_;
  std::string codes_;
  size_t live_rows_ = 0;
};

}  // namespace zoufang::domain
