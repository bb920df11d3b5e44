#include "sync/merge/merge_text.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"

namespace zoufang::merge {
namespace {

using Lines = std::vector<absl::string_view>;

// base[begin, end) was replaced by `lines`; begin == end: an insertion before base[begin].
struct Hunk {
  size_t begin;
  size_t end;
  Lines lines;
  friend bool operator==(const Hunk& a, const Hunk& b) {
    return a.begin == b.begin && a.end == b.end && a.lines == b.lines;
  }
};

// lengths[i][j]: the longest common subsequence of a[i…] and b[j…].
std::vector<std::vector<uint32_t>> CommonLengths(const Lines& a, const Lines& b) {
  std::vector<std::vector<uint32_t>> lengths(a.size() + 1, std::vector<uint32_t>(b.size() + 1, 0));
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      lengths[i][j] =
          a[i] == b[j] ? lengths[i + 1][j + 1] + 1 : std::max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

// A replacement of as many lines as there were is taken line by line, so that changes of
// neighbouring lines by two people stay apart.
void AppendHunk(size_t begin, size_t end, Lines lines, std::vector<Hunk>& hunks) {
  if (begin == end && lines.empty()) return;
  if (lines.size() != end - begin) {
    hunks.push_back({begin, end, std::move(lines)});
    return;
  }
  for (size_t i = 0; i < lines.size(); ++i) hunks.push_back({begin + i, begin + i + 1, {lines[i]}});
}

std::vector<Hunk> Diff(const Lines& base, const Lines& changed) {
  const auto lengths = CommonLengths(base, changed);
  std::vector<Hunk> hunks;
  size_t i = 0, j = 0, begin = 0;
  Lines lines;
  const auto flush = [&] {
    AppendHunk(begin, i, std::move(lines), hunks);
    lines.clear();
  };
  while (i < base.size() || j < changed.size()) {
    if (i < base.size() && j < changed.size() && base[i] == changed[j]) {
      flush();
      ++i, ++j;
      begin = i;
    } else if (j < changed.size() && (i == base.size() || lengths[i][j + 1] >= lengths[i + 1][j])) {
      lines.push_back(changed[j++]);
    } else {
      ++i;
    }
  }
  flush();
  return hunks;
}

bool Overlap(const Hunk& a, const Hunk& b) {
  if (a.begin == a.end && b.begin == b.end) return a.begin == b.begin;
  return a.begin < b.end && b.begin < a.end;
}

bool Before(const Hunk& a, const Hunk& b) {
  return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
}

// All hunks in order; nullopt: two of them overlap.
std::optional<std::vector<Hunk>> Combine(const std::vector<Hunk>& theirs,
                                         const std::vector<Hunk>& ours) {
  std::vector<Hunk> all = theirs;
  for (const Hunk& hunk : ours) {
    bool same = false;
    for (const Hunk& other : theirs) {
      if (hunk == other) {
        same = true;
      } else if (Overlap(hunk, other)) {
        return std::nullopt;
      }
    }
    if (!same) all.push_back(hunk);
  }
  std::stable_sort(all.begin(), all.end(), Before);
  return all;
}

}  // namespace

std::optional<std::string> MergeText(absl::string_view base, absl::string_view theirs,
                                     absl::string_view ours) {
  const Lines lines = absl::StrSplit(base, '\n');
  const auto hunks =
      Combine(Diff(lines, absl::StrSplit(theirs, '\n')), Diff(lines, absl::StrSplit(ours, '\n')));
  if (!hunks.has_value()) return std::nullopt;
  Lines merged;
  size_t next = 0;
  for (const Hunk& hunk : *hunks) {
    merged.insert(merged.end(), lines.begin() + next, lines.begin() + hunk.begin);
    merged.insert(merged.end(), hunk.lines.begin(), hunk.lines.end());
    next = hunk.end;
  }
  merged.insert(merged.end(), lines.begin() + next, lines.end());
  return absl::StrJoin(merged, "\n");
}

}  // namespace zoufang::merge
