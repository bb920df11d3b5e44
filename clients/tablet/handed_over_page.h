// Organisations that left the officer's area: what of his work is still to send, and what became of
// the rest.
#pragma once

#include <memory>

#include "clients/fieldwork/own_work.h"
#include "clients/tablet/page.h"

namespace zoufang::tablet {

// organizations: id, name, unsent, records (of {label, fate, fateText, level, message, at, lines}).
class HandedOverPage : public Page {
  Q_OBJECT
  Q_PROPERTY(zoufang::tablet::RowModel* organizations READ organizations CONSTANT)

 public:
  HandedOverPage(Desk desk, std::unique_ptr<fieldwork::OwnWork> work);

  RowModel* organizations() { return &organizations_; }
  // The officer has seen what became of it: the organisation goes off the list.
  Q_INVOKABLE void acknowledge(const QString& id);

 protected:
  Store::Reading Prepare() override;

 private:
  void Show(const std::vector<fieldwork::HandedOver>& handed_over);
  QVariantMap RecordRow(const fieldwork::HandedOverRecord& record) const;

  const std::shared_ptr<fieldwork::OwnWork> work_;  // The reader's thread's, once it reads.
  RowModel organizations_;
};

}  // namespace zoufang::tablet
