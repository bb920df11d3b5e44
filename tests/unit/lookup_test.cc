#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/lookup/name_index.h"
#include "domain/lookup/pinyin.h"

namespace zoufang::domain {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

NameEntry Entry(std::string id, std::string name) {
  NameEntry entry;
  entry.id = std::move(id);
  entry.name = std::move(name);
  return entry;
}

std::vector<std::string> Ids(const std::vector<LookupHit>& hits) {
  std::vector<std::string> ids;
  for (const LookupHit& hit : hits) ids.push_back(hit.id);
  return ids;
}

class LookupTest : public ::testing::Test {
 protected:
  LookupTest() {
    Put("charity", "淄博市慈善总会", "51370300MJE900011X", "370300", 1);
    Put("zd-charity", "淄博市张店区慈善总会", "51370303MJE9001234", "370303", 1);
    Put("volunteers", "张店区志愿者协会", "51370303MJE9005678", "370303004", 1);
    Put("catering", "淄博市餐饮行业协会", "", "370300", 1);
    Put("ceramics", "淄博市陶瓷行业协会", "", "370300", 1);
    Put("changsha", "长沙商会", "", "370300", 1);
    Put("kindergarten", "张店区金童幼儿园", "52370303MJE90002XX", "370303", 2);
    Put("service", "博山区社会组织服务中心", "", "370304", 2);
    Put("ktv", "淄博市KTV行业协会（商会）", "", "370300", 1);
    Put("strategy", "淄博市绿色发展战略研究会", "", "370300", 1);
    NameEntry renamed = Entry("renamed", "桓台县企业家联合会");
    renamed.former_names = {"桓台县厂长经理协会", "桓台县厂长联谊会"};
    renamed.division_code = "370321";
    index_.Put(renamed);
  }

  void Put(std::string id, std::string name, std::string code, std::string division, int kind) {
    NameEntry entry = Entry(std::move(id), std::move(name));
    entry.credit_code = std::move(code);
    entry.division_code = std::move(division);
    entry.kind = kind;
    index_.Put(entry);
  }

  LookupResult Search(std::string text) const { return index_.Search({std::move(text)}); }

  NameIndex index_;
};

TEST_F(LookupTest, EachQueryFindsItsOrganisationFirst) {
  const struct {
    const char* text;
    const char* id;
    MatchedBy by;
  } cases[] = {
      {"淄博市慈善总会", "charity", MatchedBy::kName},
      {"慈善总会", "charity", MatchedBy::kName},
      {"张店区慈善总会", "zd-charity", MatchedBy::kName},
      {"瓷", "ceramics", MatchedBy::kName},
      {"社会组织", "service", MatchedBy::kName},
      {"ktv", "ktv", MatchedBy::kName},
      {"ＫＴＶ行业", "ktv", MatchedBy::kName},
      {"协会(商会)", "ktv", MatchedBy::kName},
      {"协会商会", "ktv", MatchedBy::kName},
      {" 金童 幼儿园", "kindergarten", MatchedBy::kName},
      {"zhiyuanzhe", "volunteers", MatchedBy::kPinyin},
      {"ZhiYuanZhe", "volunteers", MatchedBy::kPinyin},
      {"zhangdianqujint", "kindergarten", MatchedBy::kPinyin},
      {"zdqzyz", "volunteers", MatchedBy::kInitials},
      {"zhangdqzyz", "volunteers", MatchedBy::kPinyin},
      {"张店qzyz", "volunteers", MatchedBy::kInitials},
      {"lvse", "strategy", MatchedBy::kPinyin},
      {"luse", "strategy", MatchedBy::kPinyin},
      {"lüse", "strategy", MatchedBy::kPinyin},
      {"changsha", "changsha", MatchedBy::kPinyin},
      {"zhangsha", "changsha", MatchedBy::kPinyin},
      {"cssh", "changsha", MatchedBy::kInitials},
      {"zssh", "changsha", MatchedBy::kInitials},
      {"canyinhangye", "catering", MatchedBy::kPinyin},
      {"canyinxingye", "catering", MatchedBy::kPinyin},
      {"厂长经理", "renamed", MatchedBy::kFormerName},
      {"桓台县厂长联谊会", "renamed", MatchedBy::kFormerName},
      {"changzhangjingli", "renamed", MatchedBy::kPinyin},
      {"52370303MJE90002XX", "kindergarten", MatchedBy::kCreditCode},
      {"5237 0303 mje9 0002 xx", "kindergarten", MatchedBy::kCreditCode},
      {"90002", "kindergarten", MatchedBy::kCreditCode},
  };
  for (const auto& c : cases) {
    const LookupResult result = Search(c.text);
    ASSERT_FALSE(result.hits.empty()) << c.text;
    EXPECT_EQ(result.hits[0].id, c.id) << c.text;
    EXPECT_EQ(result.hits[0].matched_by, c.by) << c.text;
  }
}

TEST_F(LookupTest, AbsentTextFindsNothing) {
  for (const char* text : {"", " ", "（）", "火星", "qqqq", "火", "zhangdianqx", "99999999"}) {
    EXPECT_THAT(Search(text).hits, IsEmpty()) << text;
  }
}

TEST_F(LookupTest, ExactIsTheWholeCodeNameOrFormerNameOnly) {
  EXPECT_TRUE(Search("淄博市慈善总会").hits[0].exact);
  EXPECT_TRUE(Search("桓台县厂长联谊会").hits[0].exact);
  EXPECT_TRUE(Search("52370303MJE90002XX").hits[0].exact);
  EXPECT_FALSE(Search("慈善总会").hits[0].exact);
  EXPECT_FALSE(Search("52370303MJE90002X").hits[0].exact);
  EXPECT_FALSE(Search("changshashanghui").hits[0].exact);
}

TEST_F(LookupTest, BetterMatchesComeFirst) {
  Put("whole", "陶艺", "", "370300", 1);
  Put("after-place", "淄博市陶艺", "", "370300", 1);
  Put("prefix", "陶艺家协会", "", "370300", 1);
  Put("prefix-after-place", "淄博市陶艺学会", "", "370300", 1);
  Put("contains", "齐风陶艺社", "", "370300", 1);
  EXPECT_THAT(Ids(Search("陶艺").hits),
              ElementsAre("whole", "after-place", "prefix", "prefix-after-place", "contains"));
}

TEST_F(LookupTest, ActiveComesBeforeInactiveAndShortBeforeLong) {
  NameEntry gone = Entry("gone", "淄博市琉璃会");
  gone.active = false;
  index_.Put(gone);
  Put("long", "淄博市琉璃文化研究会", "", "370300", 1);
  Put("short", "淄博市琉璃协会", "", "370300", 1);
  EXPECT_THAT(Ids(Search("琉璃").hits), ElementsAre("short", "long", "gone"));
}

TEST_F(LookupTest, AnOrganisationIsFoundOnceByItsBestName) {
  const LookupResult result = Search("桓台县");
  EXPECT_THAT(Ids(result.hits), ElementsAre("renamed"));
  EXPECT_EQ(result.hits[0].matched_text, "桓台县企业家联合会");
}

TEST_F(LookupTest, MatchedTextIsAsItWasRegistered) {
  EXPECT_EQ(Search("ktv").hits[0].matched_text, "淄博市KTV行业协会（商会）");
  EXPECT_EQ(Search("厂长经理").hits[0].matched_text, "桓台县厂长经理协会");
  EXPECT_EQ(Search("90002").hits[0].matched_text, "52370303MJE90002XX");
}

TEST_F(LookupTest, WordsApartAreFoundInOneNameWhenTogetherTheyAreNot) {
  EXPECT_THAT(Ids(Search("张店 志愿者").hits), ElementsAre("volunteers"));
  EXPECT_THAT(Ids(Search("张店　志愿者").hits), ElementsAre("volunteers"));
  EXPECT_THAT(Ids(Search("zhangdian 志愿者").hits), ElementsAre("volunteers"));
  EXPECT_THAT(Search("博山 志愿者").hits, IsEmpty());
  EXPECT_FALSE(Search("张店区志愿者协会 志愿者").hits[0].exact);
}

TEST_F(LookupTest, FiltersByDivisionKindAndStatus) {
  EXPECT_THAT(Ids(index_.Search({"张店区", "370303004"}).hits), ElementsAre("volunteers"));
  EXPECT_THAT(Ids(index_.Search({"张店区", "", {2}}).hits), ElementsAre("kindergarten"));
  EXPECT_THAT(index_.Search({"张店区", "370304"}).hits, IsEmpty());
  NameEntry revoked = Entry("revoked", "张店区垂钓协会");
  revoked.status = 5;
  index_.Put(revoked);
  EXPECT_THAT(Ids(index_.Search({"张店区", "", {}, {5}}).hits), ElementsAre("revoked"));
  EXPECT_THAT(Ids(index_.Search({"90002", "", {2}}).hits), ElementsAre("kindergarten"));
  EXPECT_THAT(index_.Search({"90002", "", {1}}).hits, IsEmpty());
}

TEST_F(LookupTest, NameNearToARegisteredOneIsCalledOut) {
  const struct {
    const char* typed;
    const char* registered;
  } cases[] = {{"淄博市慈善会", "charity"},
               {"淄博市慈善协会", "charity"},
               {"淄博慈善总会", "charity"},
               {"张店区慈善基金会", "zd-charity"},
               {"淄博市餐饮商会", "catering"},
               {"张店区金桐幼儿园", "kindergarten"},
               {"淄博市绿色发展战略学会", "strategy"},
               {"淄博市绿色发展战备研究会", "strategy"},
               {"桓台县厂长经理总会", "renamed"}};
  for (const auto& c : cases) {
    const LookupResult result = Search(c.typed);
    ASSERT_FALSE(result.hits.empty()) << c.typed;
    EXPECT_EQ(result.hits[0].id, c.registered) << c.typed;
    EXPECT_TRUE(result.hits[0].look_alike) << c.typed;
    EXPECT_FALSE(result.hits[0].exact) << c.typed;
  }
}

TEST_F(LookupTest, OtherTradesOtherDistrictsAndTheNameItselfAreNoLookAlikes) {
  EXPECT_THAT(Ids(index_.LookAlikes("淄博市陶瓷行业协会", 9)), IsEmpty());
  EXPECT_THAT(Ids(index_.LookAlikes("博山区慈善总会", 9)), IsEmpty());
  EXPECT_THAT(Ids(index_.LookAlikes("张店区慈善总会", 9)), IsEmpty());
  EXPECT_THAT(Ids(index_.LookAlikes("淄博市慈善会", 9)), ElementsAre("charity"));
  EXPECT_THAT(index_.LookAlikes("淄博市慈善会", 0), IsEmpty());
}

TEST_F(LookupTest, RegisteredNameComesFirstAndItsLookAlikeIsMarked) {
  Put("charity-2", "淄博市慈善协会", "", "370300", 1);
  const LookupResult result = Search("淄博市慈善总会");
  ASSERT_THAT(Ids(result.hits), ElementsAre("charity", "charity-2"));
  EXPECT_FALSE(result.hits[0].look_alike);
  EXPECT_TRUE(result.hits[1].look_alike);
}

TEST_F(LookupTest, PartOfANameIsNotALookAlike) {
  for (const LookupHit& hit : Search("慈善").hits) EXPECT_FALSE(hit.look_alike) << hit.id;
  for (const LookupHit& hit : Search("协会").hits) EXPECT_FALSE(hit.look_alike) << hit.id;
  EXPECT_FALSE(Search("张店区慈善总会").hits[0].look_alike);
}

TEST_F(LookupTest, PagesAreDisjointAndTogetherComplete) {
  for (int i = 0; i < 95; ++i) index_.Put(Entry(absl::StrCat("p", i), "周村区钓鱼协会"));
  std::set<std::string> seen;
  for (int offset = 0; offset < 100; offset += 10) {
    const LookupResult page = index_.Search({"钓鱼", "", {}, {}, 10, offset});
    EXPECT_EQ(page.more, offset < 80 || (offset == 80)) << offset;
    for (const LookupHit& hit : page.hits) EXPECT_TRUE(seen.insert(hit.id).second) << hit.id;
  }
  EXPECT_THAT(seen, SizeIs(95));
}

TEST_F(LookupTest, PutReplacesAndRemoveForgets) {
  index_.Put(Entry("volunteers", "张店区义工联合会"));
  EXPECT_THAT(Search("志愿者").hits, IsEmpty());
  EXPECT_THAT(Search("51370303MJE9005678").hits, IsEmpty());
  EXPECT_THAT(Ids(Search("yigong").hits), ElementsAre("volunteers"));
  const size_t size = index_.size();
  index_.Remove("volunteers");
  index_.Remove("volunteers");
  index_.Remove("never-there");
  EXPECT_THAT(Search("义工").hits, IsEmpty());
  EXPECT_EQ(index_.size(), size - 1);
}

TEST(NameIndexTest, ManyUpdatesLeaveEveryRowFoundOnce) {
  NameIndex index;
  constexpr int kRows = 3000;
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < kRows; ++i) {
      NameEntry entry = Entry(absl::StrCat("id", i), absl::StrCat("第", i, "轮", round, "协会"));
      entry.former_names = {absl::StrCat("旧", i, "（社）")};
      index.Put(entry);
    }
  }
  EXPECT_EQ(index.size(), static_cast<size_t>(kRows));
  EXPECT_THAT(Ids(index.Search({"第1234轮19协会"}).hits), Contains("id1234"));
  EXPECT_EQ(index.Search({"旧77社"}).hits[0].matched_text, "旧77（社）");
  EXPECT_THAT(index.Search({"轮18"}).hits, IsEmpty());
  EXPECT_THAT(Ids(index.Search({"d1234l"}).hits), ElementsAre("id1234"));
  EXPECT_THAT(index.Search({"轮", "", {}, {}, 5000}).hits, SizeIs(kRows));
}

// Names over a small alphabet, so that queries repeat, overlap and run across neighbouring names.
class LookupOracleTest : public ::testing::Test {
 protected:
  static constexpr int kNames = 700;
  // None of them ends a whole name, which would bring look-alikes.
  static constexpr absl::string_view kCharacters[] = {"长", "乐", "行", "沙", "业", "重"};

  LookupOracleTest() {
    for (int i = 0; i < kNames; ++i) {
      names_.push_back(RandomText(1 + random_() % 9));
      index_.Put(Entry(absl::StrCat("id", i), names_.back()));
    }
  }

  std::string RandomText(size_t length) {
    std::string text;
    for (size_t i = 0; i < length; ++i) absl::StrAppend(&text, kCharacters[random_() % 6]);
    return text;
  }

  std::set<std::string> Found(const std::string& text) const {
    const std::vector<std::string> ids = Ids(index_.Search({text, "", {}, {}, kNames}).hits);
    return {ids.begin(), ids.end()};
  }

  std::mt19937_64 random_{7};
  std::vector<std::string> names_;
  NameIndex index_;
};

TEST_F(LookupOracleTest, PartsFindExactlyTheNamesThatContainThem) {
  for (int i = 0; i < 300; ++i) {
    const std::string text = RandomText(1 + i % 3);
    std::set<std::string> wanted;
    for (int n = 0; n < kNames; ++n) {
      if (absl::StrContains(names_[n], text)) wanted.insert(absl::StrCat("id", n));
    }
    EXPECT_EQ(Found(text), wanted) << text;
  }
}

// True if somewhere in `name` each character in turn is one of those of `places`.
bool HasInTurn(absl::string_view name, const std::vector<absl::string_view>& places) {
  constexpr size_t kBytes = 3;  // Of each of these characters.
  for (size_t begin = 0; begin + places.size() * kBytes <= name.size(); begin += kBytes) {
    size_t same = 0;
    while (same < places.size() &&
           absl::StrContains(places[same], name.substr(begin + same * kBytes, kBytes))) {
      ++same;
    }
    if (same == places.size()) return true;
  }
  return false;
}

TEST_F(LookupOracleTest, InitialsFindExactlyTheNamesThatCanBeReadSo) {
  const std::pair<const char*, std::vector<absl::string_view>> cases[] = {
      {"z", {"长重"}},
      {"cc", {"长重", "长重"}},
      {"lx", {"乐", "行"}},
      {"yzy", {"业乐", "长重", "业乐"}},
      {"hsyc", {"行", "沙", "业乐", "长重"}}};
  for (const auto& [letters, characters] : cases) {
    std::set<std::string> wanted;
    for (int n = 0; n < kNames; ++n) {
      if (HasInTurn(names_[n], characters)) wanted.insert(absl::StrCat("id", n));
    }
    EXPECT_FALSE(wanted.empty()) << letters;
    EXPECT_EQ(Found(letters), wanted) << letters;
  }
}

TEST(PinyinTableTest, KnowsTheReadingsOfPolyphonesOnceLearnt) {
  PinyinTable table;
  EXPECT_THAT(table.Of(u'长').readings(), IsEmpty());
  table.Learn(u"长单a。");
  std::vector<std::string> readings;
  for (uint16_t syllable : table.Of(u'长').readings()) {
    readings.push_back(table.syllables()[syllable]);
  }
  EXPECT_THAT(readings, ::testing::UnorderedElementsAre("zhang", "chang"));
  EXPECT_EQ(table.Of(u'单').initial, 'd');
  EXPECT_EQ(table.Of(u'单').other_initial, 's');
  EXPECT_EQ(table.Of(u'a').initial, 'a');
  EXPECT_EQ(table.Of(u'。').initial, 0);
}

}  // namespace
}  // namespace zoufang::domain
