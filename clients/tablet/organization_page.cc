#include "clients/tablet/organization_page.h"

#include "clients/fieldwork/amendments.h"
#include "clients/fieldwork/reports.h"
#include "clients/fieldwork/visits.h"
#include "clients/fieldwork/work_list.h"
#include "clients/tablet/organization_rows.h"
#include "clients/tablet/qt_text.h"

namespace zoufang::tablet {

void OrganizationPage::open(const QString& id) {
  if (id_ == id) return Refresh();
  id_ = id;
  Restart();
}

Store::Reading OrganizationPage::Prepare() {
  if (id_.isEmpty()) return nullptr;
  return [this, id = Utf8(id_)](fieldwork::Tablet& tablet) -> Store::Shown {
    auto card = fieldwork::GetOrganizationCard(tablet, id);
    if (!card.ok()) {
      return [this, status = card.status()] { emit refused(texts().Explain(status)); };
    }
    return [this, card = *std::move(card)] { Show(card); };
  };
}

void OrganizationPage::Show(const fieldwork::OrganizationCard& card) {
  if (Qt8(card.organization.id()) != id_) return;  // Another one was opened meanwhile.
  const absl::Time now = Now();
  facts_.Show(FactRows(card.organization, texts()));
  visits_.Show(VisitRows(card.visits, texts(), now));
  findings_.Show(FindingRows(card.open_findings, texts()));
  ShowData(OrganizationData(card, texts(), now));
}

void OrganizationPage::propose(const QString& field, const QString& value,
                               const QString& evidence) {
  const fieldwork::NewCorrection correction{.organization = Utf8(id_),
                                            .field = Utf8(field),
                                            .value = Utf8(value.trimmed()),
                                            .evidence = Utf8(evidence.trimmed())};
  Save([correction](fieldwork::Tablet& tablet) {
    return fieldwork::ReportCorrection(tablet, correction).status();
  });
}

void OrganizationPage::recheck(const QString& finding, bool passed, const QString& note) {
  Save([finding = Utf8(finding), passed, note = Utf8(note)](fieldwork::Tablet& tablet) {
    const auto result = passed ? v1::RECHECK_RESULT_PASS : v1::RECHECK_RESULT_FAIL;
    return fieldwork::Visits(tablet).Recheck(finding, result, note).status();
  });
}

void OrganizationPage::withdrawFinding(const QString& finding, const QString& reason) {
  Save([finding = Utf8(finding), reason = Utf8(reason)](fieldwork::Tablet& tablet) {
    return fieldwork::WithdrawFinding(tablet, finding, reason);
  });
}

void OrganizationPage::plan(int kind, const QString& due_on, int priority, const QString& purpose) {
  const fieldwork::NewPlan plan{.organization = Utf8(id_),
                                .kind = kind,
                                .due_on = Utf8(due_on.trimmed()),
                                .priority = priority,
                                .purpose = Utf8(purpose.trimmed())};
  Save([plan](fieldwork::Tablet& tablet) { return fieldwork::PlanVisit(tablet, plan).status(); });
}

}  // namespace zoufang::tablet
