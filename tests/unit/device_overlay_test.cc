// Laying edits on rows: the rules of one field, and of a row's life.
#include <gtest/gtest.h>

#include "sync/device/overlay.h"
#include "tests/support/device_world.h"

namespace zoufang {
namespace {

using sync::v1::Edit;

struct Case {
  const char* field;
  sql::Value shown, old_value, new_value, expected;
};

class OverlayTable : public ::testing::TestWithParam<Case> {};

TEST_P(OverlayTable, Shows) {
  const schema::Entity& note = *testing::NotesCatalogue().FindByTable("note");
  const Case& c = GetParam();
  EXPECT_EQ(
      device::OverlayField(note.fields[note.IndexOf(c.field)], c.shown, c.old_value, c.new_value),
      c.expected);
}

const sql::Value kNull = std::monostate();

INSTANTIATE_TEST_SUITE_P(
    Cases, OverlayTable,
    ::testing::Values(Case{"keep", "theirs", "old", "mine", "mine"},
                      Case{"body", "theirs", "old", "mine", "mine"},
                      Case{"top", int64_t{9}, int64_t{1}, int64_t{3}, int64_t{3}},
                      Case{"top", int64_t{9}, int64_t{1}, kNull, kNull},
                      Case{"sum", int64_t{10}, int64_t{1}, int64_t{3}, int64_t{12}},
                      Case{"sum", int64_t{1}, int64_t{1}, int64_t{3}, int64_t{3}},
                      Case{"sum", int64_t{10}, int64_t{3}, int64_t{1}, int64_t{8}},
                      Case{"tags", "[\"s\"]", "[\"t\"]", "[\"t\",\"u\"]", "[\"s\",\"u\"]"},
                      Case{"tags", "[\"s\",\"t\"]", "[\"t\"]", "[]", "[\"s\"]"},
                      Case{"tags", "[]", "[\"t\"]", "[\"t\"]", "[]"},
                      Case{"tags", "[\"t\"]", "[\"t\"]", "[\"u\"]", "[\"u\"]"}));

class OverlayEditTest : public ::testing::Test {
 protected:
  Edit Make(Edit::Kind kind, const std::string& keep = "") {
    Edit edit;
    edit.set_kind(kind);
    edit.set_row_id("a");
    if (!keep.empty()) {
      auto* field = edit.add_fields();
      field->set_number(3);
      field->mutable_new_value()->set_text(keep);
    }
    return edit;
  }
  std::string Lay(std::optional<schema::Row> row, std::vector<Edit> edits) {
    for (const Edit& edit : edits) device::OverlayEdit(note_, edit, row);
    return row.has_value() ? std::get<std::string>(row->values[2]) : "none";
  }
  const schema::Entity& note_ = *testing::NotesCatalogue().FindByTable("note");
  const schema::Row row_ = testing::MakeRow(note_, "a", {{"keep", "x"}});
};

TEST_F(OverlayEditTest, CreateMakesARowThatIsNotThere) {
  EXPECT_EQ(Lay(std::nullopt, {Make(Edit::CREATE, "y")}), "y");
  EXPECT_EQ(Lay(row_, {Make(Edit::CREATE, "y")}), "x") << "the server's row is the row";
}

TEST_F(OverlayEditTest, UpdateNeedsARow) {
  EXPECT_EQ(Lay(row_, {Make(Edit::UPDATE, "y")}), "y");
  EXPECT_EQ(Lay(std::nullopt, {Make(Edit::UPDATE, "y")}), "none");
}

TEST_F(OverlayEditTest, DeleteHidesUntilTheNextCreate) {
  EXPECT_EQ(Lay(row_, {Make(Edit::DELETE)}), "none");
  EXPECT_EQ(Lay(row_, {Make(Edit::DELETE), Make(Edit::UPDATE, "y")}), "none");
  EXPECT_EQ(Lay(row_, {Make(Edit::DELETE), Make(Edit::CREATE, "y")}), "y");
}

}  // namespace
}  // namespace zoufang
