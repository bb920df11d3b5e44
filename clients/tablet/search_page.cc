#include "clients/tablet/search_page.h"

#include <QElapsedTimer>

#include "clients/tablet/qt_text.h"
#include "sync/base/status.h"
#include "sync/sql/database.h"

namespace zoufang::tablet {
namespace {

// As many as anybody looks through; more are found by more letters.
constexpr int kMostHits = 30;

// What the registry scope stands at: it moves with every change of a name.
constexpr char kRegistryVersion[] = "SELECT coalesce(max(_rev), 0) + count(*) FROM organization";

QVariantMap RowOf(const fieldwork::RegistryHit& hit, const Texts& texts) {
  const v1::Organization& organization = hit.organization;
  const bool former = hit.match.matched_by == domain::MatchedBy::kFormerName;
  return {{"id", Qt8(organization.id())},
          {"name", Qt8(organization.name())},
          {"code", Qt8(organization.credit_code())},
          {"address", Qt8(organization.address())},
          {"kind", texts.Word(ValueOf(organization.kind()))},
          {"status", texts.Word(ValueOf(organization.status()))},
          {"ok", organization.status() == v1::REGISTRATION_STATUS_REGISTERED},
          {"listed", organization.listing() > v1::CREDIT_LISTING_NONE},
          {"former", former ? Qt8(hit.match.matched_text) : QString()},
          {"lookAlike", hit.match.look_alike}};
}

}  // namespace

struct SearchPage::Names {
  std::unique_ptr<fieldwork::Registry> registry;
  int64_t version = -1;

  absl::StatusOr<fieldwork::RegistryAnswer> Search(fieldwork::Tablet& tablet,
                                                   const std::string& text) {
    RETURN_IF_ERROR(Load(tablet));
    return registry->Search({.text = text, .limit = kMostHits});
  }
  absl::Status Load(fieldwork::Tablet& tablet) {
    int64_t now = 0;
    RETURN_IF_ERROR(tablet.replica().Read([&](sql::Database& db) -> absl::Status {
      ASSIGN_OR_RETURN(now, db.QueryInt(kRegistryVersion));
      return absl::OkStatus();
    }));
    if (now == version) return absl::OkStatus();
    registry = std::make_unique<fieldwork::Registry>(tablet);
    RETURN_IF_ERROR(registry->Load());
    version = now;
    return absl::OkStatus();
  }
};

SearchPage::SearchPage(Desk desk) : Page(desk), names_(std::make_shared<Names>()) {
  Refresh();  // Loads the names before the first letter is typed.
}

void SearchPage::SetText(const QString& text) {
  if (text_ == text) return;
  text_ = text;
  emit textChanged();
  Refresh();
}

Store::Reading SearchPage::Prepare() {
  return [this, names = names_, text = text_](fieldwork::Tablet& tablet) -> Store::Shown {
    if (text.trimmed().isEmpty()) {
      names->Load(tablet)
          .IgnoreError();  // A withdrawn tablet finds nothing, and says so elsewhere.
      return [this] { Show(fieldwork::RegistryAnswer(), "", 0); };
    }
    QElapsedTimer timer;
    timer.start();
    auto answer = names->Search(tablet, Utf8(text.trimmed()));
    const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    return [this, text, milliseconds, answer = std::move(answer)] {
      Show(answer, text, milliseconds);
    };
  };
}

void SearchPage::Show(const absl::StatusOr<fieldwork::RegistryAnswer>& answer, const QString& text,
                      double milliseconds) {
  RowModel::Rows rows;
  if (answer.ok()) {
    for (const fieldwork::RegistryHit& hit : answer->hits) rows.push_back(RowOf(hit, texts()));
  }
  hits_.Show(std::move(rows));
  ShowData({{"text", text},
            {"more", answer.ok() && answer->more},
            {"milliseconds", milliseconds},
            {"problem", answer.ok() ? QString() : texts().Explain(answer.status())}});
}

}  // namespace zoufang::tablet
