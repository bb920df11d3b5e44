// "field=value" on the command line.
#include "clients/cli/field_assignment.h"

#include <gtest/gtest.h>

#include "clients/cli/errors.h"
#include "clients/cli/exit_code.h"
#include "sync/base/error.h"

namespace zoufang::cli {
namespace {

using Kind = fieldwork::FieldChange::Kind;

TEST(FieldAssignmentTest, AChangeSetsAddsOrTakesOut) {
  struct Case {
    std::string typed, field;
    Kind kind;
    std::string text;
  };
  const Case cases[] = {
      {"contact_name=李主任", "contact_name", Kind::kSet, "李主任"},
      {"remarks=", "remarks", Kind::kSet, ""},
      {"remarks=a=b", "remarks", Kind::kSet, "a=b"},
      {"remarks= a ", "remarks", Kind::kSet, " a "},
      {"tags+=养老", "tags", Kind::kAddMember, "养老"},
      {"tags-=养老", "tags", Kind::kRemoveMember, "养老"},
  };
  for (const Case& c : cases) {
    const auto change = ParseFieldChange(c.typed);
    ASSERT_TRUE(change.ok()) << c.typed;
    EXPECT_EQ(change->field, c.field) << c.typed;
    EXPECT_EQ(change->kind, c.kind) << c.typed;
    EXPECT_EQ(change->text, c.text) << c.typed;
  }
}

TEST(FieldAssignmentTest, WhatIsNoChangeIsWrongUsage) {
  for (const char* typed : {"", "contact_name", "=x", "+=x", "-=x"}) {
    const auto change = ParseFieldChange(typed);
    EXPECT_EQ(base::ReasonOf(change.status()), kWrongUsageReason) << typed;
    EXPECT_EQ(ExitCodeOf(change.status()), kWrongUsage) << typed;
  }
}

}  // namespace
}  // namespace zoufang::cli
