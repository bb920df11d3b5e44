#include "clients/tablet/organization_rows.h"

#include "clients/tablet/qt_text.h"
#include "domain/complaint_clock.h"

namespace zoufang::tablet {
namespace {

using v1::Organization;

absl::Time TimeOf(const google::protobuf::Timestamp& stamp) {
  return absl::FromUnixSeconds(stamp.seconds());
}

// A line about the standing; level: ok, notice, warning.
QVariantMap Line(const QString& text, const QString& level) {
  return {{"text", text}, {"level", level}};
}

std::string Day(absl::Time time) { return absl::FormatTime("%Y-%m-%d", time, domain::Shanghai()); }

// A day on which something ends: late, soon, or in good time; texts `key`_expired and `key`_until.
QVariantMap Until(const QString& key, const std::string& day, const Texts& texts, absl::Time now) {
  const bool expired = day < Day(now);
  const bool soon = day < Day(now + absl::Hours(24 * 90));
  return Line(texts.Say(key + (expired ? "_expired" : "_until")).arg(Qt8(day)),
              expired ? "warning" : (soon ? "notice" : "ok"));
}

// The year whose annual report is due by now: a year is reported on by the end of May after it
// (社会团体登记管理条例, 民办非企业单位登记管理暂行条例).
int ReportDue(absl::Time now) {
  const absl::CivilDay today = absl::ToCivilDay(now, domain::Shanghai());
  return static_cast<int>(today.year()) - (today.month() > 5 ? 1 : 2);
}

QVariantList Standing(const Organization& organization, const Texts& texts, absl::Time now) {
  QVariantList lines;
  const bool registered = organization.status() == v1::REGISTRATION_STATUS_REGISTERED;
  lines.append(Line(texts.Word(ValueOf(organization.status())), registered ? "ok" : "warning"));
  if (organization.listing() > v1::CREDIT_LISTING_NONE) {
    lines.append(Line(texts.Word(ValueOf(organization.listing())), "warning"));
  }
  if (!organization.certificate_valid_to().empty()) {
    lines.append(Until("certificate", organization.certificate_valid_to(), texts, now));
  }
  if (!organization.term_ends_on().empty()) {
    lines.append(Until("term", organization.term_ends_on(), texts, now));
  }
  if (const int year = organization.annual_report_year(); year > 0) {
    lines.append(
        Line(texts.Say("annual_report_of").arg(year), year >= ReportDue(now) ? "ok" : "warning"));
  }
  if (!organization.grade().empty()) {
    lines.append(Line(texts.Say("grade_is").arg(Qt8(organization.grade())), "ok"));
  }
  if (!organization.party_clause()) lines.append(Line(texts.Say("no_party_clause"), "notice"));
  return lines;
}

}  // namespace

QVariantMap OrganizationData(const fieldwork::OrganizationCard& card, const Texts& texts,
                             absl::Time now) {
  const Organization& organization = card.organization;
  const v1::OrganizationProfile profile = card.profile.value_or(v1::OrganizationProfile());
  return {{"id", Qt8(organization.id())},
          {"name", Qt8(organization.name())},
          {"code", Qt8(organization.credit_code())},
          {"kind", texts.Word(ValueOf(organization.kind()))},
          {"area", Qt8(card.area_name)},
          {"standing", Standing(organization, texts, now)},
          {"address", Qt8(organization.address())},
          {"publicPhone", Qt8(organization.phone())},
          {"mine", card.profile.has_value()},
          {"profileId", Qt8(profile.id())},
          {"actualAddress", Qt8(profile.actual_address())},
          {"contactName", Qt8(profile.contact_name())},
          {"contactPhone", Qt8(profile.contact_phone())},
          {"hours", Qt8(profile.opening_hours())},
          {"remarks", Qt8(profile.remarks())},
          {"point", Qt8(profile.point())},
          {"lastVisited", profile.has_last_visited_at()
                              ? ShortTime(TimeOf(profile.last_visited_at()), now)
                              : QString()}};
}

RowModel::Rows FactRows(const Organization& organization, const Texts& texts) {
  RowModel::Rows rows;
  const auto add = [&](const char* field, const QString& value) {
    rows.push_back(
        {{"id", field}, {"label", texts.Say(QString("fact_") + field)}, {"value", value}});
  };
  add("name", Qt8(organization.name()));
  add("credit_code", Qt8(organization.credit_code()));
  add("legal_representative", Qt8(organization.legal_representative()));
  add("address", Qt8(organization.address()));
  add("phone", Qt8(organization.phone()));
  add("supervising_unit", Qt8(organization.supervising_unit()));
  add("registration_authority", Qt8(organization.registration_authority()));
  add("registered_on", Qt8(organization.registered_on()));
  add("certificate_valid_to", Qt8(organization.certificate_valid_to()));
  add("term_ends_on", Qt8(organization.term_ends_on()));
  add("industry", Qt8(organization.industry()));
  add("business_scope", Qt8(organization.business_scope()));
  return rows;
}

RowModel::Rows VisitRows(const std::vector<v1::Visit>& visits, const Texts& texts, absl::Time now) {
  RowModel::Rows rows;
  for (const v1::Visit& visit : visits) {
    QStringList people;
    for (const std::string& name : visit.participants()) people.append(Qt8(name));
    rows.push_back({{"id", Qt8(visit.id())},
                    {"title", texts.Word(ValueOf(visit.kind()))},
                    {"state", texts.Word(ValueOf(visit.state()))},
                    {"draft", visit.state() == v1::VISIT_STATE_DRAFT},
                    {"started", ShortTime(TimeOf(visit.started_at()), now)},
                    {"people", people.join(texts.english() ? ", " : "、")},
                    {"text", Qt8(visit.summary().empty() ? visit.purpose() : visit.summary())}});
  }
  return rows;
}

RowModel::Rows FindingRows(const std::vector<v1::Finding>& findings, const Texts& texts) {
  RowModel::Rows rows;
  for (const v1::Finding& finding : findings) {
    rows.push_back({{"id", Qt8(finding.id())},
                    {"visitId", Qt8(finding.visit_id())},
                    {"severity", finding.severity()},
                    {"severityText", texts.Say(QString("severity_%1").arg(finding.severity()))},
                    {"text", Qt8(finding.description())},
                    {"due", Qt8(finding.due_on())},
                    {"state", texts.Word(ValueOf(finding.state()))},
                    {"recheck", finding.state() == v1::FINDING_STATE_RECHECK},
                    {"open", finding.state() == v1::FINDING_STATE_OPEN},
                    {"withdrawn", finding.state() == v1::FINDING_STATE_WITHDRAWN},
                    {"itemCode", Qt8(finding.item_code())}});
  }
  return rows;
}

}  // namespace zoufang::tablet
