// What a descending device is told: digests of a scope's parts, rows of ranges.
#include <gtest/gtest.h>
#include <zstd.h>

#include <set>

#include "tests/support/hub_world.h"

namespace zoufang::hub {
namespace {

using sync::v1::DigestReply;
using sync::v1::DigestRequest;
using sync::v1::RepairPage;
using sync::v1::RepairRequest;
using testing::kOtherTown;
using testing::kTown;

class RangesTest : public testing::HubWorld {
 protected:
  void SetUp() override {
    HubWorld::SetUp();
    Grant("li", {"370303"});
    for (int i = 0; i < 40; ++i) ids_.insert(AddProfile(kTown));
    AddProfile(kOtherTown);
  }
  std::string AddProfile(const std::string& area) {
    v1::OrganizationProfile profile;
    profile.set_id(NewId());
    profile.set_organization_id(NewId());
    profile.set_area_code(area);
    ServerCreates(profile);
    return profile.id();
  }
  DigestReply Digest(const std::string& town, std::vector<uint32_t> groups) {
    DigestRequest request;
    request.set_scope(schema::AreaScope(town));
    request.mutable_groups()->Add(groups.begin(), groups.end());
    DigestReply reply;
    EXPECT_TRUE(db_->Read([&]() -> absl::Status {
                     auto result = hub_->Digest(*db_, "li", request);
                     if (!result.ok()) return result.status();
                     reply = *std::move(result);
                     return absl::OkStatus();
                   })
                    .ok());
    return reply;
  }
  std::vector<RepairPage> Repair(const RepairRequest& request) {
    std::vector<RepairPage> pages;
    EXPECT_TRUE(db_->Read([&]() -> absl::Status {
                     auto result = hub_->Repair(*db_, "li", request);
                     if (!result.ok()) return result.status();
                     pages = *std::move(result);
                     return absl::OkStatus();
                   })
                    .ok());
    return pages;
  }
  std::set<std::string> IdsIn(const std::vector<RepairPage>& pages) {
    std::set<std::string> ids;
    for (const RepairPage& page : pages) {
      std::string bytes(page.rows().size(), '\0');
      ZSTD_decompress(bytes.data(), bytes.size(), page.rows().zstd().data(),
                      page.rows().zstd().size());
      sync::v1::RowBatch batch;
      EXPECT_TRUE(batch.ParseFromString(bytes));
      for (const auto& row : batch.rows()) {
        v1::OrganizationProfile profile;
        EXPECT_TRUE(profile.ParseFromString(row.body()));
        ids.insert(profile.id());
      }
    }
    return ids;
  }
  uint64_t Sum(const DigestReply& reply) {
    uint64_t sum = 0;
    for (const auto& one : reply.digests()) sum += one.digest();
    return sum;
  }

  std::set<std::string> ids_;
};

TEST_F(RangesTest, GroupsAddUpToTheScopesDigestAndRangesToTheirGroups) {
  const DigestReply groups = Digest(kTown, {});
  const auto head = static_cast<uint64_t>(
      Count(absl::StrCat("SELECT digest FROM _scope WHERE name='area:", kTown, "'")));
  EXPECT_EQ(Sum(groups), head);
  EXPECT_GT(groups.at().seq(), 0u);
  for (const auto& group : groups.digests()) {
    const DigestReply ranges = Digest(kTown, {group.range()});
    EXPECT_EQ(Sum(ranges), group.digest());
    for (const auto& range : ranges.digests()) EXPECT_EQ(range.range() >> 8, group.range());
  }
}

TEST_F(RangesTest, RepairBringsTheRowsOfTheRangesAndNoOthers) {
  RepairRequest request;
  request.set_scope(schema::AreaScope(kTown));
  std::set<std::string> wanted;
  const uint32_t range = base::RangeOf(*ids_.begin());
  request.add_ranges(range);
  for (const std::string& id : ids_) {
    if (base::RangeOf(id) == range) wanted.insert(id);
  }
  const std::vector<RepairPage> pages = Repair(request);
  EXPECT_EQ(IdsIn(pages), wanted);
  EXPECT_EQ(pages.back().at().seq(), Digest(kTown, {}).at().seq());
}

TEST_F(RangesTest, ScopeOfOthersAndTooManyRangesAreRefused) {
  EXPECT_FALSE(Digest(kOtherTown, {}).has_at());
  RepairRequest request;
  request.set_scope(schema::AreaScope(kOtherTown));
  for (uint32_t range = 0; range < 4096; ++range) request.add_ranges(range);
  EXPECT_FALSE(Repair(request).back().has_at());
  request.set_scope(schema::AreaScope(kTown));
  EXPECT_TRUE(Repair(request).back().has_at());
  request.add_ranges(5000);
  EXPECT_FALSE(Repair(request).back().has_at());
}

}  // namespace
}  // namespace zoufang::hub
