// Reports that stand apart from a visit, and the words they choose from.
#pragma once

#include "clients/tablet/page.h"

namespace zoufang::tablet {

class Reports : public Page {
  Q_OBJECT

 public:
  explicit Reports(Desk desk) : Page(desk) {}

  // A list of clients/fieldwork/forms/choices: maps of code and text, in the language.
  // Naming the language makes a binding follow it.
  Q_INVOKABLE QVariantList choices(const QString& list, const QString& language) const;
  Q_INVOKABLE void risk(const QString& organization, const QString& category, int severity,
                        const QString& description);
  // Without an organisation the complaint belongs to the first of the officer's areas.
  Q_INVOKABLE void oralComplaint(const QString& organization, const QString& subject,
                                 const QString& category, const QString& narrative);
  // About the app itself.
  Q_INVOKABLE void feedback(const QString& text);

 signals:
  void reported();

 protected:
  Store::Reading Prepare() override { return nullptr; }
};

}  // namespace zoufang::tablet
