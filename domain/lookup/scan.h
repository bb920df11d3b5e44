// The inner loops of the look-up: where in an arena could a match begin?
//
// Why a scan and no posting lists: a million names are 32 MB of UTF-16, which one core reads in
// about three milliseconds, while the lists of 协会 or 服务中心 would hold most names anyhow and
// would have to be kept in step with every Put. Sixteen bytes at a time with SSE2, which every
// x86-64 has, else one by one. Each position found is handed to `visit`, which is inlined: frequent
// words are found hundreds of thousands of times.
#pragma once

#include <cstddef>
#include <string>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace zoufang::domain {

// Every arena that is scanned ends with this many zeros, which belong to no text.
inline constexpr size_t kScanPadding = 32;
// The farthest that two compared positions may lie apart.
inline constexpr size_t kMostScanDistance = kScanPadding / 2;

// Letters of a match, beside the first one. A position shows a letter if either arena has it.
struct InitialsPattern {
  char first = 0;
  std::string seconds;  // Any of these comes next; empty: anything may.
  char last = 0;        // Stands `distance` after the first; 0: anything may.
  size_t distance = 0;  // At most kMostScanDistance.

  static constexpr size_t kMostSeconds = 6;
};

namespace scan_internal {

#if defined(__SSE2__)
inline __m128i Load(const void* from) { return _mm_loadu_si128(static_cast<const __m128i*>(from)); }

inline __m128i Shows(const char* initials, const char* others, size_t i, __m128i wanted) {
  return _mm_or_si128(_mm_cmpeq_epi8(Load(initials + i), wanted),
                      _mm_cmpeq_epi8(Load(others + i), wanted));
}

// One bit per byte: is it the wanted one?
inline unsigned Mask(__m128i bytes) { return static_cast<unsigned>(_mm_movemask_epi8(bytes)); }
#endif

}  // namespace scan_internal

// Visits each position in [0, size) where `first` stands, and `last` stands `distance` further on.
// `units` is padded and distance at most kMostScanDistance; neither unit is 0.
template <typename Visit>
void ForEachPair(const char16_t* units, size_t size, char16_t first, char16_t last, size_t distance,
                 Visit visit) {
#if defined(__SSE2__)
  const __m128i firsts = _mm_set1_epi16(static_cast<short>(first));
  const __m128i lasts = _mm_set1_epi16(static_cast<short>(last));
  for (size_t i = 0; i < size; i += 8) {
    using scan_internal::Load;
    const __m128i both = _mm_and_si128(_mm_cmpeq_epi16(Load(units + i), firsts),
                                       _mm_cmpeq_epi16(Load(units + i + distance), lasts));
    // Two equal bits per unit: keep one.
    for (unsigned mask = scan_internal::Mask(both) & 0x5555; mask != 0; mask &= mask - 1) {
      visit(i + __builtin_ctz(mask) / 2);
    }
  }
#else
  for (size_t i = 0; i < size; ++i) {
    if (units[i] == first && units[i + distance] == last) visit(i);
  }
#endif
}

// The same for bytes.
template <typename Visit>
void ForEachPair(const char* bytes, size_t size, char first, char last, size_t distance,
                 Visit visit) {
#if defined(__SSE2__)
  const __m128i firsts = _mm_set1_epi8(first);
  const __m128i lasts = _mm_set1_epi8(last);
  for (size_t i = 0; i < size; i += 16) {
    using scan_internal::Load;
    const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(Load(bytes + i), firsts),
                                       _mm_cmpeq_epi8(Load(bytes + i + distance), lasts));
    for (unsigned mask = scan_internal::Mask(both); mask != 0; mask &= mask - 1) {
      visit(i + __builtin_ctz(mask));
    }
  }
#else
  for (size_t i = 0; i < size; ++i) {
    if (bytes[i] == first && bytes[i + distance] == last) visit(i);
  }
#endif
}

// Visits each position in [0, size) that shows the pattern. Both arenas are padded and aligned.
template <typename Visit>
void ForEachInitials(const char* initials, const char* others, size_t size,
                     const InitialsPattern& pattern, Visit visit) {
#if defined(__SSE2__)
  const __m128i first = _mm_set1_epi8(pattern.first);
  __m128i seconds[InitialsPattern::kMostSeconds];
  const size_t count = pattern.seconds.size();
  for (size_t k = 0; k < count; ++k) seconds[k] = _mm_set1_epi8(pattern.seconds[k]);
  const __m128i last = _mm_set1_epi8(pattern.last);
  for (size_t i = 0; i < size; i += 16) {
    using scan_internal::Shows;
    __m128i any = count == 0 ? _mm_set1_epi8(-1) : Shows(initials, others, i + 1, seconds[0]);
    for (size_t k = 1; k < count; ++k) {
      any = _mm_or_si128(any, Shows(initials, others, i + 1, seconds[k]));
    }
    unsigned mask = scan_internal::Mask(_mm_and_si128(any, Shows(initials, others, i, first)));
    if (mask != 0 && pattern.last != 0) {
      mask &= scan_internal::Mask(Shows(initials, others, i + pattern.distance, last));
    }
    for (; mask != 0; mask &= mask - 1) visit(i + __builtin_ctz(mask));
  }
#else
  const auto shows = [&](size_t i, char c) { return initials[i] == c || others[i] == c; };
  for (size_t i = 0; i < size; ++i) {
    if (!shows(i, pattern.first)) continue;
    if (pattern.last != 0 && !shows(i + pattern.distance, pattern.last)) continue;
    bool follows = pattern.seconds.empty();
    for (char second : pattern.seconds) follows = follows || shows(i + 1, second);
    if (follows) visit(i);
  }
#endif
}

}  // namespace zoufang::domain
