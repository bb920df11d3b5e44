#include "clients/tablet/texts.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "clients/fieldwork/words.h"
#include "clients/tablet/qt_text.h"
#include "domain/complaint_clock.h"
#include "sync/base/error.h"

namespace zoufang::tablet {
namespace {

QJsonObject Catalogue() {
  QFile file(":/zoufang/texts.json");
  if (!file.open(QIODevice::ReadOnly)) return {};
  return QJsonDocument::fromJson(file.readAll()).object();
}

}  // namespace

Texts::Texts() : labels_(Catalogue().value("labels").toObject().toVariantHash()) { Load(); }

void Texts::Load() {
  const QJsonObject catalogue = Catalogue();
  all_.clear();
  for (auto text = catalogue.begin(); text != catalogue.end(); ++text) {
    if (!text.value().isArray()) continue;  // The labels.
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
  QString word = Qt8(fieldwork::ShortName(*value)).toLower().replace('_', ' ');
  word[0] = word[0].toUpper();
  return word;
}

QString Texts::Label(const std::string& zh) const {
  const QString label = Qt8(zh);
  return english_ ? labels_.value(label, label).toString() : label;
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
