#include "clients/tablet/visit_page.h"

#include "clients/fieldwork/amendments.h"
#include "clients/fieldwork/attachments.h"
#include "clients/tablet/organization_rows.h"
#include "clients/tablet/qt_text.h"
#include "sync/base/status.h"

namespace zoufang::tablet {

using fieldwork::Visits;

void VisitPage::start(const QString& organization, int kind, const QString& purpose) {
  const fieldwork::NewVisit visit{.organization = Utf8(organization),
                                  .kind = static_cast<v1::VisitKind>(kind),
                                  .purpose = Utf8(purpose)};
  auto id = std::make_shared<std::string>();  // Made by the save, told after it.
  Save(
      [visit, id](fieldwork::Tablet& tablet) -> absl::Status {
        ASSIGN_OR_RETURN(*id, Visits(tablet).Start(visit));
        return absl::OkStatus();
      },
      [this, id] {
        open(Qt8(*id));
        emit opened(id_);
      });
}

void VisitPage::open(const QString& id) {
  if (id_ == id) return Refresh();
  id_ = id;
  Restart();
}

Store::Reading VisitPage::Prepare() {
  if (id_.isEmpty()) return nullptr;
  return [this, id = Utf8(id_)](fieldwork::Tablet& tablet) -> Store::Shown {
    auto view = ReadVisit(tablet, id);
    if (!view.ok()) {
      return [this, status = view.status()] { emit refused(texts().Explain(status)); };
    }
    return [this, view = *std::move(view)] { Show(view); };
  };
}

void VisitPage::Show(const VisitView& view) {
  if (Qt8(view.details.visit().id()) != id_) return;  // Another one was opened meanwhile.
  const absl::Time now = Now();
  questions_.Show(QuestionRows(view, texts()));
  findings_.Show(
      FindingRows({view.details.findings().begin(), view.details.findings().end()}, texts()));
  needs_.Show(NeedRows(view, texts()));
  files_.Show(FileRows(view, texts()));
  amendments_.Show(AmendmentRows(view, now));
  ShowData(VisitData(view, texts(), now));
}

void VisitPage::answer(const QString& question, const QString& answer) {
  Save([id = Utf8(id_), typed = fieldwork::TypedAnswer{Utf8(question), Utf8(answer)}](
           fieldwork::Tablet& tablet) { return Visits(tablet).Answer(id, {typed}); });
}

void VisitPage::skip(const QString& question, const QString& reason) {
  Save([id = Utf8(id_), question = Utf8(question), reason = Utf8(reason)](
           fieldwork::Tablet& tablet) { return Visits(tablet).Skip(id, question, reason); });
}

void VisitPage::unchanged(const QString& section) {
  std::vector<std::string> questions;
  for (int i = 0; i < questions_.Count(); ++i) {
    const QVariantMap row = questions_.get(i);
    if (row["sectionId"] == section) questions.push_back(Utf8(row["id"].toString()));
  }
  Save([id = Utf8(id_), questions](fieldwork::Tablet& tablet) {
    return Visits(tablet).AnswerUnchanged(id, questions).status();
  });
}

void VisitPage::SetFields(std::vector<Change> changes) {
  Save([id = Utf8(id_), changes = std::move(changes)](fieldwork::Tablet& tablet) {
    return Visits(tablet).Set(id, changes);
  });
}

void VisitPage::set(const QString& field, const QString& value) {
  SetFields({{.field = Utf8(field), .text = Utf8(value)}});
}

void VisitPage::ChangeSet(const QString& field, const QString& member, Change::Kind kind) {
  if (member.trimmed().isEmpty()) return;
  SetFields({{.field = Utf8(field), .kind = kind, .text = Utf8(member.trimmed())}});
}

void VisitPage::addMember(const QString& field, const QString& member) {
  ChangeSet(field, member, Change::Kind::kAddMember);
}

void VisitPage::removeMember(const QString& field, const QString& member) {
  ChangeSet(field, member, Change::Kind::kRemoveMember);
}

void VisitPage::addFinding(const QString& item, int severity, const QString& description,
                           const QString& due_on, const QString& photo) {
  const fieldwork::NewFinding finding{.item_code = Utf8(item),
                                      .severity = severity,
                                      .description = Utf8(description.trimmed()),
                                      .due_on = Utf8(due_on.trimmed())};
  Save([id = Utf8(id_), finding, photo = Utf8(photo)](fieldwork::Tablet& tablet) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string made, Visits(tablet).AddFinding(id, finding));
    if (photo.empty()) return absl::OkStatus();
    return fieldwork::Attachments(tablet).Attach(id, photo, "", made).status();
  });
}

void VisitPage::withdrawFinding(const QString& finding, const QString& reason) {
  Save([finding = Utf8(finding), reason = Utf8(reason)](fieldwork::Tablet& tablet) {
    return fieldwork::WithdrawFinding(tablet, finding, reason);
  });
}

void VisitPage::addNeed(int kind, const QString& description) {
  Save([id = Utf8(id_), kind, text = Utf8(description.trimmed())](fieldwork::Tablet& tablet) {
    return Visits(tablet).AddNeed(id, static_cast<v1::NeedKind>(kind), text).status();
  });
}

void VisitPage::attach(const QString& path, const QString& caption) {
  Save([id = Utf8(id_), path = Utf8(path), caption = Utf8(caption)](fieldwork::Tablet& tablet) {
    return fieldwork::Attachments(tablet).Attach(id, path, caption).status();
  });
}

void VisitPage::sign(const QString& name, const QString& picture) {
  const std::vector<Change> changes = {{.field = "acknowledged_by", .text = Utf8(name)},
                                       {.field = "acknowledgement", .text = "SIGNED"},
                                       {.field = "acknowledgement_declined_reason", .text = ""}};
  const std::string caption = Utf8(texts().Say("signature_of").arg(name));
  // The picture first: nothing is called signed without it.
  Save([id = Utf8(id_), path = Utf8(picture), caption,
        changes](fieldwork::Tablet& tablet) -> absl::Status {
    RETURN_IF_ERROR(fieldwork::Attachments(tablet).Attach(id, path, caption).status());
    return Visits(tablet).Set(id, changes);
  });
}

void VisitPage::declineSignature(const QString& reason) {
  SetFields({{.field = "acknowledged_by", .text = ""},
             {.field = "acknowledgement", .text = "DECLINED"},
             {.field = "acknowledgement_declined_reason", .text = Utf8(reason)}});
}

void VisitPage::setPoint(const QString& point, int accuracy_m) {
  SetFields({{.field = "point", .text = Utf8(point)},
             {.field = "point_accuracy_m", .text = std::to_string(accuracy_m)},
             {.field = "point_absent_reason", .text = ""}});
}

void VisitPage::setNoPoint(const QString& reason) {
  SetFields({{.field = "point", .text = ""},
             {.field = "point_accuracy_m", .text = "0"},
             {.field = "point_absent_reason", .text = Utf8(reason)}});
}

void VisitPage::finish() {
  Save([id = Utf8(id_)](fieldwork::Tablet& tablet) { return Visits(tablet).Finish(id); },
       [this] { emit finished(); });
}

void VisitPage::discard(const QString& reason) {
  Save([id = Utf8(id_), reason = Utf8(reason)](
           fieldwork::Tablet& tablet) { return Visits(tablet).Void(id, reason); },
       [this] { emit finished(); });
}

void VisitPage::amend(const QString& subject, const QString& text, const QString& reason) {
  const fieldwork::NewAmendment amendment{.visit = Utf8(id_),
                                          .subject = Utf8(subject.trimmed()),
                                          .text = Utf8(text.trimmed()),
                                          .reason = Utf8(reason.trimmed())};
  Save([amendment](fieldwork::Tablet& tablet) {
    return fieldwork::AmendVisit(tablet, amendment).status();
  });
}

}  // namespace zoufang::tablet
