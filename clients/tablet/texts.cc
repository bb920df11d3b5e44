#include "clients/tablet/texts.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <map>

#include "clients/fieldwork/words.h"
#include "clients/tablet/qt_text.h"
#include "domain/complaint_clock.h"
#include "domain/entities.h"
#include "sync/base/error.h"

namespace zoufang::tablet {

namespace {

// "opening_hours" as "Opening hours".
QString Readable(const QString& name) {
  QString words = name.toLower().replace('_', ' ');
  if (!words.isEmpty()) words[0] = words[0].toUpper();
  return words;
}

// By Chinese label; where two share one, of the first.
const std::map<std::string, QString>& NamesByLabel() {
  static const auto* const kNames = [] {
    auto* const names = new std::map<std::string, QString>();
    const auto catalogue = domain::ProductCatalogue();
    if (!catalogue.ok()) return names;
    for (const schema::Entity& entity : catalogue->entities()) {
      names->try_emplace(entity.label_zh, Readable(Qt8(entity.table)));
      for (const schema::Field& field : entity.fields) {
        names->try_emplace(field.Label(), Readable(Qt8(field.name)));
      }
    }
    return names;
  }();
  return *kNames;
}

}  // namespace

Texts::Texts() { Load(); }

void Texts::Load() {
  QFile file(":/zoufang/texts.json");
  if (!file.open(QIODevice::ReadOnly)) return;
  const QJsonObject catalogue = QJsonDocument::fromJson(file.readAll()).object();
  all_.clear();
  for (auto text = catalogue.begin(); text != catalogue.end(); ++text) {
    all_.insert(text.key(), text.value().toArray().at(english_ ? 1 : 0).toString());
  }
}

void Texts::SetLanguage(const QString& language) {
  const bool english = language == "en";
  if (english == english_) return;
  english_ = english;
  Load();
  emit changed();
}

QString Texts::Word(const google::protobuf::EnumValueDescriptor* value) const {
  if (value == nullptr || value->number() == 0) return "";
  if (!english_) return Qt8(fieldwork::ChineseWord(*value));
  return Readable(Qt8(fieldwork::ShortName(*value)));
}

QString Texts::Label(const std::string& zh) const {
  if (!english_) return Qt8(zh);
  const auto found = NamesByLabel().find(zh);
  return found == NamesByLabel().end() ? Qt8(zh) : found->second;
}

QString Texts::Explain(const absl::Status& status) const {
  const std::vector<base::FieldViolation> violations = base::ViolationsOf(status);
  const QString own = Say("error_" + Qt8(base::ReasonOf(status)));
  QString text = !own.isEmpty() ? own
                 : english_     ? Qt8(status.message())
                                : QString::fromStdString(base::ChineseMessageOf(status));
  for (const base::FieldViolation& violation : violations) {
    text += "\n" + QString::fromStdString(violation.zh);
  }
  return text;
}

QString Texts::Either(absl::string_view zh, absl::string_view en) const {
  return Qt8(english_ && !en.empty() ? en : zh);
}

std::string ShortDate(const std::string& date, const std::string& today) {
  constexpr size_t kYear = 5;  // "2026-".
  const bool this_year = date.size() > kYear && date.compare(0, kYear, today, 0, kYear) == 0;
  return this_year ? date.substr(kYear) : date;
}

QString ShortTime(absl::Time time, absl::Time now) {
  const absl::TimeZone zone = domain::Shanghai();
  const bool this_year = absl::ToCivilYear(time, zone) == absl::ToCivilYear(now, zone);
  return Qt8(absl::FormatTime(this_year ? "%m-%d %H:%M" : "%Y-%m-%d %H:%M", time, zone));
}

}  // namespace zoufang::tablet
