#include "tests/tablet/typist.h"

#include <cstdio>

#include "sync/base/clock.h"
#include "tests/tablet/field_day.h"

namespace zoufang::testing {
namespace {

constexpr int kMost = 1'900;  // The field takes 2,000.

}  // namespace

QString TypedAfter(int characters) {
  const QString words = "消防通道堆放杂物已当场要求清理";
  QString text;
  while (text.size() < characters) text += words;
  return text.left(characters);
}

int TypeForEver(const std::string& path) {
  const base::SystemClock clock;
  base::SystemRandom random;
  Officer officer;
  auto app = tablet::App::Open(path, {.clock = clock, .random = random},
                               {officer.camera, officer.locator, officer.sharer});
  if (!app.ok()) return 1;
  officer.app = *std::move(app);
  officer.hand = std::make_unique<Driver>(officer.app->Show());
  Driver& hand = *officer.hand;
  if (!hand.Tap("nav_search") || !hand.Type("searchBox", "志愿") || !hand.Tap("hit")) return 1;
  int durable = 0;
  QObject::connect(&officer.app->typing(), &tablet::TypingKeeper::durable, [&durable] {
    std::printf("%d\n", ++durable);
    std::fflush(stdout);
  });
  for (int typed = 1; typed <= kMost; ++typed) {
    if (!hand.Type("remarks", TypedAfter(typed).last(1).toStdString())) return 1;
    if (!hand.Wait([&] { return durable == typed; })) return 1;
  }
  return 1;
}

}  // namespace zoufang::testing
