// Bytes of sync metadata on a tablet that has nothing pending: at most 24 a row.
#include <gtest/gtest.h>

#include "sync/device/replica.h"
#include "sync/device/sync_engine.h"
#include "tests/support/hub_world.h"
#include "tests/support/local_transport.h"

namespace zoufang {
namespace {

constexpr int kRows = 5000;
constexpr double kMostBytesPerRow = 24;

class MetadataTest : public testing::HubWorld {
 protected:
  void AddProfiles(int count) {
    ASSERT_TRUE(db_->Write([&]() -> absl::Status {
                     for (int i = 0; i < count; ++i) {
                       v1::OrganizationProfile profile;
                       profile.set_id(NewId());
                       profile.set_organization_id(NewId());
                       profile.set_area_code(testing::kTown);
                       profile.set_contact_name("李主任");
                       const auto& entity = Of<v1::OrganizationProfile>();
                       const auto result = hub_->Ingest(
                           *db_, {.user_id = "import", .server = true}, random_.Bytes(16),
                           {hub::CreateEdit(entity, *hub::RowOf(entity, profile))});
                       if (!result.ok()) return result.status();
                     }
                     return absl::OkStatus();
                   })
                    .ok());
  }
  // A tablet that holds everything and owes nothing.
  void SyncTablet(const std::string& path) {
    Grant("li", {"370303"});
    const device::Env env{.clock = clock_, .random = random_};
    auto replica = device::Replica::Open(path, catalogue_, env);
    ASSERT_TRUE(replica.ok()) << replica.status();
    ASSERT_TRUE((*replica)
                    ->SetEnrollment({.server = "local",
                                     .user_id = "li",
                                     .user_name = "li",
                                     .device_id = "d",
                                     .token = "t"})
                    .ok());
    testing::LocalTransport transport(*hub_, *db_, "li");
    device::SyncEngine engine(**replica, transport, env);
    ASSERT_TRUE(engine.SyncNow().ok());
    ASSERT_TRUE(engine.SyncNow().ok());
  }
  static int64_t Bytes(sql::Database& database) {
    EXPECT_TRUE(database.Execute("VACUUM").ok());
    return *database.QueryInt("PRAGMA page_count") * *database.QueryInt("PRAGMA page_size");
  }
};

TEST_F(MetadataTest, RowThatIsAsTheServerHasItCostsAtMost24BytesMore) {
  AddProfiles(kRows);
  SyncTablet(dir_.File("tablet.db"));
  const auto file = sql::Database::Open(
      dir_.File("tablet.db"),
      {.mode = sql::OpenMode::kExisting, .application_id = device::kApplicationId});
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ((*file)->QueryInt("SELECT count(*) FROM organization_profile").value_or(0), kRows);
  const int64_t with = Bytes(**file);
  // The same rows in the same table without what synchronisation adds, and nothing else of it.
  ASSERT_TRUE((*file)->Execute("UPDATE _capturing SET \"on\"=0").ok());
  for (const char* table : {"_shadow", "_held", "_chain", "_transit", "_staging", "_foreign"}) {
    ASSERT_TRUE((*file)->Execute(absl::StrCat("DELETE FROM ", table)).ok());
  }
  ASSERT_TRUE(
      (*file)->Execute("UPDATE organization_profile SET _rev=0, _scope=NULL, _unknown=NULL").ok());
  // Three columns of one header byte each stay in every row.
  const int64_t without = Bytes(**file) - int64_t{3} * kRows;
  const double per_row = static_cast<double>(with - without) / kRows;
  RecordProperty("bytes_per_row", absl::StrCat(per_row));
  EXPECT_LE(per_row, kMostBytesPerRow);
  EXPECT_GT(per_row, 0) << "something was measured";
}

}  // namespace
}  // namespace zoufang
