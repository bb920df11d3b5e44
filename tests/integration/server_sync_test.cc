// The sync protocol through real stubs, with mutations made by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "domain/entities.h"
#include "sync/base/hash.h"
#include "sync/hub/edits.h"
#include "sync/hub/hub.h"
#include "tests/support/server_fixture.h"
#include "tests/support/temp_dir.h"
#include "zoufang/v1/report.pb.h"

namespace zoufang::testing {
namespace {

using sync::v1::EditOutcome;
using sync::v1::PushReply;
using Stub = sync::v1::SyncService::Stub;

// A tablet of few words: it keeps its chain and nothing else.
struct HandMadeTablet {
  std::string token, user_id, install_id;
  std::vector<sync::v1::Mutation> chain;

  const sync::v1::Mutation& Save(const sync::v1::MutationBody& body, const std::string& uuid) {
    sync::v1::Mutation& next = chain.emplace_back();
    const std::string before =
        chain.size() == 1 ? std::string(16, '\0') : chain[chain.size() - 2].hash();
    next.set_seq(chain.size());
    next.set_uuid(uuid);
    next.set_prev_hash(before);
    next.set_body(body.SerializeAsString());
    next.set_hash(base::Hash128({before, uuid, next.body()}));
    return next;
  }
  sync::v1::PushRequest PushOf(size_t from) const {
    sync::v1::PushRequest request;
    request.set_install_id(install_id);
    for (size_t i = from; i < chain.size(); ++i) *request.add_mutations() = chain[i];
    return request;
  }
};

class ServerSyncTest : public ::testing::Test {
 protected:
  void SetUp() override {
    server_.options().notify_file = files_.File("notices.jsonl");
    ASSERT_TRUE(server_.Start().ok());
    const auto organization = server_.ImportOrganization("张店区慈善总会", "", "370303001");
    ASSERT_TRUE(organization.ok()) << organization.status();
    organization_id_ = organization->id();
    ASSERT_TRUE(server_.CreateAccount("wang", v1::ROLE_OFFICER, {"370303"}).ok());
    tablet_ = NewTablet("wang");
  }

  HandMadeTablet NewTablet(const std::string& user_name) {
    const auto enrolled = server_.Enroll(user_name);
    HandMadeTablet tablet{.install_id = server_.NewId()};
    EXPECT_TRUE(enrolled.ok()) << enrolled.status();
    if (!enrolled.ok()) return tablet;
    tablet.token = enrolled->token();
    tablet.user_id = enrolled->user_id();
    sync::v1::AttachRequest attach;
    attach.set_install_id(tablet.install_id);
    attach.mutable_base()->set_hash(std::string(16, '\0'));
    const auto attached = Call(server_.sync(), &Stub::Attach, attach, tablet.token);
    EXPECT_TRUE(attached.ok()) << attached.status();
    return tablet;
  }

  sync::v1::MutationBody NewVisit(const std::string& area, std::string* id = nullptr) {
    v1::Visit visit;
    visit.set_id(server_.NewId());
    visit.set_area_code(area);
    visit.set_organization_id(organization_id_);
    visit.set_kind(v1::VISIT_KIND_OUTREACH);
    visit.set_state(v1::VISIT_STATE_DRAFT);
    visit.mutable_started_at()->set_seconds(1772413200);
    if (id != nullptr) *id = visit.id();
    const schema::Entity& entity = domain::EntityOf<v1::Visit>(*catalogue_);
    sync::v1::MutationBody body;
    body.set_user_id(tablet_.user_id);
    body.set_observed_at_us(absl::ToUnixMicros(server_.clock().Now()));
    body.set_clock_trusted(true);
    *body.add_edits() = hub::CreateEdit(entity, *hub::RowOf(entity, visit));
    return body;
  }
  std::string NewUuid() { return random_.Bytes(16); }
  absl::StatusOr<PushReply> Push(const HandMadeTablet& tablet, size_t from = 0) {
    return Call(server_.sync(), &Stub::Push, tablet.PushOf(from), tablet.token);
  }

  // Reads a whole stream; its status comes back in `status`.
  template <typename Page, typename Request, typename Start>
  std::vector<Page> ReadAll(Start start, const Request& request, const std::string& token,
                            absl::Status* status = nullptr) {
    CallContext context(token);
    auto reader = (server_.sync().*start)(&context, request);
    std::vector<Page> pages;
    Page page;
    while (reader->Read(&page)) pages.push_back(page);
    const absl::Status end = FromGrpc(reader->Finish());
    if (status != nullptr) *status = end;
    return pages;
  }
  std::vector<sync::v1::SnapshotPage> Snapshot(const std::vector<std::string>& scopes,
                                               const HandMadeTablet& tablet,
                                               absl::Status* status = nullptr) {
    sync::v1::SnapshotRequest request;
    request.set_install_id(tablet.install_id);
    for (const std::string& scope : scopes) request.add_scopes()->set_scope(scope);
    return ReadAll<sync::v1::SnapshotPage>(&Stub::Snapshot, request, tablet.token, status);
  }

  // Notifications delivered so far, once there are any.
  std::string Notices() {
    std::string text;
    for (int i = 0; i < 1000 && text.empty(); ++i, absl::SleepFor(absl::Milliseconds(10))) {
      std::ifstream file(files_.File("notices.jsonl"));
      text.assign(std::istreambuf_iterator<char>(file), {});
    }
    return text;
  }

  TempDir files_;
  absl::StatusOr<schema::Catalogue> catalogue_ = domain::ProductCatalogue();
  base::SystemRandom random_;
  TestServer server_;
  HandMadeTablet tablet_;
  std::string organization_id_;
};

TEST_F(ServerSyncTest, AnOralComplaintBecomesOneCaseWhateverIsRepeated) {
  v1::OralComplaint oral;
  oral.set_id(server_.NewId());
  oral.set_area_code("370303001");
  oral.set_organization_id(organization_id_);
  oral.set_category("乱收费");
  oral.set_narrative("口头反映收费不开票");
  oral.set_taken_by("wang.wei");
  const schema::Entity& entity = domain::EntityOf<v1::OralComplaint>(*catalogue_);
  sync::v1::MutationBody body = NewVisit("370303001");
  *body.mutable_edits(0) = hub::CreateEdit(entity, *hub::RowOf(entity, oral));
  tablet_.Save(body, NewUuid());
  ASSERT_TRUE(Push(tablet_).ok());
  ASSERT_TRUE(Push(tablet_).ok()) << "the answer was lost";
  server_.Stop();
  ASSERT_TRUE(server_.Start().ok());
  ASSERT_TRUE(Push(tablet_).ok());
  const std::string staff = server_.NewCaller("sun.staff", v1::ROLE_STAFF, {"370303"}).value_or("");
  const auto list = Call(server_.complaints(), &v1::ComplaintService::Stub::ListComplaints,
                         v1::ListComplaintsRequest(), staff);
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->items_size(), 1);
  const v1::Complaint& complaint = list->items(0).complaint();
  EXPECT_EQ(complaint.oral_complaint_id(), oral.id());
  EXPECT_EQ(complaint.narrative(), "口头反映收费不开票");
  EXPECT_EQ(complaint.organization_id(), organization_id_);
  EXPECT_EQ(list->items(0).clock().card(), v1::ComplaintClock::CARD_GREEN);
  const std::string notices = Notices();
  EXPECT_THAT(notices, ::testing::HasSubstr(complaint.number())) << "and is told once";
  EXPECT_EQ(std::count(notices.begin(), notices.end(), '\n'), 1);
}

TEST_F(ServerSyncTest, AVisitSavedOnATabletIsOnTheServer) {
  std::string id;
  tablet_.Save(NewVisit("370303001", &id), NewUuid());
  const auto reply = Push(tablet_);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->status(), PushReply::OK);
  EXPECT_EQ(reply->applied().seq(), 1u);
  EXPECT_EQ(reply->applied().hash(), tablet_.chain[0].hash());
  EXPECT_EQ(reply->outcomes(0).edits(0).verdict(), EditOutcome::APPLIED);
  v1::GetVisitRequest get;
  get.set_id(id);
  EXPECT_TRUE(Call(server_.visits(), &v1::VisitService::Stub::GetVisit, get, tablet_.token).ok());
}

TEST_F(ServerSyncTest, AResendReturnsTheFirstOutcomesAndChangesNothing) {
  tablet_.Save(NewVisit("370303001"), NewUuid());
  auto first = Push(tablet_);
  ASSERT_TRUE(first.ok());
  server_.Stop();
  ASSERT_TRUE(server_.Start().ok());
  auto second = Push(tablet_);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_GT(second->incarnation(), first->incarnation());
  first->clear_incarnation();
  second->clear_incarnation();
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
}

TEST_F(ServerSyncTest, ABusinessRefusalIsAnOutcomeAndNotAnError) {
  tablet_.Save(NewVisit("370304001"), NewUuid());  // Not wang's area.
  tablet_.Save(NewVisit("370303001"), NewUuid());
  const auto reply = Push(tablet_);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->outcomes(0).edits(0).verdict(), EditOutcome::PARKED);
  EXPECT_EQ(reply->outcomes(1).edits(0).verdict(), EditOutcome::APPLIED) << "delays no other";
}

TEST_F(ServerSyncTest, AMalformedPushIsRefusedWholeAndHarmsNothing) {
  tablet_.Save(NewVisit("370303001"), NewUuid());
  tablet_.Save(NewVisit("370303001"), "short uuid");
  const auto refused = Push(tablet_);
  EXPECT_EQ(Reason(refused), "PUSH_MALFORMED");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  tablet_.chain.pop_back();
  const auto reply = Push(tablet_);
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->applied().seq(), 1u);
}

TEST_F(ServerSyncTest, AnOversizedPushIsRefusedBeforeItIsRead) {
  sync::v1::PushRequest request;
  request.set_install_id(tablet_.install_id);
  for (int i = 0; i < 20; ++i) request.add_mutations()->set_body(std::string(256 * 1024, 'x'));
  const auto refused = Call(server_.sync(), &Stub::Push, request, tablet_.token);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kResourceExhausted);
  tablet_.Save(NewVisit("370303001"), NewUuid());
  EXPECT_TRUE(Push(tablet_).ok()) << "the tablet goes on";
}

TEST_F(ServerSyncTest, TheDeviceListShowsWhatThePushTold) {
  tablet_.Save(NewVisit("370303001"), NewUuid());
  sync::v1::PushRequest request = tablet_.PushOf(0);
  request.set_device_time_us(absl::ToUnixMicros(server_.clock().Now() - absl::Seconds(90)));
  ASSERT_TRUE(Call(server_.sync(), &Stub::Push, request, tablet_.token).ok());
  const auto list = Call(server_.admin(), &v1::AdminService::Stub::ListDevices,
                         v1::ListDevicesRequest(), server_.SignInAdmin().value_or(""));
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->devices(0).install_id(), tablet_.install_id);
  EXPECT_EQ(list->devices(0).applied_seq(), 1);
  EXPECT_EQ(list->devices(0).clock_offset_ms(), 90000);
}

TEST_F(ServerSyncTest, ASnapshotStreamsEachScopeToItsEnd) {
  absl::Status status;
  const auto pages = Snapshot({"registry", "area:370303001"}, tablet_, &status);
  ASSERT_TRUE(status.ok()) << status;
  std::map<std::string, bool> done;
  int64_t rows = 0;
  for (const auto& page : pages) {
    rows += page.rows().count();
    if (page.done()) done[page.next().scope()] = true;
  }
  EXPECT_TRUE(done["registry"]);
  EXPECT_TRUE(done["area:370303001"]);
  EXPECT_EQ(rows, 2) << "the organisation and its profile";
}

TEST_F(ServerSyncTest, AScopeThatIsNotGrantedIsRefusedAndTheOthersStreamOn) {
  absl::Status status;
  const auto pages = Snapshot({"area:370304001", "cases", "registry"}, tablet_, &status);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_GE(pages.size(), 3u);
  EXPECT_TRUE(pages[0].refused());
  EXPECT_TRUE(pages[1].refused()) << "complaints reach no tablet";
  EXPECT_FALSE(pages[2].refused());
  EXPECT_TRUE(pages.back().done());
}

TEST_F(ServerSyncTest, ALargeSnapshotArrivesInManyPagesCompleteAndInOrder) {
  const std::string admin = server_.SignInAdmin().value_or("");
  for (int batch = 0; batch < 6; ++batch) {
    v1::ImportOrganizationsRequest request;
    for (int i = 0; i < 500; ++i) {
      v1::Organization& one = *request.add_organizations();
      one.set_name(absl::StrCat("第", batch * 500 + i, "号协会"));
      one.set_kind(v1::ORGANIZATION_KIND_ASSOCIATION);
      one.set_status(v1::REGISTRATION_STATUS_REGISTERED);
      one.set_area_code("370304001");
      one.set_business_scope(std::string(1500, 'x'));
    }
    ASSERT_TRUE(
        Call(server_.admin(), &v1::AdminService::Stub::ImportOrganizations, request, admin).ok());
  }
  absl::Status status;
  const auto pages = Snapshot({"registry"}, tablet_, &status);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_GT(pages.size(), 3u);
  int64_t rows = 0;
  for (size_t i = 0; i < pages.size(); ++i) {
    rows += pages[i].rows().count();
    EXPECT_EQ(pages[i].done(), i + 1 == pages.size());
  }
  EXPECT_EQ(rows, 3001);
}

TEST_F(ServerSyncTest, APullEndsWithItsCheckpoint) {
  const auto snapshot = Snapshot({"registry"}, tablet_);
  sync::v1::PullRequest request;
  request.set_install_id(tablet_.install_id);
  auto& cursor = *request.add_scopes();
  cursor.set_scope("registry");
  *cursor.mutable_at() = snapshot.back().next().latest();
  absl::Status status;
  const auto pages = ReadAll<sync::v1::PullPage>(&Stub::Pull, request, tablet_.token, &status);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_FALSE(pages.empty());
  const sync::v1::Checkpoint& checkpoint = pages.back().checkpoint();
  EXPECT_THAT(checkpoint.granted(), ::testing::Contains("registry"));
  EXPECT_THAT(checkpoint.granted(), ::testing::Not(::testing::Contains("cases")));
  ASSERT_EQ(checkpoint.heads_size(), 1);
  EXPECT_FALSE(checkpoint.heads(0).unknown());
}

TEST_F(ServerSyncTest, AWatchTellsAllHeadsAtFirstAndThenThoseThatMoved) {
  CallContext context(tablet_.token);
  auto watch = server_.sync().Watch(&context, sync::v1::WatchRequest());
  sync::v1::WatchReply reply;
  ASSERT_TRUE(watch->Read(&reply));
  std::set<std::string> scopes;
  for (const auto& head : reply.heads()) scopes.insert(head.scope());
  EXPECT_TRUE(scopes.contains("registry"));
  EXPECT_TRUE(scopes.contains("area:370303001"));

  tablet_.Save(NewVisit("370303001"), NewUuid());
  ASSERT_TRUE(Push(tablet_).ok());
  ASSERT_TRUE(watch->Read(&reply));
  ASSERT_EQ(reply.heads_size(), 1);
  EXPECT_EQ(reply.heads(0).scope(), "area:370303001");
  context.TryCancel();
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(ServerSyncTest, AWatchOfAWithdrawnTabletEndsAtOnce) {
  CallContext context(tablet_.token);
  auto watch = server_.sync().Watch(&context, sync::v1::WatchRequest());
  sync::v1::WatchReply reply;
  ASSERT_TRUE(watch->Read(&reply));
  const std::string admin = server_.SignInAdmin().value_or("");
  const auto list =
      Call(server_.admin(), &v1::AdminService::Stub::ListDevices, v1::ListDevicesRequest(), admin);
  v1::RevokeDeviceRequest revoke;
  revoke.set_id(list->devices(0).id());
  ASSERT_TRUE(Call(server_.admin(), &v1::AdminService::Stub::RevokeDevice, revoke, admin).ok());
  EXPECT_FALSE(watch->Read(&reply));
  EXPECT_EQ(base::ReasonOf(FromGrpc(watch->Finish())), "INSTALL_REVOKED");
}

TEST_F(ServerSyncTest, AWatchHearsOfChangedGrants) {
  CallContext context(tablet_.token);
  auto watch = server_.sync().Watch(&context, sync::v1::WatchRequest());
  sync::v1::WatchReply first, second;
  ASSERT_TRUE(watch->Read(&first));
  v1::SetAccountAreasRequest request;
  request.set_user_name("wang");
  request.add_area_prefixes("370304");
  ASSERT_TRUE(Call(server_.admin(), &v1::AdminService::Stub::SetAccountAreas, request,
                   server_.SignInAdmin().value_or(""))
                  .ok());
  ASSERT_TRUE(watch->Read(&second));
  EXPECT_GT(second.grant_version(), first.grant_version());
  context.TryCancel();
  watch->Finish();
}

TEST_F(ServerSyncTest, ManyTabletsPushAtOnceAndNothingIsLost) {
  constexpr int kTablets = 8, kVisits = 20;
  std::vector<HandMadeTablet> tablets;
  for (int i = 0; i < kTablets; ++i) {
    tablets.push_back(NewTablet("wang"));
    for (int v = 0; v < kVisits; ++v) tablets[i].Save(NewVisit("370303001"), NewUuid());
  }
  std::vector<std::thread> threads;
  std::atomic<int> applied = 0;
  for (HandMadeTablet& tablet : tablets) {
    threads.emplace_back([&] {
      const auto reply = Push(tablet);
      EXPECT_TRUE(reply.ok()) << reply.status();
      if (!reply.ok()) return;
      for (const auto& outcome : reply->outcomes()) {
        applied += outcome.edits(0).verdict() == EditOutcome::APPLIED;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(applied, kTablets * kVisits);
  const auto status = Call(server_.admin(), &v1::AdminService::Stub::GetServerStatus,
                           v1::GetServerStatusRequest(), server_.SignInAdmin().value_or(""));
  EXPECT_EQ(status->rows().at("Visit"), kTablets * kVisits);
}

TEST_F(ServerSyncTest, ASessionIsNoTablet) {
  const std::string session = server_.SignIn("wang", TestServer::kPassword).value_or("");
  tablet_.token = session;
  EXPECT_EQ(Reason(Push(tablet_)), "TABLET_TOKEN_NEEDED");
  absl::Status status;
  Snapshot({"registry"}, tablet_, &status);
  EXPECT_EQ(base::ReasonOf(status), "TABLET_TOKEN_NEEDED");
}

}  // namespace
}  // namespace zoufang::testing
