#include "tests/tablet/field_day.h"

#include <QImage>

#include "sync/base/clock.h"
#include "sync/base/status.h"

namespace zoufang::testing {
namespace {

const base::SystemClock kClock;

}  // namespace

void FieldDay::SetUp() {
  ASSERT_TRUE(StartServer().ok());
  for (const char* officer : {"lina", "wangqiang"}) {
    ASSERT_TRUE(server_.CreateAccount(officer, v1::ROLE_OFFICER, {"370303"}).ok());
  }
  ASSERT_TRUE(
      server_.ImportOrganization("淄博市张店区志愿者协会", "51370303MJE9005678", kTown).ok());
  ASSERT_TRUE(
      server_.ImportOrganization("淄博市张店区和平养老服务中心", "52370303MJE074768L", kTown).ok());
}

std::unique_ptr<Officer> FieldDay::OpenApp(const std::string& name) {
  auto officer = std::make_unique<Officer>();
  auto app = tablet::App::Open(TabletPath(name), {.clock = kClock, .random = random_},
                               {officer->camera, officer->locator, officer->sharer});
  EXPECT_TRUE(app.ok()) << app.status();
  if (!app.ok()) return officer;
  officer->app = *std::move(app);
  QQuickWindow* const window = officer->app->Show();
  EXPECT_NE(window, nullptr);
  officer->hand = std::make_unique<Driver>(window);
  return officer;
}

std::string FieldDay::CodeFor(const std::string& user) {
  const auto token = server_.SignInAdmin();
  v1::CreateEnrollmentCodeRequest request;
  request.set_user_name(user);
  const auto made =
      Call(server_.admin(), &v1::AdminService::Stub::CreateEnrollmentCode, request, *token);
  return made.ok() ? made->enrollment_code() : "";
}

void FieldDay::SendEnrolment(Officer& officer, const std::string& user, const std::string& server,
                             const std::string& authority) {
  Driver& hand = *officer.hand;
  for (const char* field : {"enrolServer", "enrolCode", "enrolName", "enrolAuthority"}) {
    STEP(hand.Clear(field));
  }
  STEP(hand.Type("enrolServer", server));
  STEP(hand.Type("enrolCode", CodeFor(user)));
  STEP(hand.Type("enrolName", "测试平板"));
  if (!authority.empty()) {
    STEP(hand.Type("enrolAuthority", authority));
  }
  STEP(hand.Tap("enrolGo"));
}

void FieldDay::EnrolInWindow(Officer& officer, const std::string& user) {
  SendEnrolment(officer, user, ServerAddress());
  STEP(officer.hand->Find("nav_today") != nullptr);
}

std::unique_ptr<Officer> FieldDay::NewOfficer(const std::string& name, const std::string& user) {
  auto officer = OpenApp(name);
  EnrolInWindow(*officer, user);
  return officer;
}

void FieldDay::SetAreas(const std::string& user, const std::vector<std::string>& areas) {
  v1::SetAccountAreasRequest request;
  request.set_user_name(user);
  request.mutable_area_prefixes()->Assign(areas.begin(), areas.end());
  const auto set = Call(server_.admin(), &v1::AdminService::Stub::SetAccountAreas, request,
                        *server_.SignInAdmin());
  ASSERT_TRUE(set.ok()) << set.status();
}

void FieldDay::OpenOrganization(Officer& officer, const std::string& text) {
  Driver& hand = *officer.hand;
  tablet::SearchPage& search = officer.app->search();
  STEP(hand.Tap("nav_search"));
  STEP(hand.Clear("searchBox"));
  search.SetText("");
  STEP(hand.Type("searchBox", text));
  STEP(hand.Wait([&] {
    return search.data()["text"].toString().toStdString() == text && search.hits()->Count() == 1;
  }));
  STEP(hand.Tap("hit"));
  STEP(hand.Find("startVisit") != nullptr);
}

void FieldDay::NetworkOff() {
  server_.options().listen = ServerAddress();
  server_.Stop();
}

void FieldDay::NetworkOn() { ASSERT_TRUE(server_.Start().ok()); }

bool FieldDay::Awaits(Officer& officer, const QString& key, const QVariant& value) {
  return officer.hand->Wait([&] { return officer.app->sync().data()[key] == value; });
}

std::unique_ptr<fieldwork::Tablet> FieldDay::FileOf(const std::string& name) {
  auto tablet = fieldwork::Tablet::Open(TabletPath(name), {.clock = kClock, .random = random_});
  EXPECT_TRUE(tablet.ok()) << tablet.status();
  return tablet.ok() ? *std::move(tablet) : nullptr;
}

}  // namespace zoufang::testing
