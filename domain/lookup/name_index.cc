#include "domain/lookup/name_index.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "domain/credit_code.h"
#include "domain/lookup/look_alike.h"
#include "domain/lookup/name_search.h"

namespace zoufang::domain {
namespace {

constexpr size_t kMostLookAlikes = 10;   // In one search.
constexpr size_t kShortestCodePart = 4;  // Shorter ones stand in every code.

// The words of a query, normalised, longest first.
std::vector<std::u16string> WordsOf(absl::string_view text) {
  const std::string with_spaces = absl::StrReplaceAll(text, {{"\u3000", " "}});
  std::vector<std::u16string> words;
  for (absl::string_view word : absl::StrSplit(with_spaces, absl::ByAnyChar(" \t\r\n"))) {
    std::u16string normalised = NormalizeName(word);
    if (!normalised.empty()) words.push_back(std::move(normalised));
  }
  std::stable_sort(words.begin(), words.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return words;
}

bool IsCodePart(absl::string_view code) {
  return code.size() >= kShortestCodePart &&
         std::all_of(code.begin(), code.end(), absl::ascii_isalnum) &&
         std::any_of(code.begin(), code.end(), absl::ascii_isdigit);
}

LookupHit ToHit(const NameStore& store, const RankedHit& ranked) {
  const NameSegment& segment = store.SegmentOf(ranked.location);
  LookupHit hit;
  hit.id = std::string(ranked.id);
  hit.matched_by = ranked.by;
  hit.score = ranked.score;
  hit.exact = ranked.exact;
  hit.look_alike = ranked.look_alike;
  hit.matched_text = ranked.by == MatchedBy::kCreditCode
                         ? std::string(segment.Code(NameStore::RowOf(ranked.location)))
                         : segment.DisplayText(ranked.text);
  return hit;
}

}  // namespace

NameIndex::NameIndex(const std::vector<std::string>& places) : store_(PlaceNames(places)) {}

LookupResult NameIndex::Search(const LookupQuery& query) const {
  const size_t offset = static_cast<size_t>(std::max(query.offset, 0));
  const size_t end = offset + static_cast<size_t>(std::max(query.limit, 0));
  const std::u16string text = NormalizeName(query.text);
  if (text.empty()) return {};
  NameSearch search(store_, RowFilter(query), end + 1);
  const std::string code = NormalizeCreditCode(query.text);
  if (IsCodePart(code)) search.FindCode(code);
  const LookAlikeName typed(text, store_.places(), store_.pinyin());
  if (typed.whole()) search.FindLookAlikes(typed, kMostLookAlikes);
  search.FindWords({text});
  const std::vector<std::u16string> words = WordsOf(query.text);
  if (search.found() == 0 && words.size() > 1) search.FindWords(words);

  LookupResult result;
  const std::vector<RankedHit> best = search.Best();
  result.more = best.size() > end;
  for (size_t i = offset; i < std::min(end, best.size()); ++i) {
    result.hits.push_back(ToHit(store_, best[i]));
  }
  return result;
}

std::vector<LookupHit> NameIndex::LookAlikes(absl::string_view name, int limit) const {
  const LookAlikeName typed(NormalizeName(name), store_.places(), store_.pinyin());
  const size_t most = static_cast<size_t>(std::max(limit, 0));
  if (!typed.comparable() || most == 0) return {};
  NameSearch search(store_, RowFilter(LookupQuery{}), most);
  search.FindLookAlikes(typed, most);
  std::vector<LookupHit> hits;
  for (const RankedHit& hit : search.Best()) hits.push_back(ToHit(store_, hit));
  return hits;
}

}  // namespace zoufang::domain
