// One visit, from its start to its end; every change is saved as it is made.
#pragma once

#include "clients/fieldwork/visits.h"
#include "clients/tablet/page.h"
#include "clients/tablet/visit_rows.h"

namespace zoufang::tablet {

// data, questions, findings, needs, files, amendments: see visit_rows.h.
class VisitPage : public Page {
  Q_OBJECT
  Q_PROPERTY(zoufang::tablet::RowModel* questions READ questions CONSTANT)
  Q_PROPERTY(zoufang::tablet::RowModel* findings READ findings CONSTANT)
  Q_PROPERTY(zoufang::tablet::RowModel* needs READ needs CONSTANT)
  Q_PROPERTY(zoufang::tablet::RowModel* files READ files CONSTANT)
  Q_PROPERTY(zoufang::tablet::RowModel* amendments READ amendments CONSTANT)

 public:
  explicit VisitPage(Desk desk) : Page(desk) {}

  RowModel* questions() { return &questions_; }
  RowModel* findings() { return &findings_; }
  RowModel* needs() { return &needs_; }
  RowModel* files() { return &files_; }
  RowModel* amendments() { return &amendments_; }

  // Starts a visit and opens it; tells `opened`.
  Q_INVOKABLE void start(const QString& organization, int kind, const QString& purpose);
  Q_INVOKABLE void open(const QString& id);
  Q_INVOKABLE void answer(const QString& question, const QString& answer);
  Q_INVOKABLE void skip(const QString& question, const QString& reason);
  // Answers the open questions of a section ("": of all) as on the last visit.
  Q_INVOKABLE void unchanged(const QString& section);
  // Sets a field of the visit.
  Q_INVOKABLE void set(const QString& field, const QString& value);
  Q_INVOKABLE void addMember(const QString& field, const QString& member);
  Q_INVOKABLE void removeMember(const QString& field, const QString& member);
  // With a photo ("": without one), in that order.
  Q_INVOKABLE void addFinding(const QString& item, int severity, const QString& description,
                              const QString& due_on, const QString& photo);
  // Says that an open finding was none, and why.
  Q_INVOKABLE void withdrawFinding(const QString& finding, const QString& reason);
  Q_INVOKABLE void addNeed(int kind, const QString& description);
  Q_INVOKABLE void attach(const QString& path, const QString& caption);
  // Signed by `name`, with the picture of the signature.
  Q_INVOKABLE void sign(const QString& name, const QString& picture);
  Q_INVOKABLE void declineSignature(const QString& reason);
  Q_INVOKABLE void setPoint(const QString& point, int accuracy_m);
  Q_INVOKABLE void setNoPoint(const QString& reason);
  Q_INVOKABLE void finish();
  Q_INVOKABLE void discard(const QString& reason);
  Q_INVOKABLE void amend(const QString& subject, const QString& text, const QString& reason);

 signals:
  void opened(const QString& id);
  void finished();

 protected:
  Store::Reading Prepare() override;

 private:
  using Change = fieldwork::FieldChange;
  void SetFields(std::vector<Change> changes);
  void ChangeSet(const QString& field, const QString& member, Change::Kind kind);
  void Show(const VisitView& view);

  QString id_;
  RowModel questions_, findings_, needs_, files_, amendments_;
};

}  // namespace zoufang::tablet
