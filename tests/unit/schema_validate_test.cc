#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "sync/schema/validate.h"
#include "tests/support/schemas.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::schema {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using zoufang::testing::EverythingCatalogue;
using zoufang::testing::ProductEntity;

std::string Repeated(absl::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) absl::StrAppend(&all, text);
  return all;
}

// A set of `count` members of `chars` characters.
std::string Members(int count, int chars) {
  std::vector<std::string> members;
  for (int i = 0; i < count; ++i) {
    members.push_back(absl::StrCat(Repeated("字", chars - 2), i / 10, i % 10));
  }
  return SetText(members);
}

struct Case {
  const char* table;
  const char* field;
  sql::Value value;
  const char* zh = "";  // "": allowed.
  const char* en = "";
};

const Entity& EntityOf(absl::string_view table) {
  return table == "everything" ? EverythingCatalogue().entities()[0] : ProductEntity(table);
}

class ValueTest : public ::testing::TestWithParam<Case> {};

TEST_P(ValueTest, IsAllowedOrNamesWhatIsWrong) {
  const Case& tested = GetParam();
  const Entity& entity = EntityOf(tested.table);
  const Field& field = entity.fields[entity.IndexOf(tested.field)];
  std::vector<base::FieldViolation> violations;
  CheckValue(field, tested.value, "row.path", violations);
  if (*tested.zh == '\0') {
    EXPECT_THAT(violations, IsEmpty());
    return;
  }
  ASSERT_THAT(violations, SizeIs(1));
  EXPECT_EQ(violations[0].field, "row.path");
  EXPECT_EQ(violations[0].zh, tested.zh);
  EXPECT_EQ(violations[0].en, tested.en);
}

constexpr char kDateZh[] = "整改期限：应为真实日期，写作 2026-03-01";
constexpr char kDateEn[] = "must be a calendar date such as 2026-03-01";
constexpr char kPointZh[] = "位置：应为“纬度,经度”，如 36.81350,118.05480";
constexpr char kPointEn[] = "must be \"latitude,longitude\" in degrees, such as 36.81350,118.05480";
constexpr char kAreaZh[] = "属地：应为 6、9 或 12 位区划代码";
constexpr char kAreaEn[] = "must be a division code of 6, 9 or 12 digits";
constexpr char kIdZh[] = "id：应为 36 位小写 UUID";
constexpr char kIdEn[] = "must be a UUID of 36 lower-case characters";
constexpr char kShaZh[] = "摘要：应为 64 位小写十六进制 SHA-256";
constexpr char kShaEn[] = "must be a SHA-256 of 64 lower-case hex digits";
constexpr char kTypeEn[] = "has a value of the wrong type";
constexpr char kMissingEn[] = "must be given";
constexpr char kTextEn[] = "must be UTF-8 text without NUL characters";

std::string Text(absl::string_view text) { return std::string(text); }
int64_t Int(int64_t integer) { return integer; }

INSTANTIATE_TEST_SUITE_P(
    Texts, ValueTest,
    ::testing::Values(
        Case{"visit", "summary", Text("")}, Case{"visit", "summary", Repeated("字", 2000)},
        Case{"visit", "summary", Repeated("字", 2100), "走访小结：最多 2000 个字，现有 2100 个",
             "at most 2000 characters, has 2100"},
        Case{"visit", "summary", Repeated("😀", 2000)},
        Case{"everything", "text", Repeated("a", 200)},
        Case{"everything", "text", Repeated("a", 201), "text：最多 200 个字，现有 201 个",
             "at most 200 characters, has 201"},
        Case{"visit", "summary", Text("\xff"), "走访小结：含有无法识别的字符，请重新输入", kTextEn},
        Case{"visit", "summary", std::string("a\0b", 3), "走访小结：含有无法识别的字符，请重新输入",
             kTextEn},
        Case{"visit", "summary", Int(1), "走访小结：内容的类型不对", kTypeEn},
        Case{"visit", "summary", sql::Value(), "走访小结：内容的类型不对", kTypeEn},
        Case{"everything", "maybe_text", sql::Value()},
        Case{"need", "description", Text(""), "内容：必须填写", kMissingEn},
        Case{"need", "description", sql::Value(), "内容：必须填写", kMissingEn},
        Case{"need", "description", Text("要")}));

INSTANTIATE_TEST_SUITE_P(
    Formats, ValueTest,
    ::testing::Values(
        Case{"visit", "id", Text("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")},
        Case{"visit", "id", Text(""), "id：必须填写", kMissingEn},
        Case{"visit", "id", Text("0190A1B2-C3D4-7E5F-8A9B-0C1D2E3F4A5B"), kIdZh, kIdEn},
        Case{"visit", "id", Text("0190a1b2c3d47e5f8a9b0c1d2e3f4a5b"), kIdZh, kIdEn},
        Case{"finding", "due_on", Text("")}, Case{"finding", "due_on", Text("2024-02-29")},
        Case{"finding", "due_on", Text("2026-02-29"), kDateZh, kDateEn},
        Case{"finding", "due_on", Text("1900-02-29"), kDateZh, kDateEn},
        Case{"finding", "due_on", Text("2026-13-01"), kDateZh, kDateEn},
        Case{"finding", "due_on", Text("2026-00-10"), kDateZh, kDateEn},
        Case{"finding", "due_on", Text("2026-04-31"), kDateZh, kDateEn},
        Case{"finding", "due_on", Text("0000-01-01"), kDateZh, kDateEn},
        Case{"finding", "due_on", Text("2026-3-01"), kDateZh, kDateEn},
        Case{"finding", "due_on", Text("2026/03/01"), kDateZh, kDateEn},
        Case{"finding", "due_on", Text("2026-03-0 "), kDateZh, kDateEn},
        Case{"finding", "due_on", Text("2026-+3-01"), kDateZh, kDateEn},
        Case{"visit", "area_code", Text("370303")}, Case{"visit", "area_code", Text("370303001")},
        Case{"visit", "area_code", Text("370303001001")},
        Case{"visit", "area_code", Text(""), "属地：必须填写", kMissingEn},
        Case{"visit", "area_code", Text("3703"), kAreaZh, kAreaEn},
        Case{"visit", "area_code", Text("37030300"), kAreaZh, kAreaEn},
        Case{"visit", "area_code", Text("37030a"), kAreaZh, kAreaEn},
        Case{"visit", "area_code", Text("３７"), kAreaZh, kAreaEn}));

INSTANTIATE_TEST_SUITE_P(
    PointsAndHashes, ValueTest,
    ::testing::Values(Case{"visit", "point", Text("")},
                      Case{"visit", "point", Text("36.81350,118.05480")},
                      Case{"visit", "point", Text("-90,180")},
                      Case{"visit", "point", Text("90.00000000,-180")},
                      Case{"visit", "point", Text("90.00000001,0"), kPointZh, kPointEn},
                      Case{"visit", "point", Text("0,180.1"), kPointZh, kPointEn},
                      Case{"visit", "point", Text("36.123456789,118"), kPointZh, kPointEn},
                      Case{"visit", "point", Text("36.8"), kPointZh, kPointEn},
                      Case{"visit", "point", Text("36.8, 118.0"), kPointZh, kPointEn},
                      Case{"visit", "point", Text("36.,118"), kPointZh, kPointEn},
                      Case{"visit", "point", Text("+36,118"), kPointZh, kPointEn},
                      Case{"visit", "point", Text("1e1,118"), kPointZh, kPointEn},
                      Case{"visit", "point", Text("nan,118"), kPointZh, kPointEn},
                      Case{"visit", "point", Text("36,118,5"), kPointZh, kPointEn},
                      Case{"visit", "point", Text(","), kPointZh, kPointEn},
                      Case{"attachment", "sha256", Repeated("0f", 32)},
                      Case{"attachment", "sha256", Repeated("0F", 32), kShaZh, kShaEn},
                      Case{"attachment", "sha256", Repeated("0f", 31), kShaZh, kShaEn},
                      Case{"attachment", "sha256", Repeated("0g", 32), kShaZh, kShaEn}));

INSTANTIATE_TEST_SUITE_P(
    Numbers, ValueTest,
    ::testing::Values(
        Case{"finding", "severity", Int(1)}, Case{"finding", "severity", Int(4)},
        Case{"finding", "severity", Int(0), "严重程度：应在 1 到 4 之间，现为 0",
             "must be from 1 to 4, is 0"},
        Case{"finding", "severity", Int(5), "严重程度：应在 1 到 4 之间，现为 5",
             "must be from 1 to 4, is 5"},
        Case{"finding", "severity", 1.0, "严重程度：内容的类型不对", kTypeEn},
        Case{"organization_profile", "full_time_staff", sql::Value()},
        Case{"organization_profile", "full_time_staff", Int(-1),
             "专职人数：应在 0 到 100000 之间，现为 -1", "must be from 0 to 100000, is -1"},
        Case{"everything", "small", Int(2147483647)},
        Case{"everything", "small", Int(2147483648), "small：数字过大或过小：2147483648",
             "beyond 32 bits: 2147483648"},
        Case{"everything", "big", std::numeric_limits<int64_t>::min()},
        Case{"everything", "flag", Int(1)},
        Case{"everything", "flag", Int(2), "flag：应为 0 或 1", "must be 0 or 1"},
        Case{"everything", "real", -1.5},
        Case{"everything", "real", HUGE_VAL, "real：应为有限的数", "must be a finite number"},
        Case{"everything", "real", std::nan(""), "real：应为有限的数", "must be a finite number"},
        Case{"everything", "at", sql::Value()}, Case{"everything", "at", Int(-1)},
        Case{"everything", "at", Int(253402300799999999)},
        Case{"everything", "at", Int(253402300800000000), "at：时间应在公元 1 年到 9999 年之间",
             "must be in the years 1 to 9999"},
        Case{"visit", "started_at", sql::Value(), "开始时间：必须填写", kMissingEn}));

INSTANTIATE_TEST_SUITE_P(
    EnumsAndSets, ValueTest,
    ::testing::Values(
        Case{"visit", "kind", Int(5)}, Case{"visit", "kind", Int(0), "类别：必须填写", kMissingEn},
        Case{"visit", "kind", Int(6), "类别：没有选项 6，可能需要升级程序",
             "no value 6 in VisitKind"},
        Case{"visit", "kind", Int(4294967297), "类别：没有选项 4294967297，可能需要升级程序",
             "no value 4294967297 in VisitKind"},
        Case{"everything", "color", Int(0)}, Case{"everything", "color", Int(-2)},
        Case{"everything", "maybe_color", sql::Value()}, Case{"visit", "participants", Text("[]")},
        Case{"visit", "participants", Members(64, 60)},
        Case{"visit", "participants", Members(65, 10), "参加人：最多 64 项，现有 65 项",
             "at most 64 items, has 65"},
        Case{"visit", "participants", Members(1, 61), "参加人：每项最多 60 个字，现有 61 个",
             "each item at most 60 characters, has 61"},
        Case{"visit", "participants", Text("[\"\"]"), "参加人：不能有空项",
             "must not hold an empty item"},
        Case{"visit", "participants", Text("[\"a\\u0000b\"]"),
             "参加人：含有无法识别的字符，请重新输入", kTextEn},
        Case{"visit", "participants", Text("甲,乙"), "参加人：应为文字列表，写作 [\"甲\",\"乙\"]",
             "must be a JSON array of texts"},
        Case{"visit", "participants", Text("[1]"), "参加人：应为文字列表，写作 [\"甲\",\"乙\"]",
             "must be a JSON array of texts"},
        Case{"everything", "blob", sql::Blob{"\xff"}},
        Case{"everything", "blob", Text("a"), "blob：内容的类型不对", kTypeEn}));

TEST(RowCheckTest, NamesEveryWrongFieldByItsPath) {
  const Entity& entity = ProductEntity("visit");
  v1::Visit visit;
  visit.set_id("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
  visit.set_area_code("370303001");
  visit.set_organization_id("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c");
  visit.set_kind(v1::VISIT_KIND_OUTREACH);
  visit.mutable_started_at()->set_seconds(1700000000);
  visit.set_state(v1::VISIT_STATE_DRAFT);
  EXPECT_THAT(CheckRow(entity, DecodeRow(entity, visit.SerializeAsString()).value(), "visit"),
              IsEmpty());

  visit.clear_area_code();
  visit.set_point("here");
  const auto violations =
      CheckRow(entity, DecodeRow(entity, visit.SerializeAsString()).value(), "visit");
  std::vector<std::string> paths;
  for (const base::FieldViolation& violation : violations) paths.push_back(violation.field);
  EXPECT_THAT(paths, ElementsAre("visit.area_code", "visit.point"));
  EXPECT_EQ(CheckRow(entity, DecodeRow(entity, visit.SerializeAsString()).value(), "")[1].field,
            "point");
}

}  // namespace
}  // namespace zoufang::schema
