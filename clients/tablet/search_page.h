// The look-up of the whole registry, as one types.
#pragma once

#include "clients/fieldwork/registry.h"
#include "clients/tablet/page.h"

namespace zoufang::tablet {

// hits: id, name, code, area, kind, status, ok, matched, lookAlike. data: text, more, milliseconds,
// problem (a wrong credit code, with the nearest right ones).
class SearchPage : public Page {
  Q_OBJECT
  Q_PROPERTY(zoufang::tablet::RowModel* hits READ hits CONSTANT)
  Q_PROPERTY(QString text MEMBER text_ WRITE SetText NOTIFY textChanged)

 public:
  explicit SearchPage(Desk desk);

  RowModel* hits() { return &hits_; }
  void SetText(const QString& text);

 signals:
  void textChanged();

 protected:
  Store::Reading Prepare() override;

 private:
  // On the reader's thread: the names in memory, loaded again when the registry changed.
  struct Names;
  void Show(const absl::StatusOr<fieldwork::RegistryAnswer>& answer, const QString& text,
            double milliseconds);

  std::shared_ptr<Names> names_;
  RowModel hits_;
  QString text_;
};

}  // namespace zoufang::tablet
