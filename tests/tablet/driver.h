// Works an app's window as a person does: finds what is visible, taps it, types, waits.
#pragma once

#include <QImage>
#include <QQuickItem>
#include <QQuickWindow>
#include <functional>
#include <string>
#include <vector>

namespace zoufang::testing {

// How a window gets the keyboard: from the window system, or by being told that it has it, which is
// the way where windows of several processes are worked at once.
enum class Focus { kReal, kTold };

class Driver {
 public:
  explicit Driver(QQuickWindow* window, Focus focus = Focus::kReal)
      : window_(window), focus_(focus) {}

  // The visible item of that objectName, once it is there; nullptr after 30 s.
  QQuickItem* Find(const std::string& name);
  bool Shows(const std::string& name) { return Visible(name) != nullptr; }
  // True when `held` becomes true within 60 s; the window lives meanwhile.
  bool Wait(const std::function<bool()>& held);
  // Brings the item into view and taps its middle. False: it is not there, or cannot be tapped.
  bool Tap(const std::string& name);
  // Taps the field of a FieldBox and types. Characters that no key makes are put in as an input
  // method does.
  bool Type(const std::string& name, const std::string& text);
  // Takes the text out of a FieldBox, as if nothing had been typed.
  bool Clear(const std::string& name);
  // Draws a line across the item.
  bool Draw(const std::string& name);
  // The text of the visible item, "" when there is none.
  std::string Text(const std::string& name);
  // The texts of all visible items of that objectName, from the top down.
  std::vector<std::string> Texts(const std::string& name);
  // True when both are visible and one lies over the other.
  bool Overlap(const std::string& name, const std::string& other);
  bool Closed();  // No sheet is open any more.
  QImage Picture() { return window_->grabWindow(); }
  QQuickWindow* window() { return window_; }

 private:
  QQuickItem* Visible(const std::string& name);
  void BringIntoView(QQuickItem* item);
  bool Activate();

  QQuickWindow* const window_;
  const Focus focus_;
};

}  // namespace zoufang::testing
