// Officers with tablets around a hub in one process, for tests of what they do.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "clients/fieldwork/tablet.h"
#include "sync/base/error.h"
#include "sync/device/sync_engine.h"
#include "tests/support/hub_world.h"
#include "tests/support/local_transport.h"

namespace zoufang::testing {

// One organisation in kTown with its profile; any number of officers of that town.
class Officers : public HubWorld {
 protected:
  struct Officer {
    std::unique_ptr<fieldwork::Tablet> tablet;
    std::unique_ptr<LocalTransport> transport;
    std::unique_ptr<device::SyncEngine> engine;
  };

  void SetUp() override {
    HubWorld::SetUp();
    organization_ = AddOrganization("淄博市张店区志愿者协会", "51370303MJE9005678");
  }

  std::string AddOrganization(const std::string& name, const std::string& credit_code,
                              const std::string& area_code = kTown) {
    v1::Organization organization;
    organization.set_id(NewId());
    organization.set_name(name);
    organization.set_credit_code(credit_code);
    organization.set_kind(v1::ORGANIZATION_KIND_ASSOCIATION);
    organization.set_status(v1::REGISTRATION_STATUS_REGISTERED);
    organization.set_area_code(area_code);
    organization.set_address("人民路 1 号");
    ServerCreates(organization);
    v1::OrganizationProfile profile;
    profile.set_id(NewId());
    profile.set_organization_id(organization.id());
    profile.set_area_code(area_code);
    ServerCreates(profile);
    return organization.id();
  }

  // An officer with a tablet that is in step with the server.
  Officer Enrol(const std::string& user) {
    Grant(user, {kTown});
    const device::Env env{.clock = clock_, .random = random_};
    Officer officer;
    officer.tablet = *fieldwork::Tablet::OpenOrCreate(dir_.File(user + ".db"), env);
    EXPECT_TRUE(officer.tablet->replica()
                    .SetEnrollment({.server = "local",
                                    .user_id = user,
                                    .user_name = user,
                                    .device_id = "d",
                                    .token = "t"})
                    .ok());
    officer.transport = std::make_unique<LocalTransport>(*hub_, *db_, user);
    officer.engine =
        std::make_unique<device::SyncEngine>(officer.tablet->replica(), *officer.transport, env);
    Sync(officer);
    return officer;
  }

  void Sync(Officer& officer) {
    officer.engine->RequestPull();
    const absl::Status status = officer.engine->SyncNow();
    EXPECT_TRUE(status.ok()) << status;
  }
  void SyncAll(const std::vector<Officer*>& officers) {
    for (int round = 0; round < 2; ++round) {
      for (Officer* officer : officers) Sync(*officer);
    }
  }

  int64_t CountOn(Officer& officer, const std::string& sql) {
    int64_t count = -1;
    EXPECT_TRUE(officer.tablet->replica()
                    .Read([&](sql::Database& db) -> absl::Status {
                      auto found = db.QueryInt(sql);
                      if (found.ok()) count = *found;
                      return found.status();
                    })
                    .ok());
    return count;
  }

  std::string organization_;
};

// The reason of a status or of a StatusOr.
inline std::string Reason(const absl::Status& status) { return base::ReasonOf(status); }
template <typename T>
std::string Reason(const absl::StatusOr<T>& result) {
  return base::ReasonOf(result.status());
}

}  // namespace zoufang::testing
