// What is typed and not saved yet.
#include "clients/fieldwork/typing.h"

#include <gtest/gtest.h>

#include "clients/fieldwork/visits.h"
#include "tests/support/officers.h"

namespace zoufang::fieldwork {
namespace {

class TypingTest : public testing::Officers {
 protected:
  void SetUp() override {
    Officers::SetUp();
    li_ = Enrol("lina");
    visit_ = *Visits(*li_.tablet).Start({.organization = organization_});
  }
  std::unique_ptr<Typing> Open() { return *Typing::Open(dir_.File("typing")); }

  Officer li_;
  std::string visit_;
};

TEST_F(TypingTest, TheLatestTextOfAPlaceIsKeptUntilItIsForgotten) {
  {
    const auto typing = Open();
    ASSERT_TRUE(typing->Keep({"visit", visit_, "summary", "负"}).ok());
    ASSERT_TRUE(typing->Keep({"visit", visit_, "summary", "负责"}).ok());
  }
  const auto typing = Open();  // After a kill.
  ASSERT_EQ(typing->All()->size(), 1u);
  EXPECT_EQ(typing->All()->front().text, "负责");
  ASSERT_TRUE(typing->Forget({"visit", visit_, "summary", ""}).ok());
  EXPECT_TRUE(typing->All()->empty());
}

TEST_F(TypingTest, WhatACrashLeftIsSavedInItsRowAndTheTextOfANewRowWaits) {
  const auto typing = Open();
  ASSERT_TRUE(typing->Keep({"visit", visit_, "summary", "负责人在场"}).ok());
  ASSERT_TRUE(typing->Keep({"finding", "new:" + visit_, "description", "消防"}).ok());
  ASSERT_TRUE(typing->Recover(*li_.tablet).ok());
  EXPECT_EQ(Visits(*li_.tablet).Show(visit_)->visit().summary(), "负责人在场");
  ASSERT_EQ(typing->All()->size(), 1u);
  EXPECT_EQ(typing->All()->front().entity, "finding");
}

}  // namespace
}  // namespace zoufang::fieldwork
