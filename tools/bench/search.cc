// The look-up on 4,088 and on 1,000,000 names.
#include <random>

#include "absl/strings/str_cat.h"
#include "domain/lookup/name_index.h"
#include "domain/lookup/pinyin.h"
#include "sync/base/status.h"
#include "tools/bench/benchmarks.h"
#include "tools/bench/divisions_file.h"
#include "tools/city/city.h"

namespace zoufang::bench {
namespace {

constexpr int kQueries = 400;

// The characters [from, from + count) of a UTF-8 text of three-byte characters.
std::string Part(const std::string& name, size_t from, size_t count) {
  return name.substr(3 * from, 3 * count);
}

// The first letters of the pinyin of three-byte characters.
std::string Initials(domain::PinyinTable& pinyin, const std::string& text) {
  std::string initials;
  for (size_t i = 0; i + 2 < text.size(); i += 3) {
    const auto unit = static_cast<char16_t>((text[i] & 0x0f) << 12 | (text[i + 1] & 0x3f) << 6 |
                                            (text[i + 2] & 0x3f));
    pinyin.Learn(std::u16string(1, unit));
    if (pinyin.Of(unit).initial != 0) initials += pinyin.Of(unit).initial;
  }
  return initials;
}

// Half of the queries are parts of names that exist, anywhere in them; the rest are frequent words
// and words that nothing has.
std::vector<std::string> MakeQueries(const std::vector<std::string>& names) {
  std::mt19937 random(1);
  domain::PinyinTable pinyin;
  std::vector<std::string> queries = {"协会",     "服务", "中心", "志愿",     "社区", "服务中心",
                                      "志愿服务", "商会", "张店", "淄博",     "zbs",  "fwzx",
                                      "zyfw",     "xh",   "鑫鑫", "飞碟研究", "qqqq", "wxyz"};
  while (queries.size() < kQueries) {
    const std::string& name = names[random() % names.size()];
    const size_t length = name.size() / 3;
    if (name.size() % 3 != 0 || length < 6) continue;
    const size_t count = queries.size() % 2 == 0 ? 2 : 4;
    const std::string part = Part(name, random() % (length - count), count);
    queries.push_back(queries.size() % 3 == 0 ? Initials(pinyin, part) : part);
  }
  return queries;
}

absl::StatusOr<Result> Measure(const std::string& name, uint64_t count) {
  ASSIGN_OR_RETURN(const city::Divisions divisions, ReadDivisions());
  city::City city(20260401, divisions, count);
  domain::NameIndex index;
  index.Reserve(count);
  std::vector<std::string> names;
  for (uint64_t i = 0; i < count; ++i) {
    city::Organization made = city.Next();
    if (i % (count / 1000) == 0) names.push_back(made.name);
    index.Put({.id = absl::StrCat(i),
               .credit_code = std::move(made.credit_code),
               .name = std::move(made.name),
               .former_names = std::move(made.former_names),
               .division_code = std::move(made.area_code)});
  }
  std::vector<double> samples;
  for (const std::string& query : MakeQueries(names)) {
    const Stopwatch watch;
    const domain::LookupResult result = index.Search({.text = query});
    samples.push_back(watch.Seconds() * 1000);
  }
  return Result{name, Percentile(samples, 99), "ms", std::nullopt, std::nullopt};
}

}  // namespace

absl::StatusOr<Results> Search(const std::string&) {
  Results results;
  ASSIGN_OR_RETURN(Result small, Measure("search_4k_p99", 4088));
  results.push_back(std::move(small));
  ASSIGN_OR_RETURN(Result large, Measure("search_1m_p99", 1000000));
  results.push_back(std::move(large));
  return results;
}

}  // namespace zoufang::bench
