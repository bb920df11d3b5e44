// One organisation, as an officer wants to see it before a visit.
#pragma once

#include "clients/fieldwork/registry.h"
#include "clients/tablet/page.h"

namespace zoufang::tablet {

// data: id, name, code, kind, status, ok, area, standing (lines of {text, level}), contactName,
// contactPhone, publicPhone, address, actualAddress, hours, remarks, point, profileId, mine (in the
// officer's area), lastVisited. facts: id, label, value, field. visits, findings.
class OrganizationPage : public Page {
  Q_OBJECT
  Q_PROPERTY(zoufang::tablet::RowModel* facts READ facts CONSTANT)
  Q_PROPERTY(zoufang::tablet::RowModel* visits READ visits CONSTANT)
  Q_PROPERTY(zoufang::tablet::RowModel* findings READ findings CONSTANT)

 public:
  explicit OrganizationPage(Desk desk) : Page(desk) {}

  RowModel* facts() { return &facts_; }
  RowModel* visits() { return &visits_; }
  RowModel* findings() { return &findings_; }

  Q_INVOKABLE void open(const QString& id);
  // Proposes another value of a fact of the registry.
  Q_INVOKABLE void propose(const QString& field, const QString& value, const QString& evidence);
  Q_INVOKABLE void recheck(const QString& finding, bool passed, const QString& note);
  // Says that an open finding was none, and why.
  Q_INVOKABLE void withdrawFinding(const QString& finding, const QString& reason);
  Q_INVOKABLE void plan(int kind, const QString& due_on, int priority, const QString& purpose);

 protected:
  Store::Reading Prepare() override;

 private:
  void Show(const fieldwork::OrganizationCard& card);

  QString id_;
  RowModel facts_, visits_, findings_;
};

}  // namespace zoufang::tablet
