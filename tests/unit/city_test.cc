#include "tools/city/city.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/credit_code.h"
#include "tools/city/divisions.h"

namespace zoufang::city {
namespace {

constexpr char kDivisions[] =
    "code,name,level,parent\n"
    "370300,淄博市,city,\n"
    "370303,张店区,district,370300\n"
    "370303009,马尚街道,town,370303\n"
    "370303009001,世纪花园社区居委会,village,370303009\n"
    "370303009201,九级村委会,village,370303009\n"
    "370321,桓台县,district,370300\n"
    "370321110,果里镇,town,370321\n"
    "370321110200,徐斜村村民委员会,village,370321110\n";

const Divisions& Zibo() {
  static const Divisions& divisions = *new Divisions(ParseDivisions(kDivisions).value());
  return divisions;
}

std::vector<Organization> Make(uint64_t seed, uint64_t count) {
  City city(seed, Zibo(), count);
  std::vector<Organization> made;
  for (uint64_t i = 0; i < count; ++i) made.push_back(city.Next());
  return made;
}

const std::vector<Organization>& Default() {
  static const auto& made = *new std::vector<Organization>(Make(1, kZiboOrganizations));
  return made;
}

template <typename Predicate>
int64_t Count(const Predicate& predicate) {
  return std::count_if(Default().begin(), Default().end(), predicate);
}

std::string Bytes(const std::vector<Organization>& organizations) {
  std::string bytes;
  for (const Organization& o : organizations) absl::StrAppend(&bytes, CsvLine(o), "\n");
  return bytes;
}

TEST(CityTest, TotalsAreThoseOfTheReport) {
  EXPECT_EQ(Default().size(), 4088u);
  EXPECT_EQ(Count([](const auto& o) { return o.level == "MUNICIPAL"; }), 1296);
  EXPECT_EQ(Count([](const auto& o) { return o.level == "DISTRICT"; }), 2792);
  EXPECT_EQ(Count([](const auto& o) { return o.functional_class == "INDUSTRY_ASSOCIATION"; }), 622);
  EXPECT_EQ(Count([](const auto& o) { return o.kind == "SERVICE_INSTITUTION"; }), 2735);
  EXPECT_EQ(Count([](const auto& o) { return o.kind == "FOUNDATION"; }), 20);
  EXPECT_EQ(Count([](const auto& o) { return o.kind == "ASSOCIATION"; }), 622 + 711);
}

TEST(CityTest, LevelAgreesWithTheRegisteringDivision) {
  for (const Organization& o : Default()) {
    EXPECT_EQ(o.level == "MUNICIPAL", o.registering_division_code == "370300") << o.name;
    EXPECT_EQ(o.credit_code.substr(2, 6), o.registering_division_code) << o.name;
    if (o.level == "DISTRICT") {
      EXPECT_TRUE(absl::StartsWith(o.area_code, o.registering_division_code)) << o.name;
    }
  }
}

TEST(CityTest, CodesAreRightForTheirKindAndUniqueAsAreNames) {
  std::set<std::string> codes;
  std::set<std::string> names;
  for (const Organization& o : Default()) {
    EXPECT_TRUE(domain::CheckCreditCode(o.credit_code).well_formed()) << o.credit_code;
    const char wanted = o.kind == "ASSOCIATION" ? '1' : o.kind == "FOUNDATION" ? '3' : '2';
    EXPECT_EQ(o.credit_code[1], wanted) << o.credit_code;
    EXPECT_TRUE(codes.insert(o.credit_code).second) << o.credit_code;
    EXPECT_TRUE(names.insert(o.name).second) << o.name;
  }
}

TEST(CityTest, OtherTotalsKeepTheShares) {
  int municipal = 0;
  for (const Organization& o : Make(3, 8176)) municipal += o.level == "MUNICIPAL";
  EXPECT_EQ(municipal, 2 * 1296);
  EXPECT_EQ(Make(3, 1).size(), 1u);
}

TEST(CityTest, SameSeedGivesTheSameBytesAndAnotherSeedOthers) {
  EXPECT_EQ(Bytes(Make(1, kZiboOrganizations)), Bytes(Default()));
  EXPECT_NE(Bytes(Make(2, kZiboOrganizations)), Bytes(Default()));
}

TEST(CityTest, RowsAreAsLongAsTheRealOnes) {
  size_t bytes = 0;
  for (const Organization& o : Default()) bytes += ValueBytes(o);
  EXPECT_NEAR(static_cast<double>(bytes) / Default().size(), 940, 20);
}

TEST(CityTest, DatesAreInOrderAndOfTheCalendar) {
  for (const Organization& o : Default()) {
    EXPECT_EQ(o.registered_on.size(), 10u) << o.registered_on;
    EXPECT_LE(o.registered_on, o.certificate_valid_from) << o.name;
    EXPECT_LT(o.certificate_valid_from, o.certificate_valid_to) << o.name;
    EXPECT_GE(o.registered_on, "1991-01-01") << o.name;
    EXPECT_LE(o.certificate_valid_from, "2026-12-31") << o.name;
  }
}

TEST(CityTest, MostAreRegisteredAndSomeAreNotOrHadOtherNames) {
  EXPECT_GT(Count([](const auto& o) { return o.status == "REGISTERED"; }), 3700);
  EXPECT_GT(Count([](const auto& o) { return o.status == "DEREGISTERED"; }), 50);
  EXPECT_GT(Count([](const auto& o) { return o.status == "REVOKED"; }), 20);
  EXPECT_GT(Count([](const auto& o) { return !o.former_names.empty(); }), 100);
}

TEST(CityTest, SomeNamesDifferOnlyInTheirEnding) {
  std::set<std::string> names;
  for (const Organization& o : Default()) names.insert(o.name);
  int pairs = 0;
  for (const std::string& name : names) {
    if (!absl::EndsWith(name, "联合会")) continue;
    const std::string stem = name.substr(0, name.size() - std::string("联合会").size());
    pairs += names.count(stem + "协会") > 0;
  }
  EXPECT_GT(pairs, 0);
}

TEST(CsvTest, ValuesWithCommasQuotesAndLineEndsAreQuoted) {
  Organization o;
  o.name = "a,\"b\"\n";
  o.former_names = {"x", "y"};
  EXPECT_TRUE(absl::StartsWith(CsvLine(o), ",\"a,\"\"b\"\"\n\",x;y,")) << CsvLine(o);
  const std::string header(CsvHeader());
  EXPECT_EQ(std::count(header.begin(), header.end(), ','), 24);
}

TEST(DivisionsTest, VillagesLoseTheirOfficesName) {
  EXPECT_EQ(Zibo().districts[0].towns[0].villages[0].name, "世纪花园");
  EXPECT_EQ(Zibo().districts[1].towns[0].villages[0].name, "徐斜");
}

TEST(DivisionsTest, LinesOfAnotherFormOrWithoutParentAreRefused) {
  for (const char* line : {"1,2,3\n", "370399001,甲镇,town,370399\n", "370304,博山区,district,\n",
                           "9,乙,planet,370300\n"}) {
    const auto parsed = ParseDivisions(absl::StrCat(kDivisions, line));
    EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument) << line;
  }
  EXPECT_FALSE(ParseDivisions("").ok());
}

}  // namespace
}  // namespace zoufang::city
