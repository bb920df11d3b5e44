#include "clients/tablet/typing_keeper.h"

#include "clients/fieldwork/edits.h"
#include "clients/tablet/qt_text.h"

namespace zoufang::tablet {
namespace {

using fieldwork::TypedText;

TypedText TextAt(const QString& entity, const QString& row, const QString& field,
                 const QString& text = QString()) {
  return {Utf8(entity), Utf8(row), Utf8(field), Utf8(text)};
}

}  // namespace

TypingKeeper::TypingKeeper(Desk desk, std::unique_ptr<fieldwork::Typing> typing)
    : Page(desk), typing_(std::move(typing)), worker_(std::make_unique<Worker>()) {
  const auto left = typing_->All();
  if (!left.ok()) return;
  for (const TypedText& text : *left) {
    texts_.insert(Place(Qt8(text.entity), Qt8(text.row_id), Qt8(text.field)), Qt8(text.text));
  }
}

TypingKeeper::~TypingKeeper() { worker_.reset(); }

QVariant TypingKeeper::kept(const QString& entity, const QString& row, const QString& field) const {
  const auto text = texts_.find(Place(entity, row, field));
  return text == texts_.end() ? QVariant() : QVariant(*text);
}

void TypingKeeper::keep(const QString& entity, const QString& row, const QString& field,
                        const QString& text) {
  texts_.insert(Place(entity, row, field), text);
  worker_->Post([this, typed = TextAt(entity, row, field, text)] {
    const absl::Status kept = typing_->Keep(typed);
    const auto tell = [this, kept] {
      if (kept.ok()) return emit durable();
      emit refused(texts().Explain(kept));
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
  });
}

void TypingKeeper::commit(const QString& entity, const QString& row, const QString& field) {
  const auto found = texts_.find(Place(entity, row, field));
  if (found == texts_.end()) return;
  const QString text = *found;
  Save(
      [typed = TextAt(entity, row, field, text)](fieldwork::Tablet& tablet) {
        return fieldwork::EditRow(tablet, typed.entity, typed.row_id,
                                  {{.field = typed.field, .text = typed.text}})
            .status();
      },
      [this, entity, row, field, text] {
        // Typed on meanwhile: that is still to be saved.
        if (texts_.value(Place(entity, row, field)) == text) forget(entity, row, field);
      });
}

void TypingKeeper::forget(const QString& entity, const QString& row, const QString& field) {
  texts_.remove(Place(entity, row, field));
  // What cannot be forgotten is saved once more at the next start, which changes nothing.
  worker_->Post(
      [this, place = TextAt(entity, row, field)] { typing_->Forget(place).IgnoreError(); });
}

}  // namespace zoufang::tablet
