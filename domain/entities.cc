#include "domain/entities.h"

#include "zoufang/sync/v1/conflict.pb.h"
#include "zoufang/v1/complaint.pb.h"
#include "zoufang/v1/division.pb.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/plan.pb.h"
#include "zoufang/v1/report.pb.h"
#include "zoufang/v1/task.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::domain {

absl::StatusOr<schema::Catalogue> ProductCatalogue() {
  const google::protobuf::Descriptor* const messages[] = {
      v1::Division::descriptor(),       v1::Department::descriptor(),
      v1::Organization::descriptor(),   v1::OrganizationProfile::descriptor(),
      v1::Visit::descriptor(),          v1::VisitAnswer::descriptor(),
      v1::Finding::descriptor(),        v1::Need::descriptor(),
      v1::Correction::descriptor(),     v1::RiskReport::descriptor(),
      v1::OralComplaint::descriptor(),  v1::Attachment::descriptor(),
      v1::Complaint::descriptor(),      v1::ComplaintMessage::descriptor(),
      v1::Recheck::descriptor(),        v1::Task::descriptor(),
      v1::ComplaintEvent::descriptor(), v1::ComplaintNote::descriptor(),
      v1::ComplaintFile::descriptor(),  v1::IllegalOrgClue::descriptor(),
      v1::VisitPlan::descriptor(),      v1::VisitForm::descriptor(),
      v1::VisitAmendment::descriptor(), v1::AppFeedback::descriptor(),
      sync::v1::Conflict::descriptor(),
  };
  return schema::Catalogue::Build(messages);
}

}  // namespace zoufang::domain
