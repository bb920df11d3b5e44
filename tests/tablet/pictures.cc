// Pictures of every main screen, wide and tall, of a tablet in use: tools/tablet.sh.
#include <gtest/gtest.h>

#include <QDir>
#include <QtTest>

#include "clients/fieldwork/attention.h"
#include "clients/fieldwork/edits.h"
#include "clients/fieldwork/visits.h"
#include "clients/fieldwork/work_list.h"
#include "tests/tablet/city_registry.h"
#include "tests/tablet/field_day.h"
#include "tests/tablet/network.h"

namespace zoufang::testing {
namespace {

constexpr char kVolunteers[] = "51370303MJE9005678";
constexpr char kCare[] = "52370303MJE074768L";
constexpr int kCity = 4'000;
constexpr int64_t kWhereItIsCut = 90'000;  // Bytes of the first sync.

// Where pictures go: in full, and (for README) half as large.
struct Folder {
  const char* variable;
  double scale;
  const char* wide;
  const char* tall;
};
constexpr Folder kFolders[] = {{"ZOUFANG_PICTURES", 1, "-1280x800", "-800x1280"},
                               {"ZOUFANG_THUMBNAILS", 0.5, "-wide", "-tall"}};

class PicturesTest : public FieldDay {
 protected:
  void SetUp() override {
    FieldDay::SetUp();
    CityRegistry city(server_, kCity);
    const absl::Status imported = city.Import(kCity);
    ASSERT_TRUE(imported.ok()) << imported;
    ImportCareCentre();
    line_ = std::make_unique<Network>(server_.server().port());
  }
  // One whose papers are not all in order.
  void ImportCareCentre() {
    v1::ImportOrganizationsRequest request;
    v1::Organization& organization = *request.add_organizations();
    organization.set_name("淄博市张店区和平养老服务中心");
    organization.set_credit_code(kCare);
    organization.set_kind(v1::ORGANIZATION_KIND_SERVICE_INSTITUTION);
    organization.set_status(v1::REGISTRATION_STATUS_REGISTERED);
    organization.set_area_code(kTown);
    organization.set_address("淄博市张店区和平路 18 号");
    organization.set_phone("0533-2180018");
    organization.set_legal_representative("孙建国");
    organization.set_supervising_unit("淄博市张店区民政局");
    organization.set_registered_on("2015-03-12");
    organization.set_certificate_valid_to(InDays(45));
    organization.set_term_ends_on(InDays(-60));
    organization.set_annual_report_year(QDate::currentDate().year() - 1);
    organization.set_party_clause(true);
    const auto imported = Call(server_.admin(), &v1::AdminService::Stub::ImportOrganizations,
                               request, *server_.SignInAdmin());
    ASSERT_TRUE(imported.ok()) << imported.status();
  }
  static std::string InDays(int days) {
    return QDate::currentDate().addDays(days).toString(Qt::ISODate).toStdString();
  }
  void Keep(const QImage& picture, const QString& name, bool wide) {
    for (const Folder& folder : kFolders) {
      const QString path = qEnvironmentVariable(folder.variable);
      if (path.isEmpty()) continue;
      const QImage scaled = picture.scaled(picture.size() * folder.scale, Qt::IgnoreAspectRatio,
                                           Qt::SmoothTransformation);
      const QString file = QDir(path).filePath(name + (wide ? folder.wide : folder.tall) + ".png");
      EXPECT_TRUE(scaled.convertToFormat(QImage::Format_RGB888).save(file)) << file.toStdString();
    }
  }
  void Take(const QString& name) {
    Driver& hand = *li_->hand;
    for (const QSize& size : {QSize(800, 1280), QSize(1280, 800)}) {
      hand.window()->resize(size);
      STEP(hand.Wait([&] { return hand.window()->contentItem()->size() == QSizeF(size); }));
      QTest::qWait(300);  // The frame after the resize.
      Keep(hand.Picture(), name, size.width() > size.height());
    }
  }
  void ScrollUp() { li_->hand->Find("scroll")->setProperty("contentY", 0); }
  std::string Address() { return absl::StrCat("127.0.0.1:", line_->port()); }

  void EnrolUnderAPoorNetwork() {
    li_ = OpenApp("li");
    Driver& hand = *li_->hand;
    STEP(hand.Type("enrolServer", Address()));
    STEP(hand.Type("enrolCode", CodeFor("lina")));
    STEP(hand.Type("enrolName", "张店 3 号平板"));
    Take("enrol");
    line_->CutAfter(kWhereItIsCut);
    STEP(hand.Tap("enrolGo"));
    STEP(hand.Find("firstSync") != nullptr);
    STEP(Awaits(*li_, "state", "offline"));
    Take("first-sync");
    line_->Restore();
    STEP(hand.Tap("firstTryNow"));
    STEP(hand.Find("nav_today") != nullptr);
  }
  void MakeWork() {
    const auto tablet = FileOf("li");
    const fieldwork::NewPlan plans[] = {{kVolunteers, 1, {"lina"}, InDays(-3), 2, "年度走访"},
                                        {kCare, 2, {}, InDays(4), 3, "养老机构安全检查"},
                                        {kCare, 5, {}, InDays(12), 1, "上次问题的整改情况"}};
    for (const fieldwork::NewPlan& plan : plans) {
      ASSERT_TRUE(fieldwork::PlanVisit(*tablet, plan).ok());
    }
    fieldwork::Visits visits(*tablet);
    const auto visit = visits.Start({.organization = kCare, .purpose = "消防专项走访"});
    ASSERT_TRUE(visit.ok()) << visit.status();
    const auto finding = visits.AddFinding(*visit, {.item_code = "safety",
                                                    .severity = 3,
                                                    .description = "二楼灭火器过期",
                                                    .due_on = InDays(-1)});
    ASSERT_TRUE(finding.ok());
    ASSERT_TRUE(
        visits.Answer(*visit, {{"certificate_displayed", "是"}, {"address_matches", "是"}}).ok());
    ASSERT_TRUE(visits.Finish(*visit).ok());
    for (const char* state : {"rectifying", "recheck"}) {
      ASSERT_TRUE(
          fieldwork::EditRow(*tablet, "finding", *finding, {{.field = "state", .text = state}})
              .ok());
    }
    ASSERT_TRUE(visits.Start({.organization = kCare, .purpose = "整改情况跟进"}).ok());
    STEP(Awaits(*li_, "waiting", 0));
  }
  // Another officer writes the same field offline, and is in step first.
  void MakeConflict() {
    wang_ = OpenApp("wang");
    wang_->hand->window()->lower();
    SendEnrolment(*wang_, "wangqiang", ServerAddress());
    STEP(wang_->hand->Find("nav_today") != nullptr);
    line_->CutAfter(0);
    li_->app->sync().syncNow();  // Whoever has nothing to send notices late.
    STEP(Awaits(*li_, "state", "offline"));
    Write("wang", "周二至周日 8:30-16:30");
    STEP(wang_->hand->Wait([&] { return fieldwork::ListUnsent(*FileOf("wang"))->empty(); }));
    wang_.reset();
    Write("li", "周一至周五 9:00-17:00");
  }
  void Write(const std::string& name, const std::string& hours) {
    ASSERT_TRUE(fieldwork::EditRow(*FileOf(name), "organization_profile", kVolunteers,
                                   {{.field = "opening_hours", .text = hours}})
                    .ok());
  }
  void SearchAndOrganization();
  void Visit();
  void Sync();
  void Rest();

  std::unique_ptr<Network> line_;
  std::unique_ptr<Officer> li_, wang_;
};

void PicturesTest::SearchAndOrganization() {
  Driver& hand = *li_->hand;
  STEP(hand.Tap("nav_search"));
  STEP(hand.Type("searchBox", "zhangdian"));
  STEP(hand.Find("hit") != nullptr);
  Take("search");
  OpenOrganization(*li_, "和平养老服务");
  STEP(hand.Type("contactName", "李主任"));
  STEP(hand.Type("contactPhone", "0533-2188001"));
  STEP(hand.Find("pastVisit") != nullptr);
  ScrollUp();
  Take("organization");
  STEP(hand.Tap("propose_name"));
  STEP(hand.Type("evidence", "门口牌匾与登记证书不一致"));
  Take("correction");
  STEP(hand.Tap("closeSheet"));
  STEP(hand.Closed());
  STEP(hand.Tap("riskOpen"));
  STEP(hand.Tap("risk_safety"));
  STEP(hand.Tap("riskSeverity_3"));
  STEP(hand.Type("riskText", "消防通道被占用"));
  Take("risk");
  STEP(hand.Tap("riskSend"));
  STEP(hand.Closed());
}

void PicturesTest::Visit() {
  Driver& hand = *li_->hand;
  STEP(hand.Tap("startVisit"));
  STEP(hand.Tap("startKind_1"));
  STEP(hand.Closed());
  STEP(hand.Tap("answer_certificate_displayed_yes"));
  STEP(hand.Tap("answer_address_matches_no"));
  STEP(hand.Type("note_address_matches", "已搬到二楼"));
  ScrollUp();
  Take("visit-checklist");
  STEP(hand.Tap("part_found"));
  STEP(hand.Tap("addFinding"));
  STEP(hand.Tap("findingItem_safety"));
  STEP(hand.Type("findingText", "消防通道堆放杂物"));
  Take("visit-finding");
  STEP(hand.Tap("findingSave"));
  STEP(hand.Closed());
  STEP(hand.Tap("part_people"));
  STEP(hand.Type("signer", "李主任"));
  STEP(hand.Draw("signature"));
  Take("visit-people");
  STEP(hand.Tap("sign"));
  STEP(hand.Find("signed") != nullptr);
  STEP(hand.Tap("part_end"));
  STEP(hand.Type("summary", "负责人在场，台账齐全。"));
  ScrollUp();
  Take("visit-end");
  STEP(hand.Tap("nav_today"));
  STEP(hand.Tap("oral"));
  STEP(hand.Tap("oralCategory_fees"));
  STEP(hand.Type("oralStory", "培训收费没有票据，本月第二次。"));
  Take("oral");
  STEP(hand.Tap("back"));
}

void PicturesTest::Sync() {
  Driver& hand = *li_->hand;
  MakeConflict();
  STEP(hand.Tap("nav_sync"));
  STEP(hand.Find("record") != nullptr);
  ScrollUp();
  Take("sync");
  line_->Restore();
  li_->app->sync().syncNow();
  STEP(Awaits(*li_, "conflicts", 1));
  STEP(hand.Find("conflict") != nullptr);
  STEP(hand.Tap("choose_shown"));
  ScrollUp();
  Take("conflict");
}

void PicturesTest::Rest() {
  Driver& hand = *li_->hand;
  STEP(hand.Tap("nav_settings"));
  Take("settings");
  STEP(hand.Tap("about"));
  Take("about");
  STEP(hand.Tap("back"));
  STEP(hand.Tap("theme_dark"));
  STEP(hand.Tap("nav_today"));
  Take("today-dark");
  OpenOrganization(*li_, "和平养老服务");
  ScrollUp();
  Take("organization-dark");
  li_->app->settings().SetTheme("sunlight");
  Take("organization-sunlight");
  STEP(hand.Tap("nav_today"));
  Take("today-sunlight");
  li_->app->settings().SetTheme("light");
  li_->app->settings().SetScale(1.5);
  Take("today-large");
}

TEST_F(PicturesTest, EveryMainScreen) {
  EnrolUnderAPoorNetwork();
  MakeWork();
  STEP(li_->hand->Find("work_recheck") != nullptr);
  Take("today");
  SearchAndOrganization();
  Visit();
  Sync();
  Rest();
}

}  // namespace
}  // namespace zoufang::testing
