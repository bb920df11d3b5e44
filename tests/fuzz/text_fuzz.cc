// What people type: a credit code, a complaint's number, a name to look up.
#include <set>

#include "absl/strings/str_cat.h"
#include "domain/complaint_number.h"
#include "domain/credit_code.h"
#include "domain/lookup/name_index.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"

namespace zoufang::fuzz {
namespace {

void TypeCreditCode(const std::string& text) {
  const domain::CreditCodeCheck check = domain::CheckCreditCode(text);
  Require(check.code == domain::NormalizeCreditCode(text), "the code is the normalised text");
  Require(domain::NormalizeCreditCode(check.code) == check.code, "normalising twice is once");
  Require(check.suggestions.size() <= 3, "at most three suggestions");
  for (const std::string& suggestion : check.suggestions) {
    Require(domain::CheckCreditCode(suggestion).well_formed(), "a suggestion is right");
    Require(suggestion != check.code, "a suggestion is another code");
  }
  Require(domain::ExplainInChinese(check).empty() == check.well_formed(), "faults are explained");
  Require(domain::ExplainInEnglish(check).empty() == check.well_formed(), "faults are explained");
  if (!check.well_formed()) return;
  Require(domain::CreditCodeCheckCharacter(absl::string_view(check.code).substr(0, 17)) ==
              check.code.back(),
          "a right code ends with its check character");
}

void TypeComplaintNumber(const std::string& text) {
  std::string number = domain::NormalizeComplaintNumber(text);
  Require(domain::NormalizeComplaintNumber(number) == number, "normalising twice is once");
  if (!domain::IsComplaintNumber(number)) return;
  for (char& digit : number) {
    if (digit < '0' || digit > '9') continue;
    const char before = digit;
    digit = before == '9' ? '0' : static_cast<char>(before + 1);
    Require(!domain::IsComplaintNumber(number), "one wrong digit is noticed");
    digit = before;
  }
}

domain::NameIndex* MakeIndex() {
  auto* const index = new domain::NameIndex();
  const std::pair<const char*, const char*> kNames[] = {
      {"淄博市志愿服务联合会", "51370300MJE0000019"},
      {"张店区篮球总会", "51370303MJE0000027"},
      {"张店区蓝球总会", "51370303MJE0000035"},
      {"乐善养老服务中心", "52370303MJE074768L"},
      {"重庆商会（淄博）", ""},
      {"ＡＢＣ English 学会", "53370300MJE0000043"},
      {"𠮷祥基金会", ""},
      {"行知长乐单行车协会", ""}};
  int id = 0;
  for (const auto& [name, code] : kNames) {
    index->Put({.id = absl::StrCat("o", id++),
                .credit_code = code,
                .name = name,
                .former_names = {absl::StrCat("原", name)},
                .division_code = "370303001",
                .kind = 1,
                .status = 1});
  }
  return index;
}

void CheckResult(const domain::LookupResult& result, int limit) {
  Require(static_cast<int>(result.hits.size()) <= limit, "no more than asked for");
  std::set<std::string> ids;
  for (const domain::LookupHit& hit : result.hits) {
    Require(ids.insert(hit.id).second, "one hit for each organisation");
  }
}

void LookUp(Input& input) {
  static domain::NameIndex* const kIndex = MakeIndex();
  domain::LookupQuery query{.limit = 1 + input.Choice(20), .offset = input.Choice(4)};
  if (input.OneIn(4)) query.division_prefix = input.Bytes(12);
  if (input.OneIn(4)) query.kinds = {input.Choice(64)};
  const bool enter = input.OneIn(2);
  const std::string name = input.Bytes(90);
  query.text = input.Rest();
  if (enter) kIndex->Put({.id = "new", .name = name, .former_names = {query.text}, .kind = 1});
  CheckResult(kIndex->Search(query), query.limit);
  (void)kIndex->LookAlikes(query.text, query.limit);
  if (enter) kIndex->Remove("new");
  for (const domain::LookupHit& hit : kIndex->Search(query).hits) {
    Require(hit.id != "new", "what was removed is not found");
  }
}

}  // namespace
}  // namespace zoufang::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  zoufang::fuzz::Input input(data, size);
  switch (input.Choice(3)) {
    case 0:
      zoufang::fuzz::TypeCreditCode(input.Rest());
      break;
    case 1:
      zoufang::fuzz::TypeComplaintNumber(input.Rest());
      break;
    default:
      zoufang::fuzz::LookUp(input);
  }
  return 0;
}
