// What follows from writes by the product's rules: twins of one credit code, visits of one day.
#include "server/storage/product_rules.h"

#include <gmock/gmock.h>

#include <functional>

#include "tests/support/hub_world.h"

namespace zoufang::storage {
namespace {

using ::testing::ElementsAre;
using testing::kTown;
using ::testing::UnorderedElementsAre;
using v1::Organization;
using v1::Task;
using v1::Visit;

constexpr char kCode[] = "52370303MJD123456N";

class ProductRulesTest : public testing::HubWorld {
 protected:
  void SetUp() override {
    HubWorld::SetUp();
    rules_ = std::make_unique<ProductRules>(catalogue_, "default/1", std::vector<std::string>{});
    hub_->set_observer(rules_.get());
  }

  Organization Register(const std::string& name, const std::string& credit_code) {
    Organization organization;
    organization.set_id(NewId());
    organization.set_name(name);
    organization.set_credit_code(credit_code);
    organization.set_kind(v1::ORGANIZATION_KIND_SERVICE_INSTITUTION);
    organization.set_status(v1::REGISTRATION_STATUS_REGISTERED);
    organization.set_area_code(kTown);
    ServerCreates(organization);
    return organization;
  }
  Visit Log(const std::string& organization_id, absl::Time started) {
    Visit visit;
    visit.set_id(NewId());
    visit.set_area_code(kTown);
    visit.set_organization_id(organization_id);
    visit.set_kind(v1::VISIT_KIND_OUTREACH);
    visit.mutable_started_at()->set_seconds(absl::ToUnixSeconds(started));
    visit.set_state(v1::VISIT_STATE_DRAFT);
    ServerCreates(visit);
    return visit;
  }
  template <typename Message>
  void Change(const std::string& id, std::function<void(Message&)> change) {
    const hub::StoredRow stored = Stored<Message>(id);
    auto wanted = hub::MessageOf<Message>(Of<Message>(), stored.row);
    change(wanted);
    Ingest({.user_id = "staff", .server = true},
           {hub::UpdateEdit(Of<Message>(), stored, *hub::RowOf(Of<Message>(), wanted))});
  }
  std::vector<Task> Tasks() {
    std::vector<Task> tasks;
    auto select = db_->Prepare("SELECT id FROM task ORDER BY id");
    for (auto more = select->Step(); more.ok() && *more; more = select->Step()) {
      tasks.push_back(*Find<Task>(std::string(select->Text(0))));
    }
    return tasks;
  }

  std::unique_ptr<ProductRules> rules_;
};

TEST_F(ProductRulesTest, TwoOrganizationsWithOneCreditCodeMakeOneTask) {
  const Organization first = Register("淄博市张店区向阳养老服务中心", kCode);
  EXPECT_TRUE(Tasks().empty());
  const Organization twin = Register("张店区向阳养老服务中心", kCode);
  const std::vector<Task> tasks = Tasks();
  ASSERT_EQ(tasks.size(), 1);
  EXPECT_EQ(tasks[0].kind(), v1::TASK_KIND_MERGE_ORGANIZATIONS);
  EXPECT_EQ(tasks[0].state(), v1::TASK_STATE_OPEN);
  EXPECT_THAT(tasks[0].subjects(), UnorderedElementsAre(first.id(), twin.id()));
}

TEST_F(ProductRulesTest, ALaterWriteOfATwinMakesNoSecondTaskAlsoWhenTheFirstWasClosed) {
  const Organization first = Register("淄博市张店区向阳养老服务中心", kCode);
  const Organization twin = Register("张店区向阳养老服务中心", kCode);
  Change<Organization>(twin.id(), [](Organization& row) { row.set_name("向阳养老服务中心"); });
  ASSERT_EQ(Tasks().size(), 1);
  Change<Task>(Tasks()[0].id(), [](Task& row) { row.set_state(v1::TASK_STATE_CLOSED); });
  Change<Organization>(first.id(), [](Organization& row) { row.set_name("向阳中心"); });
  ASSERT_EQ(Tasks().size(), 1);
  EXPECT_EQ(Tasks()[0].state(), v1::TASK_STATE_CLOSED);
}

TEST_F(ProductRulesTest, OrganizationsWithoutACreditCodeAreNoTwins) {
  Register("张店区一号棋友会", "");
  Register("张店区二号棋友会", "");
  EXPECT_TRUE(Tasks().empty());
}

TEST_F(ProductRulesTest, VisitsOfOneDayInShanghaiNameEachOther) {
  const std::string organization = NewId();
  const absl::Time evening = absl::FromUnixSeconds(1'780'000'000);
  const Visit first = Log(organization, evening);
  const Visit second = Log(organization, evening + absl::Minutes(5));
  Log(organization, evening + absl::Hours(24));
  Log(NewId(), evening);
  EXPECT_THAT(Find<Visit>(first.id())->same_day_visits(), ElementsAre(second.id()));
  EXPECT_THAT(Find<Visit>(second.id())->same_day_visits(), ElementsAre(first.id()));
  ASSERT_EQ(Tasks().size(), 1);
  EXPECT_EQ(Tasks()[0].kind(), v1::TASK_KIND_SAME_DAY_VISITS);
}

}  // namespace
}  // namespace zoufang::storage
