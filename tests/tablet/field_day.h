// A server with a small registry, and tablets' app windows that officers use.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "clients/tablet/app.h"
#include "tests/support/server_fixture.h"
#include "tests/tablet/driver.h"

namespace zoufang::testing {

// Gives what it is told to.
class FakeCamera : public tablet::Camera {
 public:
  void Take(std::function<void(const QString&)> taken) override { taken(picture); }
  QStringList Recent() override { return recent; }
  QString picture;
  QStringList recent;
};
class FakeLocator : public tablet::Locator {
 public:
  void Locate(std::function<void(std::optional<tablet::LocatedPoint>)> located) override {
    located(point);
  }
  std::optional<tablet::LocatedPoint> point;
};
class FakeSharer : public tablet::Sharer {
 public:
  void Call(const QString& number) override { called = number; }
  void Navigate(const QString& point, const QString& address) override {
    navigated = point + "|" + address;
  }
  QString called, navigated;
};

// A tablet in somebody's hands.
struct Officer {
  FakeCamera camera;
  FakeLocator locator;
  FakeSharer sharer;
  std::unique_ptr<tablet::App> app;
  std::unique_ptr<Driver> hand;
};

class FieldDay : public ::testing::Test {
 protected:
  static constexpr char kTown[] = "370303001";

  void SetUp() override;
  virtual absl::Status StartServer() { return server_.Start(); }
  // Opens the app on the officer's file. In the window it is not enrolled yet.
  std::unique_ptr<Officer> OpenApp(const std::string& name);
  // Fills in the enrolment's form in the window and sends it.
  void SendEnrolment(Officer& officer, const std::string& user, const std::string& server,
                     const std::string& authority = "");
  // Walks the enrolment and the first sync in the window.
  void EnrolInWindow(Officer& officer, const std::string& user);
  // An app on a new file of that name, enrolled in its window.
  std::unique_ptr<Officer> NewOfficer(const std::string& name, const std::string& user);
  std::string CodeFor(const std::string& user);
  // The administrator gives the officer these areas instead of those he had.
  void SetAreas(const std::string& user, const std::vector<std::string>& areas);
  // In the window: looks up `text`, which finds one organisation, and opens it.
  void OpenOrganization(Officer& officer, const std::string& text);
  // The server goes, and comes back at the same address.
  void NetworkOff();
  void NetworkOn();
  // What the sync's widget of the app shows under `key`; waits until it is `value`.
  bool Awaits(Officer& officer, const QString& key, const QVariant& value);
  // The officer's file through another connection, as another program of the tablet has it.
  std::unique_ptr<fieldwork::Tablet> FileOf(const std::string& name);
  std::string TabletPath(const std::string& name) { return files_.File(name + ".db"); }

  std::string ServerAddress() { return absl::StrCat("127.0.0.1:", server_.server().port()); }

  TempDir files_;
  TestServer server_;
  base::SystemRandom random_;
};

// Fails the test where a step did not go.
#define STEP(done) ASSERT_TRUE(done) << "in " << #done

}  // namespace zoufang::testing
