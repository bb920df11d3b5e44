// An officer's app in a process of its own, worked by whoever writes to its standard input: for
// tests of several tablets, and for the day in the field in windows.
//
//   tablet_officer FILE [X Y]     the tablet's file; where the window is put
//
// One command a line, its parts set apart by tabs; one line answers each: "ok", a tab and a text,
// or "no", a tab and what could not be done. The end of the input closes the app.
#include <unistd.h>

#include <QGuiApplication>
#include <QQuickStyle>
#include <QSocketNotifier>
#include <cstdio>
#include <functional>
#include <map>
#include <vector>

#include "absl/strings/str_split.h"
#include "clients/tablet/font.h"
#include "sync/base/clock.h"
#include "sync/base/random.h"
#include "tests/tablet/field_day.h"

namespace zoufang::testing {
namespace {

// Does what a line says, by hand in the window.
class Hands {
 public:
  explicit Hands(Officer& officer) : app_(*officer.app), hand_(*officer.hand) {}

  std::string Answer(const std::string& line) {
    const std::vector<std::string> parts = absl::StrSplit(line, '\t');
    const auto part = [&](size_t i) { return i < parts.size() ? parts[i] : std::string(); };
    const auto found = kVerbs().find(part(0));
    if (found == kVerbs().end()) return "no\tunknown command";
    std::string text;
    const bool done = found->second(*this, part(1), part(2), text);
    return (done ? "ok\t" : "no\t" + line + "\t") + text;
  }

 private:
  using Verb = std::function<bool(Hands&, const std::string&, const std::string&, std::string&)>;
  static const std::map<std::string, Verb>& kVerbs() {
    using S = const std::string&;
    static const auto& verbs = *new std::map<std::string, Verb>{
        {"tap", [](Hands& h, S name, S, std::string&) { return h.hand_.Tap(name); }},
        {"type", [](Hands& h, S name, S text, std::string&) { return h.hand_.Type(name, text); }},
        {"clear", [](Hands& h, S name, S, std::string&) { return h.hand_.Clear(name); }},
        {"closed", [](Hands& h, S, S, std::string&) { return h.hand_.Closed(); }},
        {"open", [](Hands& h, S text, S, std::string&) { return h.Open(text); }},
        {"sync", [](Hands& h, S, S, std::string&) { return h.app_.sync().syncNow(), true; }},
        {"picture",
         [](Hands& h, S file, S, std::string&) {
           return h.hand_.Picture().save(QString::fromStdString(file));
         }},
        {"text",
         [](Hands& h, S name, S, std::string& text) {
           text = h.hand_.Text(name);
           return true;
         }},
        // Until the item shows the text.
        {"await_text",
         [](Hands& h, S name, S wanted, std::string& text) {
           const bool held = h.hand_.Wait([&] { return h.hand_.Text(name) == wanted; });
           text = h.hand_.Text(name);
           return held;
         }},
        {"await_shown",
         [](Hands& h, S name, S, std::string&) {
           return h.hand_.Wait([&] { return h.hand_.Shows(name); });
         }},
        // Until the sync's widget has the value under the key.
        {"await", [](Hands& h, S key, S wanted, std::string& text) {
           const auto value = [&] {
             return h.app_.sync().data()[QString::fromStdString(key)].toString().toStdString();
           };
           const bool held = h.hand_.Wait([&] { return value() == wanted; });
           text = value();
           return held;
         }}};
    return verbs;
  }
  // Looks up what finds one organisation, and opens it.
  bool Open(const std::string& text) {
    if (!hand_.Tap("nav_search") || !hand_.Clear("searchBox")) return false;
    app_.search().SetText("");
    if (!hand_.Type("searchBox", text)) return false;
    const bool found = hand_.Wait([&] {
      return app_.search().data()["text"].toString().toStdString() == text &&
             app_.search().hits()->Count() == 1;
    });
    return found && hand_.Tap("hit") && hand_.Find("startVisit") != nullptr;
  }

  tablet::App& app_;
  Driver& hand_;
};

// Reads commands as they come and answers each once it is done.
class Listener : public QObject {
 public:
  explicit Listener(Hands& hands) : hands_(hands), notifier_(STDIN_FILENO, QSocketNotifier::Read) {
    connect(&notifier_, &QSocketNotifier::activated, this, [this] { Read(); });
  }

 private:
  void Read() {
    char bytes[4096];
    const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof(bytes));
    if (count <= 0) return QGuiApplication::quit();
    pending_.append(bytes, static_cast<size_t>(count));
    notifier_.setEnabled(false);  // While a command waits, the window lives; the next one queues.
    for (size_t end = 0; (end = pending_.find('\n')) != std::string::npos;) {
      const std::string line = pending_.substr(0, end);
      pending_.erase(0, end + 1);
      std::printf("%s\n", hands_.Answer(line).c_str());
      std::fflush(stdout);
    }
    notifier_.setEnabled(true);
  }

  Hands& hands_;
  QSocketNotifier notifier_;
  std::string pending_;
};

int Run(int argc, char** argv) {
  const base::SystemClock clock;
  base::SystemRandom random;
  Officer officer;
  auto app = tablet::App::Open(argv[1], {.clock = clock, .random = random},
                               {officer.camera, officer.locator, officer.sharer});
  if (!app.ok()) {
    std::fprintf(stderr, "%s\n", std::string(app.status().message()).c_str());
    return 1;
  }
  officer.app = *std::move(app);
  QQuickWindow* const window = officer.app->Show();
  if (window == nullptr) return 1;
  if (argc == 4) window->setPosition(std::atoi(argv[2]), std::atoi(argv[3]));
  officer.hand = std::make_unique<Driver>(window, Focus::kTold);
  Hands hands(officer);
  Listener listener(hands);
  return QGuiApplication::exec();
}

}  // namespace
}  // namespace zoufang::testing

int main(int argc, char** argv) {
  QGuiApplication application(argc, argv);
  if (argc != 2 && argc != 4) {
    std::fprintf(stderr, "usage: tablet_officer FILE [X Y]\n");
    return 2;
  }
  QQuickStyle::setStyle("Basic");
  zoufang::tablet::UseChineseFont();
  return zoufang::testing::Run(argc, argv);
}
