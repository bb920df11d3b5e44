#include "domain/lookup/segment.h"

#include <algorithm>
#include <cstring>
#include <unicode/unistr.h>

#include "domain/credit_code.h"
#include "domain/lookup/look_alike.h"
#include "domain/lookup/scan.h"

namespace zoufang::domain {
namespace {

constexpr size_t kLongestText = 255;  // Units; a longer name is cut.

std::string Utf8(std::u16string_view units) {
  std::string text;
  icu::UnicodeString(units.data(), static_cast<int>(units.size())).toUTF8String(text);
  return text;
}

// Writes over the padding at the arena's end and pads again.
template <typename Arena>
void AppendBeforePadding(Arena& arena, const typename Arena::value_type* data, size_t size) {
  arena.resize(arena.size() - kScanPadding);
  arena.append(data, size);
  arena.append(kScanPadding, 0);
}

uint8_t Clamp(int value) { return static_cast<uint8_t>(std::clamp(value, 0, 63)); }

}  // namespace

NameSegment::NameSegment()
    : units_(kScanPadding, 0),
      initials_(kScanPadding, 0),
      other_initials_(kScanPadding, 0),
      texts_(1),
      codes_(kScanPadding, 0) {
  texts_.back().row = kMostRows;
}

size_t NameSegment::units_size() const { return units_.size() - kScanPadding; }

uint16_t NameSegment::Append(const NameEntry& entry, const PlaceNames& places,
                             PinyinTable& pinyin) {
  NameRow row;
  row.kind = Clamp(entry.kind);
  row.status = Clamp(entry.status);
  row.active = entry.active;
  std::copy_n(entry.division_code.begin(),
              std::min(entry.division_code.size(), row.division.size()), row.division.begin());
  const uint16_t number = AppendRow(row, entry.id, NormalizeCreditCode(entry.credit_code));
  AppendName(number, false, entry.name, places, pinyin);
  for (const std::string& former : entry.former_names) {
    AppendName(number, true, former, places, pinyin);
  }
  if (full()) GiveBackSlack();
  return number;
}

void NameSegment::GiveBackSlack() {
  units_.shrink_to_fit();
  initials_.shrink_to_fit();
  other_initials_.shrink_to_fit();
  texts_.shrink_to_fit();
  core_signatures_.shrink_to_fit();
  rows_.shrink_to_fit();
  ids_.shrink_to_fit();
  codes_.shrink_to_fit();
}

uint16_t NameSegment::AppendCopy(const NameSegment& from, uint16_t row) {
  const uint16_t number = AppendRow(from.rows_[row], from.Id(row), from.Code(row));
  for (size_t text = from.FirstTextOf(row); from.texts_[text].row == row; ++text) {
    const std::u16string_view units = from.Text(text);
    const size_t begin = from.texts_[text].begin;
    const auto display = from.displays_.find(text);
    NameText copy = from.texts_[text];
    copy.row = number;
    AppendText(copy, units, display == from.displays_.end() ? "" : display->second);
    core_signatures_.push_back(from.core_signatures_[text]);
    AppendBeforePadding(initials_, from.initials() + begin, units.size() + 1);
    AppendBeforePadding(other_initials_, from.other_initials() + begin, units.size() + 1);
  }
  return number;
}

uint16_t NameSegment::AppendRow(NameRow row, absl::string_view id, absl::string_view code) {
  row.id_begin = static_cast<uint32_t>(ids_.size());
  row.id_size = static_cast<uint16_t>(id.size());
  row.live = true;
  ids_.append(id.data(), id.size());
  std::string slot(code.substr(0, kCodeStride - 1));
  slot.resize(kCodeStride);
  AppendBeforePadding(codes_, slot.data(), slot.size());
  rows_.push_back(row);
  ++live_rows_;
  return static_cast<uint16_t>(rows_.size() - 1);
}

void NameSegment::AppendText(NameText text, std::u16string_view units, absl::string_view display) {
  text.begin = static_cast<uint32_t>(units_size());
  if (!display.empty()) displays_[texts_.size() - 1] = std::string(display);
  std::u16string ended(units);
  ended.push_back(0);
  AppendBeforePadding(units_, ended.data(), ended.size());
  texts_.insert(texts_.end() - 1, text);
  texts_.back().begin = static_cast<uint32_t>(units_size());
}

void NameSegment::AppendName(uint16_t row, bool former, absl::string_view name,
                             const PlaceNames& places, PinyinTable& pinyin) {
  const std::u16string units = NormalizeName(name).substr(0, kLongestText);
  pinyin.Learn(units);
  std::string initials;
  std::string others;
  for (char16_t unit : units) {
    initials.push_back(pinyin.Of(unit).initial);
    others.push_back(pinyin.Of(unit).other_initial);
  }
  const NameParts parts = places.Split(units);
  const uint8_t place_units = static_cast<uint8_t>(parts.places.size());
  const uint8_t core_units = static_cast<uint8_t>(parts.core.size());
  AppendText({0, row, place_units, core_units, former}, units, Utf8(units) == name ? "" : name);
  core_signatures_.push_back(CoreSignature(parts.core));
  AppendBeforePadding(initials_, initials.c_str(), initials.size() + 1);
  AppendBeforePadding(other_initials_, others.c_str(), others.size() + 1);
}

void NameSegment::Remove(uint16_t row) {
  if (!rows_[row].live) return;
  rows_[row].live = false;
  --live_rows_;
  std::fill_n(codes_.begin() + row * kCodeStride, kCodeStride, 0);
  for (size_t text = FirstTextOf(row); texts_[text].row == row; ++text) {
    const size_t size = Text(text).size();
    const size_t begin = texts_[text].begin;
    std::fill_n(units_.begin() + begin, size, 0);
    std::fill_n(initials_.begin() + begin, size, 0);
    std::fill_n(other_initials_.begin() + begin, size, 0);
  }
}

size_t NameSegment::FirstTextOf(uint16_t row) const {
  const auto before = [](const NameText& text, uint16_t wanted) { return text.row < wanted; };
  return std::lower_bound(texts_.begin(), texts_.end(), row, before) - texts_.begin();
}

std::u16string_view NameSegment::Text(size_t text) const {
  const size_t begin = texts_[text].begin;
  return {units_.data() + begin, texts_[text + 1].begin - 1 - begin};
}

std::string NameSegment::DisplayText(size_t text) const {
  const auto it = displays_.find(text);
  return it != displays_.end() ? it->second : Utf8(Text(text));
}

absl::string_view NameSegment::Id(uint16_t row) const {
  return absl::string_view(ids_).substr(rows_[row].id_begin, rows_[row].id_size);
}

absl::string_view NameSegment::codes() const {
  return absl::string_view(codes_).substr(0, codes_.size() - kScanPadding);
}

absl::string_view NameSegment::Code(uint16_t row) const {
  const absl::string_view slot = codes().substr(row * kCodeStride, kCodeStride);
  return slot.substr(0, slot.find('\0'));
}

}  // namespace zoufang::domain
