// The life of a complaint: one table for the service, its tests and docs/complaints.md.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "zoufang/v1/complaint.pb.h"

namespace zoufang::domain {

// Who takes a step. Staff is of the case's area, of its department once it has one (or of none),
// and not recused; a second person is, besides, not who took the step before that this one judges;
// who asked is that one.
enum class Party { kCitizen, kStaff, kSecondPerson, kWhoAsked };

// What a step requires beyond its state; bits.
enum Needs : unsigned {
  kText = 1u << 0,  // What the citizen is told, or tells.
  kNote = 1u << 1,  // What staff is told.
  kDeclineReason = 1u << 2,
  kAddressee = 1u << 3,  // Who is responsible.
  kOutcome = 1u << 4,    // With its basis.
  kOtherCase = 1u << 5,
  kHandler = 1u << 6,
  kSatisfaction = 1u << 7,
  kReviewOpen = 1u << 8,  // The day is not over, the reviews are not used up.
  kNoExtensionYet = 1u << 9,
  kExtensionAsked = 1u << 10,
  kSealedIdentity = 1u << 11,  // The case is not anonymous, and who filed not erased.
  kIdentityClosed = 1u << 12,  // Nobody asks to open it, nobody may read it.
  kIdentityAsked = 1u << 13,
  kIdentityOpen = 1u << 14,  // A second person approved, the time is not over.
  kRoomForFiles = 1u << 15,
  kReviewOver = 1u << 16,  // No review can be asked for any more.
};

// A set of states, as bits.
using States = unsigned;
constexpr States In(v1::ComplaintState state) { return 1u << state; }

struct ComplaintTransition {
  States from;  // 0: there is no case yet.
  v1::ComplaintAction action;
  v1::ComplaintState to;  // UNSPECIFIED: the state stays.
  Party party;
  unsigned needs = 0;
};

// Every step that is allowed. At most one row for a state and an action.
absl::Span<const ComplaintTransition> ComplaintTransitions();

// nullptr: the action is not allowed in that state.
const ComplaintTransition* FindTransition(v1::ComplaintState from, v1::ComplaintAction action);

// Who acts. For a citizen both names are empty.
struct Actor {
  std::string user_name;
  std::string department;  // "": of none.
  bool citizen() const { return user_name.empty(); }
};

// RECUSED for who may not even read the case.
absl::Status CheckMayRead(const v1::Complaint& complaint, const Actor& actor);

// How many files a citizen may hand in with one case.
inline constexpr int kMostEvidenceFiles = 10;

// The state that `action` leads to. COMPLAINT_STATE, RECUSED, OUTSIDE_DEPARTMENT,
// SECOND_PERSON_NEEDED, REVIEW_TOO_LATE, EXTENSION_STATE, IDENTITY_STATE, EVIDENCE_FULL.
absl::StatusOr<v1::ComplaintState> CheckStep(const v1::Complaint& complaint,
                                             v1::ComplaintAction action, const Actor& actor,
                                             absl::Time now);

// The actions that CheckStep lets `actor` take.
std::vector<v1::ComplaintAction> AllowedActions(const v1::Complaint& complaint, const Actor& actor,
                                                absl::Time now);

// True while a review may be asked for by its day and their number, whatever the state.
bool ReviewIsOpen(const v1::Complaint& complaint, absl::Time now);

// True while citizen and bureau may write to each other.
bool TakesMessages(v1::ComplaintState state);

// The states that the clue of an illegal organisation may come to from `from`.
std::vector<v1::ClueState> NextClueStates(v1::ClueState from);

}  // namespace zoufang::domain
