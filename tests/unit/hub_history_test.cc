// What happened to one row, read from the mutations.
#include <gtest/gtest.h>

#include "tests/support/hub_world.h"

namespace zoufang::hub {
namespace {

using testing::Chain;
using testing::kTown;
using v1::OrganizationProfile;

class HistoryTest : public testing::HubWorld {
 protected:
  void SetUp() override {
    HubWorld::SetUp();
    Grant("li", {"370303"});
    OrganizationProfile profile;
    profile.set_id(NewId());
    profile.set_organization_id(NewId());
    profile.set_area_code(kTown);
    profile.set_contact_name("甲");
    ServerCreates(profile);
    id_ = profile.id();
  }
  std::vector<RowChange> Changes(int64_t before_n = 0, int limit = 50) {
    std::vector<RowChange> changes;
    EXPECT_TRUE(db_->Write([&]() -> absl::Status {
                     while (true) {
                       const auto more = hub_->IndexHistory(*db_);
                       if (!more.ok()) return more.status();
                       if (!*more) break;
                     }
                     auto result = hub_->RowChanges(*db_, id_, before_n, limit);
                     if (!result.ok()) return result.status();
                     changes = *std::move(result);
                     return absl::OkStatus();
                   })
                    .ok());
    return changes;
  }
  // A tablet's change of the contact, from what is stored to `name`.
  sync::v1::Edit Contact(const std::string& name) {
    const StoredRow stored = Stored<OrganizationProfile>(id_);
    auto message = MessageOf<OrganizationProfile>(Of<OrganizationProfile>(), stored.row);
    message.set_contact_name(name);
    return UpdateEdit(Of<OrganizationProfile>(), stored,
                      *RowOf(Of<OrganizationProfile>(), message));
  }

  std::string id_;
};

TEST_F(HistoryTest, EveryChangeIsThereTheLatestFirstWithAuthorInstallAndTimes) {
  Chain chain("li", random_, clock_.Now());
  ASSERT_TRUE(
      db_->Write([&] { return hub_->Attach(*db_, "li", chain.AttachRequest()).status(); }).ok());
  chain.Save({Contact("乙")}, clock_.Now() - absl::Hours(2));
  ASSERT_TRUE(
      db_->Write([&] { return hub_->Push(*db_, "li", chain.PushRequest(clock_.Now())).status(); })
          .ok());
  const std::vector<RowChange> changes = Changes();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].author, "li");
  EXPECT_EQ(changes[0].install_id, chain.install());
  EXPECT_EQ(changes[0].uuid, chain.held()[0].uuid());
  EXPECT_EQ(changes[0].received_us - changes[0].observed_us,
            absl::ToInt64Microseconds(absl::Hours(2)));
  EXPECT_EQ(changes[0].edit.fields(0).old_value().text(), "甲");
  EXPECT_EQ(changes[0].edit.fields(0).new_value().text(), "乙");
  EXPECT_EQ(changes[0].outcome.verdict(), sync::v1::EditOutcome::APPLIED);
  EXPECT_EQ(changes[1].edit.kind(), sync::v1::Edit::CREATE);
  EXPECT_EQ(changes[1].install_id, "");
}

TEST_F(HistoryTest, WhatWasNotTakenInIsThereToo) {
  Ingest({.user_id = "stranger"}, {Contact("丙")});
  const std::vector<RowChange> changes = Changes();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].outcome.verdict(), sync::v1::EditOutcome::PARKED);
}

TEST_F(HistoryTest, PagesFollowEachOther) {
  for (const char* name : {"乙", "丙", "丁"}) Ingest({.user_id = "li"}, {Contact(name)});
  const std::vector<RowChange> first = Changes(0, 2);
  ASSERT_EQ(first.size(), 2u);
  const std::vector<RowChange> second = Changes(first.back().n, 2);
  ASSERT_EQ(second.size(), 2u);
  EXPECT_EQ(second.back().edit.kind(), sync::v1::Edit::CREATE);
  EXPECT_TRUE(Changes(second.back().n, 2).empty());
}

TEST_F(HistoryTest, ScopeIsTheRowsAndOfADeletedOneTheLast) {
  const auto scope = [&] { return hub_->ScopeOfRow(*db_, id_).value().value_or("none"); };
  EXPECT_EQ(scope(), absl::StrCat("area:", kTown));
  const StoredRow stored = Stored<OrganizationProfile>(id_);
  sync::v1::Edit edit;
  edit.set_kind(sync::v1::Edit::DELETE);
  edit.set_entity(Of<OrganizationProfile>().number);
  edit.set_row_id(id_);
  edit.set_trunk(stored.rev);
  for (size_t i = 1; i < stored.row.values.size(); ++i) {
    auto* field = edit.add_fields();
    field->set_number(Of<OrganizationProfile>().fields[i].number);
    *field->mutable_old_value() = schema::ToWire(stored.row.values[i]);
    field->set_trunk(stored.rev);
  }
  const auto outcome = Ingest({.user_id = "li"}, {edit});
  ASSERT_EQ(outcome.edits(0).verdict(), sync::v1::EditOutcome::APPLIED);
  EXPECT_EQ(Changes().size(), 2u);
  EXPECT_EQ(scope(), absl::StrCat("area:", kTown));
  EXPECT_EQ(hub_->ScopeOfRow(*db_, NewId()).value(), std::nullopt);
}

}  // namespace
}  // namespace zoufang::hub
