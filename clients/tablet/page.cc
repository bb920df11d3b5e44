#include "clients/tablet/page.h"

#include <utility>

namespace zoufang::tablet {

Page::Page(Desk desk) : desk_(desk) {
  connect(&desk_.store, &Store::changed, this, &Page::Refresh);
  connect(&desk_.texts, &Texts::changed, this, &Page::Refresh);
}

void Page::Refresh() {
  again_ = reading_;
  if (reading_) return;
  Store::Reading reading = Prepare();
  if (!reading) return;
  reading_ = true;
  desk_.store.Read([this, reading = std::move(reading)](fieldwork::Tablet& tablet) {
    return [this, show = reading(tablet)] {
      reading_ = false;
      if (show) show();
      if (std::exchange(again_, false)) Refresh();
    };
  });
}

void Page::Restart() {
  loaded_ = false;
  data_ = QVariantMap();
  emit shown();
  Refresh();
}

void Page::ShowData(QVariantMap data) {
  if (loaded_ && data == data_) return;
  data_ = std::move(data);
  loaded_ = true;
  emit shown();
}

void Page::Save(Store::Saving saving, std::function<void()> done) {
  desk_.store.Save(std::move(saving), [this, done = std::move(done)](const absl::Status& status) {
    if (!status.ok()) return emit refused(desk_.texts.Explain(status));
    emit saved();
    if (done) done();
  });
}

}  // namespace zoufang::tablet
