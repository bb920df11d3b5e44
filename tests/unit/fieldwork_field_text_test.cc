// Values as people type and read them.
#include "clients/fieldwork/field_text.h"

#include <gtest/gtest.h>

#include "domain/entities.h"
#include "sync/base/error.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::fieldwork {
namespace {

class FieldTextTest : public ::testing::Test {
 protected:
  template <typename Message>
  const schema::Field& FieldOf(const std::string& name) {
    const schema::Entity& entity = domain::EntityOf<Message>(catalogue_);
    return entity.fields[entity.IndexOf(name)];
  }
  schema::Catalogue catalogue_ = *domain::ProductCatalogue();
};

TEST_F(FieldTextTest, WhatIsTypedIsReadAsTheFieldStoresItAndShownAgain) {
  struct Case {
    const schema::Field& field;
    std::string typed;
    sql::Value stored;
    std::string shown;
  };
  const Case cases[] = {
      {FieldOf<v1::Visit>("purpose"), " 年度 ", std::string(" 年度 "), " 年度 "},
      {FieldOf<v1::Visit>("kind"), "self-check", int64_t{3}, "自查核验"},
      {FieldOf<v1::Visit>("participants"), "wang; li;", std::string(R"(["li","wang"])"),
       "li；wang"},
      {FieldOf<v1::Visit>("finished_at"), "", std::monostate(), ""},
      {FieldOf<v1::Visit>("started_at"), "2026-03-04 10:30", int64_t{1772591400000000},
       "2026-03-04 10:30"},
      {FieldOf<v1::Visit>("started_at"), "2026-03-04T02:30:00Z", int64_t{1772591400000000},
       "2026-03-04 10:30"},
      {FieldOf<v1::Organization>("party_clause"), "是", int64_t{1}, "是"},
      {FieldOf<v1::Organization>("party_clause"), "false", int64_t{0}, "否"},
      {FieldOf<v1::Organization>("registered_capital_yuan"), "30000", int64_t{30000}, "30000"},
      {FieldOf<v1::OrganizationProfile>("full_time_staff"), "", std::monostate(), ""},
  };
  for (const Case& c : cases) {
    const auto value = ParseFieldText(c.field, c.typed);
    ASSERT_TRUE(value.ok()) << c.field.name << ": " << value.status();
    EXPECT_EQ(*value, c.stored) << c.field.name;
    EXPECT_EQ(FieldText(c.field, *value), c.shown) << c.field.name;
  }
}

TEST_F(FieldTextTest, WhatCannotBeReadIsRefusedWithWhatIsExpected) {
  const std::pair<const schema::Field&, std::string> cases[] = {
      {FieldOf<v1::Visit>("kind"), "party"},
      {FieldOf<v1::Visit>("kind"), ""},
      {FieldOf<v1::Visit>("started_at"), "2026-13-04 10:30"},
      {FieldOf<v1::Organization>("party_clause"), "maybe"},
      {FieldOf<v1::Organization>("registered_capital_yuan"), "3万"},
      {FieldOf<v1::Organization>("registered_capital_yuan"), ""},
  };
  for (const auto& [field, typed] : cases) {
    EXPECT_EQ(base::ReasonOf(ParseFieldText(field, typed).status()), "VALUE_UNREADABLE")
        << field.name << " " << typed;
  }
}

TEST_F(FieldTextTest, AValueThatSomeToolWroteIsShownAsItStands) {
  EXPECT_EQ(FieldText(FieldOf<v1::Visit>("kind"), int64_t{99}), "99");
  EXPECT_EQ(FieldText(FieldOf<v1::Visit>("participants"), std::string("not json")), "not json");
  EXPECT_EQ(FieldText(FieldOf<v1::Visit>("kind"), std::string("x")), "\"x\"");
}

}  // namespace
}  // namespace zoufang::fieldwork
