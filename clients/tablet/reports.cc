#include "clients/tablet/reports.h"

#include "clients/fieldwork/choices.h"
#include "clients/fieldwork/reports.h"
#include "clients/tablet/qt_text.h"
#include "sync/base/status.h"

namespace zoufang::tablet {
QVariantList Reports::choices(const QString& list, const QString&) const {
  QVariantList rows;
  for (const fieldwork::CodedChoice& choice : fieldwork::Choices(Utf8(list))) {
    rows.append(
        QVariantMap{{"code", Qt8(choice.code)}, {"text", texts().Either(choice.zh, choice.en)}});
  }
  return rows;
}

void Reports::risk(const QString& organization, const QString& category, int severity,
                   const QString& description) {
  const fieldwork::NewRiskReport report{.organization = Utf8(organization),
                                        .category = Utf8(category),
                                        .severity = severity,
                                        .description = Utf8(description.trimmed())};
  Save([report](
           fieldwork::Tablet& tablet) { return fieldwork::ReportRisk(tablet, report).status(); },
       [this] { emit reported(); });
}

void Reports::oralComplaint(const QString& organization, const QString& subject,
                            const QString& category, const QString& narrative) {
  fieldwork::NewOralComplaint complaint{.organization = Utf8(organization),
                                        .subject_name = Utf8(subject.trimmed()),
                                        .category = Utf8(category),
                                        .narrative = Utf8(narrative.trimmed())};
  Save(
      [complaint](fieldwork::Tablet& tablet) mutable -> absl::Status {
        if (complaint.organization.empty()) {
          ASSIGN_OR_RETURN(complaint.area_code, fieldwork::FirstArea(tablet));
        }
        return fieldwork::TakeOralComplaint(tablet, complaint).status();
      },
      [this] { emit reported(); });
}

void Reports::feedback(const QString& text) {
  Save(
      [text = Utf8(text.trimmed())](fieldwork::Tablet& tablet) {
        return fieldwork::WriteFeedback(tablet, text, "zoufang-tablet/" ZOUFANG_VERSION).status();
      },
      [this] { emit reported(); });
}

}  // namespace zoufang::tablet
