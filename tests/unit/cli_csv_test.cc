// CSV files with the place of every value.
#include "clients/cli/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/base/error.h"

namespace zoufang::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> Texts(const CsvRecord& record) {
  std::vector<std::string> texts;
  for (const CsvCell& cell : record.cells) texts.push_back(cell.text);
  return texts;
}

TEST(CsvTest, QuotesCommasAndLineBreaksInsideValuesAreValues) {
  const auto records = ReadCsv("a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",z\r\n");
  ASSERT_TRUE(records.ok()) << records.status();
  ASSERT_EQ(records->size(), 3u);
  EXPECT_THAT(Texts((*records)[1]), ElementsAre("x,y", "say \"hi\""));
  EXPECT_THAT(Texts((*records)[2]), ElementsAre("two\nlines", "z"));
}

TEST(CsvTest, LinesAreCountedAsAnEditorCountsThem) {
  const auto records = ReadCsv("a,b\n\n\"1\n2\n3\",x\ny,z\n");
  ASSERT_TRUE(records.ok());
  ASSERT_EQ(records->size(), 3u);
  EXPECT_EQ((*records)[1].line, 3);
  EXPECT_EQ((*records)[1].cells[0].line, 3);
  EXPECT_EQ((*records)[1].cells[1].line, 5);  // After the value of three lines.
  EXPECT_EQ((*records)[2].line, 6);
}

TEST(CsvTest, AnOldMacsLinesAreCountedToo) {
  const auto records = ReadCsv("a,b\r\r\"1\r2\",x\ry,z");
  ASSERT_TRUE(records.ok());
  ASSERT_EQ(records->size(), 3u);
  EXPECT_EQ((*records)[1].line, 3);
  EXPECT_EQ((*records)[1].cells[1].line, 4);
  EXPECT_EQ((*records)[2].line, 5);
}

TEST(CsvTest, AByteOrderMarkAndAMissingLastLineBreakDoNotMatter) {
  const auto records = ReadCsv(
      "\xEF\xBB\xBF"
      "名称,类型\n协会,团体");
  ASSERT_TRUE(records.ok());
  EXPECT_THAT(Texts((*records)[0]), ElementsAre("名称", "类型"));
  EXPECT_THAT(Texts((*records)[1]), ElementsAre("协会", "团体"));
}

TEST(CsvTest, AnEmptyFileHasNoRecords) {
  for (const char* bytes : {"", "\n\r\n", "\xEF\xBB\xBF"}) {
    const auto records = ReadCsv(bytes);
    ASSERT_TRUE(records.ok());
    EXPECT_TRUE(records->empty());
  }
}

TEST(CsvTest, EmptyValuesKeepTheirColumns) {
  const auto records = ReadCsv("a,b,c\n,,\n\"\",x,\n");
  ASSERT_TRUE(records.ok());
  EXPECT_THAT(Texts((*records)[1]), ElementsAre("", "", ""));
  EXPECT_THAT(Texts((*records)[2]), ElementsAre("", "x", ""));
}

TEST(CsvTest, QuotesThatDoNotMatchAreRefusedWithTheirPlace) {
  const std::pair<std::string, std::string> cases[] = {
      {"a,b\nx,\"open\n", "line 2, column 2"},
      {"a,b\nx,y\nx,y\"z\n", "line 3, column 2"},
      {"a,b\n\"x\"y,z\n", "line 2, column 1"},
  };
  for (const auto& [bytes, place] : cases) {
    const auto records = ReadCsv(bytes);
    EXPECT_EQ(base::ReasonOf(records.status()), "CSV_MALFORMED") << bytes;
    EXPECT_THAT(std::string(records.status().message()), HasSubstr(place));
  }
}

TEST(CsvTest, AFileInAnotherEncodingIsRefusedWithTheFirstPlace) {
  const auto records = ReadCsv("a,b\nok,\xD0\xAD\xBB\xE1\n");  // 协会 in GBK.
  EXPECT_EQ(base::ReasonOf(records.status()), "CSV_NOT_UTF8");
  EXPECT_THAT(std::string(records.status().message()), HasSubstr("line 2, column 2"));
  EXPECT_EQ(base::ReasonOf(ReadCsv("a,b\nok,\xD0\xAD\xBB\xE1").status()), "CSV_NOT_UTF8")
      << "a last line without an end";
}

}  // namespace
}  // namespace zoufang::cli
