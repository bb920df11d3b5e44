// Words for enum values.
#include "clients/fieldwork/words.h"

#include <gtest/gtest.h>

#include <set>

#include "domain/entities.h"
#include "zoufang/v1/admin_service.pb.h"
#include "zoufang/v1/auth_service.pb.h"
#include "zoufang/v1/complaint.pb.h"
#include "zoufang/v1/organization_service.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::fieldwork {
namespace {

using google::protobuf::EnumDescriptor;

std::set<const EnumDescriptor*> EnumsOnScreen() {
  std::set<const EnumDescriptor*> enums = {v1::Role_descriptor(),
                                           v1::OrganizationMatch::MatchedBy_descriptor(),
                                           v1::MatchResult::Verdict_descriptor()};
  const auto catalogue = domain::ProductCatalogue();
  for (const schema::Entity& entity : catalogue->entities()) {
    for (const schema::Field& field : entity.fields) {
      if (field.kind == schema::Kind::kEnum) enums.insert(field.descriptor->enum_type());
    }
  }
  return enums;
}

bool IsChinese(absl::string_view text) {
  return !text.empty() && static_cast<unsigned char>(text[0]) >= 0xE4;
}

TEST(WordsTest, EveryValueThatReachesAScreenHasAChineseWord) {
  for (const EnumDescriptor* type : EnumsOnScreen()) {
    for (int i = 0; i < type->value_count(); ++i) {
      if (type->value(i)->number() == 0) continue;
      EXPECT_TRUE(IsChinese(ChineseWord(*type->value(i)))) << type->value(i)->full_name();
    }
  }
}

TEST(WordsTest, EveryValueIsFoundByEachOfItsNames) {
  for (const EnumDescriptor* type : EnumsOnScreen()) {
    for (int i = 0; i < type->value_count(); ++i) {
      const auto* value = type->value(i);
      if (value->number() == 0) continue;
      EXPECT_EQ(FindEnumValue(*type, value->name()), value);
      EXPECT_EQ(FindEnumValue(*type, ShortName(*value)), value);
      EXPECT_EQ(FindEnumValue(*type, ChineseWord(*value)), value);
    }
  }
}

TEST(WordsTest, NamesAreTakenInAnyCaseAndWithHyphens) {
  const EnumDescriptor& kinds = *v1::OrganizationKind_descriptor();
  const auto* value = kinds.FindValueByNumber(v1::ORGANIZATION_KIND_SERVICE_INSTITUTION);
  EXPECT_EQ(FindEnumValue(kinds, "service-institution"), value);
  EXPECT_EQ(FindEnumValue(kinds, " Service_Institution "), value);
  EXPECT_EQ(FindEnumValue(kinds, "club"), nullptr);
  EXPECT_EQ(FindEnumValue(kinds, "UNSPECIFIED"), nullptr);
  EXPECT_EQ(FindEnumValue(kinds, ""), nullptr);
}

TEST(WordsTest, ShortNamesLeaveThePrefixOut) {
  EXPECT_EQ(ShortNames(*v1::VisitState_descriptor()), "DRAFT, FINALISED, VOIDED");
  EXPECT_EQ(ShortNames(*v1::MatchResult::Verdict_descriptor()),
            "FOUND, AMBIGUOUS, POSSIBLE, NOT_FOUND, INVALID");
}

}  // namespace
}  // namespace zoufang::fieldwork
