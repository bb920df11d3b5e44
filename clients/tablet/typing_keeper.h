// What is being typed: kept at each keystroke, saved when the field is left or the typing rests.
#pragma once

#include <QHash>
#include <QObject>
#include <memory>

#include "clients/fieldwork/typing.h"
#include "clients/tablet/page.h"

namespace zoufang::tablet {

// On a worker of its own; a keystroke waits for nothing.
class TypingKeeper : public Page {
  Q_OBJECT

 public:
  // Saves what the last run left unsaved, and knows the rest from the start.
  TypingKeeper(Desk desk, std::unique_ptr<fieldwork::Typing> typing);
  ~TypingKeeper() override;

  // The text that is kept for the place, or undefined.
  Q_INVOKABLE QVariant kept(const QString& entity, const QString& row, const QString& field) const;
  Q_INVOKABLE void keep(const QString& entity, const QString& row, const QString& field,
                        const QString& text);
  // Saves the kept text in the row, and forgets it when it is there.
  Q_INVOKABLE void commit(const QString& entity, const QString& row, const QString& field);
  // The text went elsewhere: into a row that was made of it.
  Q_INVOKABLE void forget(const QString& entity, const QString& row, const QString& field);

 signals:
  // The oldest keystroke that was not yet on the disk is there now.
  void durable();

 protected:
  Store::Reading Prepare() override { return nullptr; }

 private:
  static QString Place(const QString& entity, const QString& row, const QString& field) {
    return entity + '/' + row + '/' + field;
  }

  const std::unique_ptr<fieldwork::Typing> typing_;  // Used on the worker, after the constructor.
  QHash<QString, QString> texts_;
  std::unique_ptr<Worker> worker_;
};

}  // namespace zoufang::tablet
