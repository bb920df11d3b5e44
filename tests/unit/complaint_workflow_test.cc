#include "domain/complaint_workflow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "domain/complaint_texts.h"
#include "sync/base/error.h"

namespace zoufang::domain {
namespace {

using base::ReasonOf;
using v1::Complaint;

// Monday 2 March 2026, 9 o'clock in Zibo.
constexpr absl::Time kNow = absl::FromUnixSeconds(1772413200);

std::vector<v1::ComplaintState> AllStates() {
  std::vector<v1::ComplaintState> states;
  for (int state = 1; state < v1::ComplaintState_ARRAYSIZE; ++state) {
    states.push_back(static_cast<v1::ComplaintState>(state));
  }
  return states;
}

std::string Short(v1::ComplaintState state) {
  std::string name = v1::ComplaintState_Name(state);
  return std::string(absl::StripPrefix(name, "COMPLAINT_STATE_"));
}

// --- the table in docs/complaints.md -------------------------------------------------------------

std::string FromText(const ComplaintTransition& step) {
  std::vector<std::string> names;
  for (const v1::ComplaintState state : AllStates()) {
    if ((step.from & In(state)) != 0) names.push_back(Short(state));
  }
  if (names.empty()) return "(none)";
  return names.size() == AllStates().size() ? "any" : absl::StrJoin(names, ", ");
}

std::string WhoText(Party party) {
  switch (party) {
    case Party::kCitizen:
      return "citizen";
    case Party::kStaff:
      return "staff";
    case Party::kWhoAsked:
      return "who asked";
    default:
      return "second person";
  }
}

std::string NeedsText(unsigned needs) {
  const std::pair<unsigned, const char*> words[] = {{kText, "text"},
                                                    {kNote, "note"},
                                                    {kDeclineReason, "reason of the list"},
                                                    {kAddressee, "who is responsible"},
                                                    {kOutcome, "outcome and basis"},
                                                    {kOtherCase, "the case it repeats"},
                                                    {kHandler, "handler"},
                                                    {kSatisfaction, "satisfaction"},
                                                    {kReviewOpen, "the time for a review"},
                                                    {kNoExtensionYet, "no extension yet"},
                                                    {kExtensionAsked, "an extension asked for"},
                                                    {kSealedIdentity, "not anonymous"},
                                                    {kIdentityClosed, "nobody asks or may read"},
                                                    {kIdentityAsked, "somebody asks to read"},
                                                    {kIdentityOpen, "approved, the time not over"},
                                                    {kRoomForFiles, "fewer than 10 files"},
                                                    {kReviewOver, "no review to come"}};
  std::vector<std::string> texts;
  for (const auto& [bit, word] : words) {
    if ((needs & bit) != 0) texts.push_back(word);
  }
  return absl::StrJoin(texts, ", ");
}

std::string Table() {
  std::string table =
      "| from | action | | to | who | requires | citizen sees it |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const ComplaintTransition& step : ComplaintTransitions()) {
    const std::string action = v1::ComplaintAction_Name(step.action);
    absl::StrAppend(&table, "| ", FromText(step), " | ",
                    absl::StripPrefix(action, "COMPLAINT_ACTION_"), " | ",
                    ActionInChinese(step.action), " | ",
                    step.to == v1::COMPLAINT_STATE_UNSPECIFIED ? "same" : Short(step.to), " | ",
                    WhoText(step.party), " | ", NeedsText(step.needs), " | ",
                    IsPublic(step.action) ? "yes" : "", " |\n");
  }
  return table;
}

TEST(ComplaintWorkflowTest, TheDocumentedTableIsTheOneThatDecides) {
  std::ifstream file(ZOUFANG_DOCS_DIR "/complaints.md");
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  EXPECT_TRUE(absl::StrContains(page, Table())) << "docs/complaints.md should hold:\n" << Table();
}

// --- the table itself ----------------------------------------------------------------------------

TEST(ComplaintWorkflowTest, AtMostOneRowForAStateAndAnAction) {
  std::set<std::pair<int, int>> seen;
  for (const ComplaintTransition& step : ComplaintTransitions()) {
    for (const v1::ComplaintState state : AllStates()) {
      if ((step.from & In(state)) == 0) continue;
      EXPECT_TRUE(seen.insert({state, step.action}).second) << Short(state) << " " << step.action;
    }
  }
}

TEST(ComplaintWorkflowTest, EveryStateIsReachedAndEveryActionHasWords) {
  std::set<v1::ComplaintState> reached;
  for (size_t round = 0; round < ComplaintTransitions().size(); ++round) {
    for (const ComplaintTransition& step : ComplaintTransitions()) {
      bool from = step.from == 0;
      for (const v1::ComplaintState state : reached) from = from || (step.from & In(state)) != 0;
      if (from && step.to != v1::COMPLAINT_STATE_UNSPECIFIED) reached.insert(step.to);
    }
  }
  EXPECT_EQ(reached.size(), AllStates().size());
  for (int action = 1; action < v1::ComplaintAction_ARRAYSIZE; ++action) {
    EXPECT_NE(ActionInChinese(static_cast<v1::ComplaintAction>(action)), "") << action;
  }
  for (const v1::ComplaintState state : AllStates()) {
    EXPECT_NE(StateInChinese(state), "状态未知") << Short(state);
  }
}

Complaint CaseIn(v1::ComplaintState state) {
  Complaint complaint;
  complaint.set_state(state);
  complaint.set_profile("default/1");
  return complaint;
}

struct StepCase {
  const char* what;
  Complaint complaint;
  v1::ComplaintAction action;
  Actor actor;
  const char* reason;  // "": it may be taken.
};

void ExpectReasons(absl::Span<const StepCase> cases) {
  for (const StepCase& test : cases) {
    const auto next = CheckStep(test.complaint, test.action, test.actor, kNow);
    EXPECT_EQ(next.ok() ? "" : ReasonOf(next.status()), test.reason) << test.what;
  }
}

TEST(ComplaintWorkflowTest, WhoMayTakeAStep) {
  const Actor sun{.user_name = "sun", .department = "执法科"};
  const Actor li{.user_name = "li", .department = "执法科"};
  const Actor elsewhere{.user_name = "zhou", .department = "登记科"};
  const Actor whole{.user_name = "wu"};
  const Actor citizen;
  Complaint received = CaseIn(v1::COMPLAINT_STATE_RECEIVED);
  Complaint ours = CaseIn(v1::COMPLAINT_STATE_INVESTIGATING);
  ours.set_department("执法科");
  Complaint recused = ours;
  recused.add_recused("sun");
  Complaint asked = ours;
  asked.set_extension_asked_by("sun");
  Complaint extended = ours;
  extended.set_extended(true);
  Complaint review = CaseIn(v1::COMPLAINT_STATE_REVIEW_REQUESTED);
  review.set_decided_by("sun");
  Complaint closed = CaseIn(v1::COMPLAINT_STATE_CLOSED);
  closed.set_review_until("2026-03-02");
  Complaint expired = closed;
  expired.set_review_until("2026-03-01");
  Complaint used_up = closed;
  used_up.set_reviews(2);
  const StepCase cases[] = {
      {"staff accepts", received, v1::COMPLAINT_ACTION_ACCEPT, sun, ""},
      {"a citizen does not", received, v1::COMPLAINT_ACTION_ACCEPT, citizen, "COMPLAINT_STATE"},
      {"staff does not withdraw", received, v1::COMPLAINT_ACTION_WITHDRAW, sun, "COMPLAINT_STATE"},
      {"nothing is decided before it is investigated", received, v1::COMPLAINT_ACTION_DECIDE, sun,
       "COMPLAINT_STATE"},
      {"another department", ours, v1::COMPLAINT_ACTION_DECIDE, elsewhere, "OUTSIDE_DEPARTMENT"},
      {"staff of no department acts on all", ours, v1::COMPLAINT_ACTION_DECIDE, whole, ""},
      {"another department recuses itself", ours, v1::COMPLAINT_ACTION_RECUSE, elsewhere, ""},
      {"a recused person", recused, v1::COMPLAINT_ACTION_DECIDE, sun, "RECUSED"},
      {"who asked does not approve", asked, v1::COMPLAINT_ACTION_APPROVE_EXTENSION, sun,
       "SECOND_PERSON_NEEDED"},
      {"a colleague does", asked, v1::COMPLAINT_ACTION_APPROVE_EXTENSION, li, ""},
      {"nobody asked", ours, v1::COMPLAINT_ACTION_APPROVE_EXTENSION, li, "EXTENSION_STATE"},
      {"asked twice", asked, v1::COMPLAINT_ACTION_ASK_EXTENSION, sun, "EXTENSION_STATE"},
      {"extended once is enough", extended, v1::COMPLAINT_ACTION_ASK_EXTENSION, sun,
       "EXTENSION_STATE"},
      {"who decided does not uphold", review, v1::COMPLAINT_ACTION_UPHOLD, sun,
       "SECOND_PERSON_NEEDED"},
      {"a colleague upholds", review, v1::COMPLAINT_ACTION_UPHOLD, li, ""},
      {"a review on the last day", closed, v1::COMPLAINT_ACTION_REQUEST_REVIEW, citizen, ""},
      {"a review a day late", expired, v1::COMPLAINT_ACTION_REQUEST_REVIEW, citizen,
       "REVIEW_TOO_LATE"},
      {"a third review", used_up, v1::COMPLAINT_ACTION_REQUEST_REVIEW, citizen, "REVIEW_TOO_LATE"},
  };
  for (const StepCase& test : cases) {
    const auto next = CheckStep(test.complaint, test.action, test.actor, kNow);
    EXPECT_EQ(next.ok() ? "" : ReasonOf(next.status()), test.reason) << test.what;
    const auto allowed = AllowedActions(test.complaint, test.actor, kNow);
    EXPECT_EQ(std::find(allowed.begin(), allowed.end(), test.action) != allowed.end(), next.ok())
        << test.what;
  }
}

TEST(ComplaintWorkflowTest, AnIdentityIsOpenedByTwoForADay) {
  const Actor sun{.user_name = "sun"};
  const Actor li{.user_name = "li"};
  Complaint named = CaseIn(v1::COMPLAINT_STATE_INVESTIGATING);
  named.set_reporter_mode(v1::REPORTER_MODE_NAMED_SECRET);
  Complaint anonymous = named;
  anonymous.set_reporter_mode(v1::REPORTER_MODE_ANONYMOUS);
  Complaint asked = named;
  asked.set_identity_asked_by("sun");
  Complaint open = asked;
  open.set_identity_approved_by("li");
  open.mutable_identity_open_until()->set_seconds(absl::ToUnixSeconds(kNow) + 1);
  Complaint over = open;
  over.mutable_identity_open_until()->set_seconds(absl::ToUnixSeconds(kNow));
  Complaint elsewhere = open;
  elsewhere.add_recused("sun");
  constexpr auto kAsk = v1::COMPLAINT_ACTION_ASK_IDENTITY;
  constexpr auto kApprove = v1::COMPLAINT_ACTION_APPROVE_IDENTITY;
  constexpr auto kRead = v1::COMPLAINT_ACTION_OPEN_IDENTITY;
  const StepCase cases[] = {
      {"staff asks", named, kAsk, sun, ""},
      {"there is nobody to name", anonymous, kAsk, sun, "IDENTITY_STATE"},
      {"one asks at a time", asked, kAsk, li, "IDENTITY_STATE"},
      {"who asked does not approve", asked, kApprove, sun, "SECOND_PERSON_NEEDED"},
      {"nor refuse", asked, v1::COMPLAINT_ACTION_REFUSE_IDENTITY, sun, "SECOND_PERSON_NEEDED"},
      {"a colleague does", asked, kApprove, li, ""},
      {"nobody asked", named, kApprove, li, "IDENTITY_STATE"},
      {"approved once", open, kApprove, li, "IDENTITY_STATE"},
      {"nobody reads unapproved", asked, kRead, sun, "IDENTITY_STATE"},
      {"who asked reads", open, kRead, sun, ""},
      {"who approved does not", open, kRead, li, "IDENTITY_STATE"},
      {"the time is over", over, kRead, sun, "IDENTITY_STATE"},
      {"and may be asked for again", over, kAsk, li, ""},
      {"not who is recused since", elsewhere, kRead, sun, "RECUSED"},
      {"no citizen asks", named, kAsk, Actor{}, "COMPLAINT_STATE"},
  };
  ExpectReasons(cases);
}

TEST(ComplaintWorkflowTest, WhoFiledIsErasedWhenTheCaseNeedsItNoMore) {
  constexpr auto kErase = v1::COMPLAINT_ACTION_ERASE_IDENTITY;
  const Actor sun{.user_name = "sun"};
  Complaint closed = CaseIn(v1::COMPLAINT_STATE_CLOSED);
  closed.set_reporter_mode(v1::REPORTER_MODE_NAMED);
  closed.set_review_until("2026-03-01");
  Complaint last_day = closed;
  last_day.set_review_until("2026-03-02");
  Complaint reviewed = last_day;
  reviewed.set_reviews(2);
  Complaint anonymous = closed;
  anonymous.set_reporter_mode(v1::REPORTER_MODE_ANONYMOUS);
  Complaint erased = closed;
  erased.mutable_identity_erased_at()->set_seconds(1);
  Complaint withdrawn = CaseIn(v1::COMPLAINT_STATE_WITHDRAWN);
  withdrawn.set_reporter_mode(v1::REPORTER_MODE_NAMED);
  Complaint at_work = closed;
  at_work.set_state(v1::COMPLAINT_STATE_NOTIFIED);
  const StepCase cases[] = {
      {"closed, its review over", closed, kErase, sun, ""},
      {"withdrawn", withdrawn, kErase, sun, ""},
      {"the reviews are used up", reviewed, kErase, sun, ""},
      {"a review may come today", last_day, kErase, sun, "IDENTITY_STATE"},
      {"not closed yet", at_work, kErase, sun, "COMPLAINT_STATE"},
      {"there is nobody to forget", anonymous, kErase, sun, "IDENTITY_STATE"},
      {"forgotten already", erased, kErase, sun, "IDENTITY_STATE"},
      {"no citizen does it", closed, kErase, Actor{}, "COMPLAINT_STATE"},
      {"nobody asks for what is erased", erased, v1::COMPLAINT_ACTION_ASK_IDENTITY, sun,
       "IDENTITY_STATE"},
  };
  ExpectReasons(cases);
}

TEST(ComplaintWorkflowTest, ACitizenHandsInTenFilesWhileTheCaseIsHandled) {
  Complaint complaint = CaseIn(v1::COMPLAINT_STATE_RECEIVED);
  complaint.set_evidence_files(kMostEvidenceFiles - 1);
  const auto add = [&] {
    return CheckStep(complaint, v1::COMPLAINT_ACTION_ADD_EVIDENCE, Actor{}, kNow).status();
  };
  EXPECT_TRUE(add().ok());
  complaint.set_evidence_files(kMostEvidenceFiles);
  EXPECT_EQ(ReasonOf(add()), "EVIDENCE_FULL");
  complaint.set_evidence_files(0);
  complaint.set_state(v1::COMPLAINT_STATE_CLOSED);
  EXPECT_EQ(ReasonOf(add()), "COMPLAINT_STATE");
}

TEST(ComplaintWorkflowTest, MessagesAreTakenUntilItIsClosedOrWithdrawn) {
  for (const v1::ComplaintState state : AllStates()) {
    const bool over = state == v1::COMPLAINT_STATE_CLOSED || state == v1::COMPLAINT_STATE_WITHDRAWN;
    EXPECT_EQ(TakesMessages(state), !over) << Short(state);
  }
}

TEST(ComplaintWorkflowTest, AClueIsVerifiedBeforeItIsConfirmedAndConfirmedBeforeAMeasure) {
  using ::testing::ElementsAre;
  using ::testing::IsEmpty;
  EXPECT_THAT(NextClueStates(v1::CLUE_STATE_RECEIVED), ElementsAre(v1::CLUE_STATE_VERIFYING));
  EXPECT_THAT(NextClueStates(v1::CLUE_STATE_VERIFYING),
              ElementsAre(v1::CLUE_STATE_CONFIRMED, v1::CLUE_STATE_NOT_ILLEGAL));
  EXPECT_THAT(NextClueStates(v1::CLUE_STATE_BANNED), IsEmpty());
}

TEST(ComplaintWorkflowTest, TemplatesNameActionsAndHaveTexts) {
  std::set<std::string> ids;
  for (const v1::ReplyTemplate& one : ReplyTemplates()) {
    EXPECT_TRUE(ids.insert(one.id()).second) << one.id();
    EXPECT_FALSE(one.title().empty() || one.text().empty()) << one.id();
    const bool message = absl::StartsWith(one.id(), "message-");
    EXPECT_EQ(one.action() == v1::COMPLAINT_ACTION_UNSPECIFIED, message) << one.id();
  }
}

}  // namespace
}  // namespace zoufang::domain
