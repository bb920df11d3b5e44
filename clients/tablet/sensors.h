// What a tablet has and a desk has not: camera, location, telephone, maps. Small interfaces, each
// with a desktop form here and a fake in the tests; a phone's own come with its packaging.
#pragma once

#include <QString>
#include <QStringList>
#include <functional>
#include <optional>

namespace zoufang::tablet {

struct LocatedPoint {
  QString point;  // "latitude,longitude", WGS 84.
  int accuracy_m = 0;
};

// All are called on the window's thread, and answer there, at once or later.
class Camera {
 public:
  virtual ~Camera() = default;
  // The path of a picture, or "" when none was taken.
  virtual void Take(std::function<void(const QString&)> taken) = 0;
  // Paths of pictures that are there already, the newest first, at most 12.
  virtual QStringList Recent() = 0;
};

class Locator {
 public:
  virtual ~Locator() = default;
  // One point, asked for by a person; never a track. nullopt: there is none to have.
  virtual void Locate(std::function<void(std::optional<LocatedPoint>)> located) = 0;
};

class Sharer {
 public:
  virtual ~Sharer() = default;
  virtual void Call(const QString& number) = 0;
  virtual void Navigate(const QString& point, const QString& address) = 0;
};

struct Sensors {
  Camera& camera;
  Locator& locator;
  Sharer& sharer;
};

// Takes the newest picture of a folder, as from a camera that is plugged in.
class FolderCamera : public Camera {
 public:
  explicit FolderCamera(const QString& folder) : folder_(folder) {}
  void Take(std::function<void(const QString&)> taken) override;
  QStringList Recent() override;

 private:
  const QString folder_;
};

// A desk does not move, and has no receiver.
class NoLocator : public Locator {
 public:
  void Locate(std::function<void(std::optional<LocatedPoint>)> located) override {
    located(std::nullopt);
  }
};

// Hands "tel:" and "geo:" addresses to the desktop.
class DesktopSharer : public Sharer {
 public:
  void Call(const QString& number) override;
  void Navigate(const QString& point, const QString& address) override;
};

}  // namespace zoufang::tablet
