#include "domain/access.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace zoufang::domain {
namespace {

constexpr unsigned kSignedIn = kOfficer | kStaff | kAdministrator | kIntegrator;
constexpr unsigned kEverybody = kAnonymous | kSignedIn;
constexpr unsigned kField = kOfficer | kStaff;
constexpr unsigned kBureau = kStaff | kAdministrator;
constexpr unsigned kDesk = kStaff | kAdministrator | kIntegrator;
// An integrator sees the visits of the areas its account was given: none by default.
constexpr unsigned kVisits = kField | kIntegrator;

constexpr MethodRule kRules[] = {
    {"AuthService.SignIn", kEverybody},
    {"AuthService.EnrollDevice", kAnonymous | kField},
    {"AuthService.SignOut", kSignedIn},

    {"AdminService.CreateAccount", kAdministrator},
    {"AdminService.ListAccounts", kAdministrator},
    {"AdminService.SetAccountAreas", kAdministrator},
    {"AdminService.SetAccountDepartment", kAdministrator},
    {"AdminService.DisableAccount", kAdministrator},
    {"AdminService.CreateEnrollmentCode", kAdministrator},
    {"AdminService.ListDevices", kAdministrator},
    {"AdminService.RevokeDevice", kAdministrator},
    {"AdminService.ListQuarantine", kAdministrator},
    {"AdminService.DecideQuarantined", kAdministrator},
    {"AdminService.MoveOrganization", kAdministrator},
    {"AdminService.ImportDivisions", kAdministrator},
    {"AdminService.ImportOrganizations", kAdministrator},
    {"AdminService.VerifyServer", kAdministrator},
    {"AdminService.CompactLogs", kAdministrator},
    {"AdminService.BackUp", kAdministrator},
    {"AdminService.GetServerStatus", kAdministrator},

    {"OrganizationService.GetOrganization", kEverybody},
    {"OrganizationService.BatchGetOrganizations", kEverybody},
    {"OrganizationService.SearchOrganizations", kEverybody},
    {"OrganizationService.BatchMatchOrganizations", kEverybody},

    {"VisitService.CreateVisit", kVisits},
    {"VisitService.GetVisit", kVisits},
    {"VisitService.ListVisits", kVisits},
    {"VisitService.UpdateVisit", kVisits},
    {"VisitService.FinaliseVisit", kVisits},
    {"VisitService.VoidVisit", kVisits},
    {"VisitService.ReviewVisit", kStaff},
    {"VisitService.RecordRecheck", kVisits},

    {"PlanService.PlanVisits", kBureau},
    {"PlanService.ListVisitPlans", kBureau},
    {"PlanService.ListAssignees", kBureau},
    {"PlanService.UpdateVisitPlan", kBureau},
    {"PlanService.CancelVisitPlan", kBureau},
    {"PlanService.ReopenVisitPlan", kBureau},
    {"PlanService.PublishVisitForm", kAdministrator},
    {"PlanService.ListVisitForms", kBureau},

    {"ConflictService.ListConflicts", kDesk},
    {"ConflictService.GetConflict", kDesk},
    {"ConflictService.ResolveConflict", kDesk},
    {"ConflictService.ListAttention", kDesk},
    {"ConflictService.ResubmitEdit", kDesk},
    {"ConflictService.DismissEdit", kDesk},
    {"ConflictService.ListTasks", kDesk},
    {"ConflictService.CloseTask", kDesk},

    {"DeskService.GetDesk", kSignedIn},
    {"DeskService.ListDivisions", kEverybody},
    {"DeskService.GetOverview", kBureau},
    {"DeskService.ListOrganizations", kBureau},
    {"DeskService.GetOrganizationProfile", kBureau},
    {"DeskService.ListFindings", kBureau},
    {"DeskService.AdvanceFinding", kStaff},
    {"DeskService.ListReports", kStaff},
    {"DeskService.ReviewReport", kStaff},
    {"DeskService.SearchAudit", kAdministrator},

    {"AttachmentService.BeginUpload", kVisits},
    {"AttachmentService.WriteChunk", kVisits},
    {"AttachmentService.ReadAttachment", kVisits | kAdministrator},

    {"ComplaintService.FileComplaint", kEverybody, false, true},
    {"ComplaintService.GetComplaintStatus", kEverybody, false, true},
    {"ComplaintService.AddComplaintMessage", kEverybody, false, true},
    {"ComplaintService.WithdrawComplaint", kEverybody, false, true},
    {"ComplaintService.RequestComplaintReview", kEverybody, false, true},
    {"ComplaintService.EvaluateComplaint", kEverybody, false, true},
    {"ComplaintService.CountSimilarComplaints", kEverybody, false, true},
    {"ComplaintService.GetExternalComplaint", kIntegrator},
    {"ComplaintService.ListComplaints", kStaff},
    {"ComplaintService.GetComplaint", kStaff},
    {"ComplaintService.ListReplyTemplates", kStaff},
    {"ComplaintService.ListHandlers", kStaff},
    {"ComplaintService.AcceptComplaint", kStaff},
    {"ComplaintService.DeclineComplaint", kStaff},
    {"ComplaintService.TransferComplaint", kStaff},
    {"ComplaintService.AskForInformation", kStaff},
    {"ComplaintService.InvestigateComplaint", kStaff},
    {"ComplaintService.PauseComplaint", kStaff},
    {"ComplaintService.ResumeComplaint", kStaff},
    {"ComplaintService.AskForExtension", kStaff},
    {"ComplaintService.DecideExtension", kStaff},
    {"ComplaintService.DecideComplaint", kStaff},
    {"ComplaintService.NotifyComplaint", kStaff},
    {"ComplaintService.CloseComplaint", kStaff},
    {"ComplaintService.UpholdComplaint", kStaff},
    {"ComplaintService.ReopenComplaint", kStaff},
    {"ComplaintService.MergeComplaint", kStaff},
    {"ComplaintService.AssignComplaint", kStaff},
    {"ComplaintService.RecuseFromComplaint", kStaff},
    {"ComplaintService.AddComplaintNote", kStaff},
    {"ComplaintService.MarkComplaintRead", kStaff},
    {"ComplaintService.AdvanceIllegalOrgClue", kStaff},

    {"IdentityService.AskForIdentity", kStaff},
    {"IdentityService.DecideIdentity", kStaff},
    {"IdentityService.OpenIdentity", kStaff},
    {"IdentityService.EraseIdentity", kStaff},

    {"EvidenceService.AddEvidence", kEverybody, false, true},
    {"EvidenceService.WriteEvidence", kEverybody, false, true},
    {"EvidenceService.ReadEvidence", kStaff},

    {"HistoryService.ListRowHistory", kStaff | kAdministrator | kIntegrator},

    {"WatchService.WatchChanges", kBureau},

    {"SyncService.Attach", kField, true},
    {"SyncService.Push", kField, true},
    {"SyncService.Snapshot", kField, true},
    {"SyncService.Pull", kField, true},
    {"SyncService.Digest", kField, true},
    {"SyncService.Repair", kField, true},
    {"SyncService.Watch", kField, true},
    {"SyncService.Surrender", kField, true, false, true},
};

}  // namespace

absl::Span<const MethodRule> MethodRules() { return kRules; }

const MethodRule* FindMethodRule(absl::string_view method) {
  const auto* found = std::find_if(std::begin(kRules), std::end(kRules),
                                   [&](const MethodRule& rule) { return rule.method == method; });
  return found == std::end(kRules) ? nullptr : found;
}

bool MayCall(const MethodRule& rule, v1::Role role) { return (rule.callers & (1u << role)) != 0; }

bool CoversArea(const std::vector<std::string>& prefixes, absl::string_view area_code) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
    return !prefix.empty() && absl::StartsWith(area_code, prefix);
  });
}

std::vector<std::string> NarrowAreas(const std::vector<std::string>& prefixes,
                                     absl::string_view wanted) {
  std::vector<std::string> narrowed;
  for (const std::string& prefix : prefixes) {
    if (absl::StartsWith(prefix, wanted)) {
      narrowed.push_back(prefix);
    } else if (absl::StartsWith(wanted, prefix)) {
      return {std::string(wanted)};
    }
  }
  return narrowed;
}

bool IsAreaPrefix(absl::string_view text) {
  return text.size() >= 2 && text.size() <= 12 &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace zoufang::domain
