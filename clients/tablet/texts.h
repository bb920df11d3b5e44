// What the app says, in Chinese and English: one catalogue, texts.json.
#pragma once

#include <QObject>
#include <QVariantHash>
#include <QVariantMap>
#include <atomic>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace zoufang::tablet {

// Set on the window's thread; Word, Label and Explain may be called from any.
class Texts : public QObject {
  Q_OBJECT
  Q_PROPERTY(QVariantMap all READ all NOTIFY changed)
  Q_PROPERTY(QString language READ language WRITE SetLanguage NOTIFY changed)

 public:
  Texts();

  // The texts of the language by their keys; %1, %2 stand for what is filled in.
  const QVariantMap& all() const { return all_; }
  QString language() const { return english_ ? "en" : "zh"; }
  void SetLanguage(const QString& language);
  bool english() const { return english_; }

  // A text of the catalogue.
  QString Say(const QString& key) const { return all_.value(key).toString(); }
  // An enum's value as people read it: 已完成, Finalised.
  QString Word(const google::protobuf::EnumValueDescriptor* value) const;
  // What the protos label in Chinese, an entity or a field; in English by the catalogue's "labels",
  // in Chinese where they have none.
  QString Label(const std::string& zh) const;
  // What happened and what to do: the catalogue's error_REASON, where the error's own words are for
  // the command line; else those.
  QString Explain(const absl::Status& status) const;
  // Of two wordings the one in the language.
  QString Either(absl::string_view zh, absl::string_view en) const;

 signals:
  void changed();

 private:
  void Load();

  std::atomic<bool> english_ = false;
  QVariantMap all_;
  const QVariantHash labels_;  // English by Chinese.
};

// The value of an enum field, for Texts::Word.
template <typename Enum>
const google::protobuf::EnumValueDescriptor* ValueOf(Enum value) {
  return google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
}

// "03-04" of "2026-03-04"; with the year when it is not `today`'s. Both YYYY-MM-DD; "" stays.
std::string ShortDate(const std::string& date, const std::string& today);

// "03-04 10:30", Asia/Shanghai; with the year when it is not this one.
QString ShortTime(absl::Time time, absl::Time now);

}  // namespace zoufang::tablet
