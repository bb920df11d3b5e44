// An organisation leaves the officer's area while he has work on it that is not sent.
#include <algorithm>

#include "sync/device/grpc_transport.h"
#include "sync/device/sync_engine.h"
#include "sync/sql/database.h"
#include "tests/tablet/field_day.h"

namespace zoufang::testing {
namespace {

// Syncs a tablet whose app is closed by way of `Transport`, until `done`.
template <typename Transport, typename Done>
void SyncBy(fieldwork::Tablet& tablet, Done done) {
  const auto enrolment = tablet.replica().GetEnrollment();
  ASSERT_TRUE(enrolment.ok());
  const auto channel = device::MakeChannel(enrolment->server, "");
  ASSERT_TRUE(channel.ok());
  Transport transport(*channel, enrolment->token);
  device::SyncEngine engine(tablet.replica(), transport, tablet.env());
  engine.RequestPull();
  for (int step = 0; step < 100 && !done(); ++step) engine.Step();
  ASSERT_TRUE(done());
}

// A network that brings and takes nothing along.
class ReceivingOnly : public device::GrpcTransport {
 public:
  using GrpcTransport::GrpcTransport;
  absl::StatusOr<sync::v1::PushReply> Push(const sync::v1::PushRequest&) override {
    return absl::UnavailableError("the network is gone again");
  }
};

class HandedOverTest : public FieldDay {
 protected:
  // Writes offline; the area goes meanwhile, and the tablet hears of it before it can send.
  void LoseTheArea() {
    auto li = NewOfficer("li", "lina");
    NetworkOff();
    OpenOrganization(*li, "志愿");
    STEP(li->hand->Type("hours", "周一至周五"));
    STEP(Awaits(*li, "waiting", 1));
    STEP(Awaits(*li, "state", "offline"));
    li.reset();
    NetworkOn();
    SetAreas("lina", {"370304"});
    Receive();
    NetworkOff();
  }
  void Receive() {
    const auto file = FileOf("li");
    SyncBy<ReceivingOnly>(*file, [&] { return Profiles() == 0; });
  }
  int64_t Profiles() {
    auto db = sql::Database::Open(TabletPath("li"), {.application_id = device::kApplicationId});
    return db.ok() ? (*db)->QueryInt("SELECT count(*) FROM organization_profile").value_or(-1) : -1;
  }
  void ShowsWhatIsToSend(Officer& officer) {
    Driver& hand = *officer.hand;
    STEP(hand.Tap("nav_sync"));
    STEP(hand.Find("handedOver") != nullptr);
    EXPECT_EQ(hand.Text("handedOverName"), "淄博市张店区志愿者协会");
    EXPECT_EQ(hand.Text("handedOverFate"), "尚待发送");
    EXPECT_EQ(hand.Text("handedOverLine"), "开放时间：— → 周一至周五");
    EXPECT_FALSE(hand.Shows("handedOverSeen"));
    EXPECT_EQ(officer.app->sync().data()["waiting"], 1);
  }
  void Becomes(Officer& officer, const std::string& fate) {
    NetworkOn();
    officer.app->sync().syncNow();
    STEP(Awaits(officer, "waiting", 0));
    STEP(officer.hand->Wait([&] { return officer.hand->Text("handedOverFate") == fate; }));
    EXPECT_EQ(officer.hand->Text("handedOverLine"), "开放时间");
  }
};

TEST_F(HandedOverTest, ItsUnsentWorkIsShownAndTakenInLate) {
  LoseTheArea();
  const auto li = OpenApp("li");
  ShowsWhatIsToSend(*li);
  Becomes(*li, "移交后仍已接收");
  Driver& hand = *li->hand;
  STEP(hand.Tap("handedOverSeen"));
  STEP(hand.Wait([&] { return !hand.Shows("handedOver"); }));
  EXPECT_EQ(li->app->sync().data()["attention"], 0);
}

TEST_F(HandedOverTest, LongAfterTheHandOverItWaitsForTheNewOwner) {
  LoseTheArea();
  server_.clock().Advance(absl::Hours(24 * 31));
  const auto li = OpenApp("li");
  ShowsWhatIsToSend(*li);
  Becomes(*li, "由新的负责人处理");
  EXPECT_NE(li->hand->Text("handedOverMessage"), "");
  STEP(Awaits(*li, "attention", 1));
  STEP(li->hand->Tap("handedOverSeen"));
  STEP(li->hand->Wait([&] { return !li->hand->Shows("handedOver"); }));
  STEP(li->hand->Shows("dismiss"));  // What was not taken in stays until its author says why.
}

TEST_F(HandedOverTest, AVisitThatTheServerReceivedStaysCountedWhenItsAreaGoes) {
  auto li = NewOfficer("li", "lina");
  OpenOrganization(*li, "志愿");
  Driver& hand = *li->hand;
  STEP(hand.Tap("startVisit"));
  STEP(hand.Tap("startKind_1"));
  STEP(Awaits(*li, "received", 1));
  SetAreas("lina", {"370304"});
  li->app->sync().syncNow();
  STEP(Awaits(*li, "visits", 0));
  EXPECT_EQ(li->app->sync().data()["received"], 1);
}

// A network that breaks down whenever the rows of a new area are to come.
class NoSnapshots : public device::GrpcTransport {
 public:
  using GrpcTransport::GrpcTransport;
  absl::Status Snapshot(const sync::v1::SnapshotRequest&,
                        absl::FunctionRef<absl::Status(const sync::v1::SnapshotPage&)>) override {
    return absl::UnavailableError("the network is gone again");
  }
};

class NewAreaTest : public FieldDay {
 protected:
  // The tablet hears of the area, and the line breaks before its rows are here.
  void HearOfIt() {
    const auto file = FileOf("li");
    SyncBy<NoSnapshots>(*file, [&] { return IsPartial(file->replica()); });
  }
  static bool IsPartial(device::Replica& replica) {
    const auto status = replica.Status();
    return status.ok() &&
           std::any_of(status->scopes.begin(), status->scopes.end(),
                       [](const device::ScopeState& scope) { return scope.included < 0; });
  }
};

TEST_F(NewAreaTest, TheOldOneIsWorkedInWhileItIsOnItsWay) {
  ASSERT_TRUE(
      server_.ImportOrganization("淄博市博山区陶瓷琉璃行业协会", "51370304MJE9005808", "370304001")
          .ok());
  auto li = NewOfficer("li", "lina");
  STEP(Awaits(*li, "state", "done"));
  li.reset();
  SetAreas("lina", {"370303", "370304"});
  HearOfIt();
  NetworkOff();
  li = OpenApp("li");
  STEP(li->hand->Find("nav_today") != nullptr);
  STEP(Awaits(*li, "state", "offline"));
  EXPECT_EQ(li->app->sync().data()["text"], "离线可用");
  OpenOrganization(*li, "志愿");
  EXPECT_TRUE(li->hand->Find("startVisit")->isEnabled());
}

// A tablet whose use the administrator withdraws, with work on it that is not sent.
class WithdrawnTest : public FieldDay {
 protected:
  using AdminStub = v1::AdminService::Stub;
  void Withdraw() {
    const auto token = server_.SignInAdmin();
    const auto devices =
        Call(server_.admin(), &AdminStub::ListDevices, v1::ListDevicesRequest(), *token);
    ASSERT_TRUE(devices.ok()) << devices.status();
    ASSERT_EQ(devices->devices_size(), 1);
    v1::RevokeDeviceRequest request;
    request.set_id(devices->devices(0).id());
    ASSERT_TRUE(Call(server_.admin(), &AdminStub::RevokeDevice, request, *token).ok());
  }
  std::string HandedIn() {
    const auto handed_in = Call(server_.admin(), &AdminStub::ListQuarantine,
                                v1::ListQuarantineRequest(), *server_.SignInAdmin());
    std::string content;
    if (!handed_in.ok()) return content;
    for (const auto& mutation : handed_in->mutations()) content += mutation.content_json();
    return content;
  }
};

TEST_F(WithdrawnTest, ItSaysSoKeepsNothingAndHandsInWhatWasNotSent) {
  const auto li = NewOfficer("li", "lina");
  Driver& hand = *li->hand;
  NetworkOff();
  OpenOrganization(*li, "志愿");
  STEP(hand.Type("hours", "周一至周五"));
  STEP(Awaits(*li, "waiting", 1));
  NetworkOn();
  Withdraw();
  li->app->sync().syncNow();
  STEP(hand.Find("withdrawn") != nullptr);
  EXPECT_FALSE(hand.Shows("nav_today"));
  EXPECT_FALSE(hand.Shows("hoursInput"));
  STEP(hand.Wait([&] { return HandedIn().find("周一至周五") != std::string::npos; }));
  auto db = sql::Database::Open(TabletPath("li"), {.application_id = device::kApplicationId});
  ASSERT_TRUE(db.ok());
  EXPECT_EQ((*db)->QueryInt("SELECT count(*) FROM organization").value_or(-1), 0);
}

}  // namespace
}  // namespace zoufang::testing
