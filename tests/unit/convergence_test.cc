// Real tablets and the real hub in one process: whatever people do offline, and whichever replies
// are lost, every tablet ends with the server's rows, and every edit is somewhere.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "sync/device/replica.h"
#include "sync/device/sync_engine.h"
#include "tests/support/hub_world.h"
#include "tests/support/local_transport.h"

namespace zoufang {
namespace {

using testing::kTown;
using testing::LocalTransport;

class ConvergenceTest : public testing::HubWorld {
 protected:
  struct Tablet {
    std::unique_ptr<device::Replica> replica;
    std::unique_ptr<LocalTransport> transport;
    std::unique_ptr<device::SyncEngine> engine;
  };

  void AddTablet(const std::string& user, std::vector<std::string> prefixes) {
    Grant(user, std::move(prefixes));
    const device::Env env{.clock = clock_, .random = random_};
    Tablet tablet;
    auto replica = device::Replica::Open(dir_.File(absl::StrCat("tablet", tablets_.size(), ".db")),
                                         catalogue_, env);
    ASSERT_TRUE(replica.ok()) << replica.status();
    tablet.replica = *std::move(replica);
    ASSERT_TRUE(tablet.replica
                    ->SetEnrollment({.server = "local",
                                     .user_id = user,
                                     .user_name = user,
                                     .device_id = "d",
                                     .token = "t"})
                    .ok());
    tablet.transport = std::make_unique<LocalTransport>(*hub_, *db_, user);
    tablet.engine = std::make_unique<device::SyncEngine>(*tablet.replica, *tablet.transport, env);
    tablets_.push_back(std::move(tablet));
  }

  void Sync(int i) {
    tablets_[i].engine->RequestPull();
    const absl::Status status = tablets_[i].engine->SyncNow();
    ASSERT_TRUE(status.ok()) << "tablet " << i << ": " << status;
  }
  void Settle() {
    for (int round = 0; round < 3; ++round) {
      for (size_t i = 0; i < tablets_.size(); ++i) Sync(static_cast<int>(i));
    }
  }

  absl::Status Run(int i, const std::string& sql) {
    clock_.Advance(absl::Seconds(1));
    return tablets_[i].replica->Save([&](sql::Database& db) { return db.Execute(sql); });
  }
  std::string Text(int i, const std::string& sql) {
    std::string text;
    EXPECT_TRUE(tablets_[i]
                    .replica
                    ->Read([&](sql::Database& db) -> absl::Status {
                      auto statement = db.Prepare(sql);
                      if (!statement.ok()) return statement.status();
                      auto found = statement->Step();
                      if (found.ok() && *found) text = std::string(statement->Text(0));
                      return found.status();
                    })
                    .ok());
    return text;
  }

  // The table as "id -> all declared columns", from a tablet or the server.
  static std::map<std::string, std::string> Dump(sql::Database& db, const schema::Entity& entity) {
    std::map<std::string, std::string> rows;
    auto statement =
        db.Prepare(absl::StrCat("SELECT ", entity.Columns(), ", _rev FROM \"", entity.table, "\""));
    while (statement.ok()) {
      auto more = statement->Step();
      if (!more.ok() || !*more) break;
      std::string all;
      for (size_t i = 0; i <= entity.fields.size(); ++i) {
        absl::StrAppend(&all, statement->Text(static_cast<int>(i)), "|");
      }
      rows[std::string(statement->Text(0))] = all;
    }
    return rows;
  }
  void ExpectEqualToServer() {
    for (size_t i = 0; i < tablets_.size(); ++i) {
      EXPECT_TRUE(tablets_[i].replica->VerifyDigests().ok());
      for (const schema::Entity& entity : catalogue_.entities()) {
        std::map<std::string, std::string> mine;
        ASSERT_TRUE(tablets_[i]
                        .replica
                        ->Read([&](sql::Database& db) {
                          mine = Dump(db, entity);
                          return absl::OkStatus();
                        })
                        .ok());
        EXPECT_EQ(mine, Dump(*db_, entity)) << "tablet " << i << ", " << entity.table;
      }
    }
  }

  std::string AddProfile(const std::string& contact) {
    v1::OrganizationProfile profile;
    profile.set_id(NewId());
    profile.set_organization_id(NewId());
    profile.set_area_code(kTown);
    profile.set_contact_name(contact);
    ServerCreates(profile);
    return profile.id();
  }
  std::string VisitSql(const std::string& id) {
    return absl::StrCat(
        "INSERT INTO visit(id, area_code, organization_id, kind, started_at, state) VALUES ('", id,
        "', '", kTown, "', '", NewId(), "', 1, ", absl::ToUnixMicros(clock_.Now()), ", 1)");
  }

  std::vector<Tablet> tablets_;
};

TEST_F(ConvergenceTest, AFreshTabletTakesItsScopes) {
  for (int i = 0; i < 50; ++i) AddProfile("甲");
  AddTablet("li", {"370303"});
  Settle();
  ExpectEqualToServer();
  EXPECT_EQ(Text(0, "SELECT count(*) FROM organization_profile"), "50");
}

TEST_F(ConvergenceTest, DifferentFieldsSurviveAndTheSameFieldLeavesAConflict) {
  const std::string id = AddProfile("旧");
  AddTablet("li", {"370303"});
  AddTablet("wang", {"370303"});
  Settle();
  const std::string where = absl::StrCat(" WHERE id='", id, "'");
  ASSERT_TRUE(Run(0, "UPDATE organization_profile SET contact_name='李主任'" + where).ok());
  ASSERT_TRUE(Run(1, "UPDATE organization_profile SET contact_phone='0533-1'" + where).ok());
  ASSERT_TRUE(Run(0, "UPDATE organization_profile SET opening_hours='早'" + where).ok());
  ASSERT_TRUE(Run(1, "UPDATE organization_profile SET opening_hours='晚'" + where).ok());
  Settle();
  ExpectEqualToServer();
  EXPECT_EQ(Text(0, "SELECT contact_name||contact_phone||opening_hours FROM organization_profile"),
            "李主任0533-1晚");
  EXPECT_EQ(Text(0, "SELECT kept_value FROM conflict"), "\"早\"");
  EXPECT_EQ(Text(1, "SELECT count(*) FROM conflict"), "1");
}

TEST_F(ConvergenceTest, AnOwnEditStaysOnTheScreenWhileAnotherChangeArrives) {
  const std::string id = AddProfile("旧");
  AddTablet("li", {"370303"});
  AddTablet("wang", {"370303"});
  Settle();
  ASSERT_TRUE(Run(1, "UPDATE organization_profile SET contact_phone='0533-1'").ok());
  Sync(1);
  ASSERT_TRUE(Run(0, "UPDATE organization_profile SET contact_name='李主任'").ok());
  auto pull = tablets_[0].replica->MakePull();
  ASSERT_TRUE(pull.ok() && pull->has_value());
  auto pages = tablets_[0].transport->Pull(**pull);
  ASSERT_TRUE(pages.ok());
  ASSERT_TRUE(tablets_[0].replica->TakePull(**pull, *pages).ok());
  EXPECT_EQ(Text(0, "SELECT contact_name||contact_phone FROM organization_profile"),
            "李主任0533-1");
  Settle();
  ExpectEqualToServer();
}

TEST_F(ConvergenceTest, ALostPushReplyAppliesNothingTwice) {
  AddTablet("li", {"370303"});
  const std::string id = AddProfile("旧");
  Settle();
  ASSERT_TRUE(Run(0, VisitSql(NewId())).ok());
  int calls = 0;
  tablets_[0].transport->set_loses_reply([&calls] { return calls++ == 0; });
  EXPECT_FALSE(tablets_[0].engine->SyncNow().ok());
  clock_.Advance(absl::Minutes(5));
  Settle();
  ExpectEqualToServer();
  EXPECT_EQ(*db_->QueryInt("SELECT count(*) FROM visit"), 1);
  EXPECT_EQ(*db_->QueryInt("SELECT count(*) FROM _mutation WHERE by_server=0"), 1);
}

TEST_F(ConvergenceTest, AnEditOfALegalFactIsRejectedAndLeavesTheScreen) {
  v1::Organization organization;
  organization.set_id(NewId());
  organization.set_name("淄博市志愿服务联合会");
  organization.set_kind(v1::ORGANIZATION_KIND_ASSOCIATION);
  organization.set_status(v1::REGISTRATION_STATUS_REGISTERED);
  organization.set_area_code("370300");
  ServerCreates(organization);
  AddTablet("li", {"370303"});
  Settle();
  ASSERT_TRUE(Run(0, "UPDATE organization SET name='改名'").ok());
  EXPECT_EQ(Text(0, "SELECT name FROM organization"), "改名");
  Settle();
  EXPECT_EQ(Text(0, "SELECT name FROM organization"), "淄博市志愿服务联合会");
  const auto attention = tablets_[0].replica->AttentionList();
  ASSERT_TRUE(attention.ok());
  ASSERT_EQ(attention->size(), 1u);
  EXPECT_EQ((*attention)[0].reason, "SERVER_ONLY");
  ExpectEqualToServer();
}

// Random work of three officers with lost replies; the seed is the test's parameter.
class RandomWork : public ConvergenceTest, public ::testing::WithParamInterface<int> {};

TEST_P(RandomWork, EndsEqualEverywhereWithEveryVisitThereOnce) {
  std::mt19937 dice(GetParam());
  for (int i = 0; i < 4; ++i) AddProfile("旧");
  for (const char* user : {"li", "wang", "zhao"}) AddTablet(user, {"370303"});
  Settle();
  for (Tablet& tablet : tablets_) {
    tablet.transport->set_loses_reply([&dice] { return dice() % 5 == 0; });
  }
  std::set<std::string> visits;
  for (int step = 0; step < 120; ++step) {
    const int i = static_cast<int>(dice() % tablets_.size());
    const std::string one =
        " WHERE id=(SELECT id FROM organization_profile ORDER BY id LIMIT 1 OFFSET " +
        std::to_string(dice() % 4) + ")";
    const std::string value = "v" + std::to_string(step);
    switch (dice() % 9) {
      case 0: {
        const std::string id = NewId();
        visits.insert(id);
        ASSERT_TRUE(Run(i, VisitSql(id)).ok());
        break;
      }
      case 1:
        ASSERT_TRUE(
            Run(i, "UPDATE organization_profile SET contact_name='" + value + "'" + one).ok());
        break;
      case 2:
        ASSERT_TRUE(Run(i, "UPDATE organization_profile SET remarks=remarks||char(10)||'" + value +
                               "'" + one)
                        .ok());
        break;
      case 3:
        ASSERT_TRUE(Run(i, "UPDATE organization_profile SET tags=json_array('" +
                               std::to_string(dice() % 3) + "')" + one)
                        .ok());
        break;
      case 4:
        ASSERT_TRUE(Run(i, "UPDATE organization_profile SET last_visited_at=" +
                               std::to_string(dice() % 1000) + one)
                        .ok());
        break;
      case 5:
        ASSERT_TRUE(
            Run(i, "UPDATE visit SET state=2 WHERE state=1 AND id=(SELECT max(id) FROM visit)")
                .ok());
        break;
      default:
        clock_.Advance(absl::Minutes(5));
        tablets_[i].engine->RequestPull();
        (void)tablets_[i].engine->SyncNow();
    }
  }
  for (Tablet& tablet : tablets_) tablet.transport->set_loses_reply(nullptr);
  clock_.Advance(absl::Minutes(5));
  Settle();
  ExpectEqualToServer();
  EXPECT_EQ(*db_->QueryInt("SELECT count(*) FROM visit"), static_cast<int64_t>(visits.size()));
  uint64_t saved = 0;
  for (Tablet& tablet : tablets_) saved += tablet.replica->Status()->last_seq;
  EXPECT_EQ(*db_->QueryInt("SELECT count(*) FROM _mutation WHERE by_server=0"),
            static_cast<int64_t>(saved));
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomWork, ::testing::Range(1, 9));

TEST_F(ConvergenceTest, DamagedRowsAreFoundRepairedAndWhatIsUnsentGoesOn) {
  std::vector<std::string> ids;
  for (int i = 0; i < 200; ++i) ids.push_back(AddProfile("甲"));
  AddTablet("li", {"370303"});
  Settle();
  ASSERT_TRUE(Run(0, absl::StrCat("UPDATE organization_profile SET contact_name='乙' WHERE id='",
                                  ids[7], "'"))
                  .ok());
  const auto damage = sql::Database::Open(
      dir_.File("tablet0.db"), {.mode = sql::OpenMode::kExisting, .application_id = 0x5a464431});
  ASSERT_TRUE(damage.ok()) << damage.status();
  ASSERT_TRUE(
      (*damage)
          ->Execute(absl::StrCat(
              "UPDATE _capturing SET \"on\"=0; DELETE FROM organization_profile WHERE id IN ('",
              ids[1], "', '", ids[2],
              "'); UPDATE organization_profile SET _rev=_rev+1,"
              " contact_name='' WHERE id='",
              ids[3], "'; UPDATE _capturing SET \"on\"=1"))
          .ok());
  EXPECT_FALSE(tablets_[0].replica->VerifyDigests().ok());
  Settle();
  ExpectEqualToServer();
  EXPECT_EQ(Text(0, "SELECT count(*) FROM organization_profile WHERE contact_name='甲'"), "199");
}

}  // namespace
}  // namespace zoufang
