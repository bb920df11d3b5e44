#include "server/rpc/complaint_following.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/complaint_number.h"
#include "domain/complaint_workflow.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/checks.h"
#include "server/storage/complaint_secrets.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::Timestamp;
using google::protobuf::util::TimeUtil;

absl::CivilDay DayOf(const Timestamp& time) {
  return domain::DayInShanghai(absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(time)));
}

std::string DayOrNothing(bool has, const Timestamp& time) {
  return has ? domain::FormatDay(DayOf(time)) : "";
}

std::string StateText(const v1::Complaint& complaint, const domain::ClockProfile& clock) {
  const absl::string_view state = domain::StateInChinese(complaint.state());
  switch (complaint.state()) {
    case v1::COMPLAINT_STATE_RECEIVED: {
      const absl::CivilDay last =
          domain::LastDay(DayOf(complaint.received_at()), clock.decide_acceptance);
      return absl::StrCat(state, "(不晚于 ", domain::FormatDay(last), ")");
    }
    case v1::COMPLAINT_STATE_ACCEPTED:
      return absl::StrCat(state, "(办理期限 ", complaint.due_on(), ")");
    default:
      return std::string(state);
  }
}

// People type secrets in groups.
std::string DigitsOnly(absl::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (absl::ascii_isdigit(c)) digits += c;
  }
  return digits;
}

v1::ComplaintStatus ForCitizen(const v1::ComplaintDetails& details,
                               const domain::ClockProfile& clock) {
  const v1::Complaint& complaint = details.complaint();
  v1::ComplaintStatus status;
  status.set_number(complaint.number());
  status.set_state(complaint.state());
  status.set_state_text(StateText(complaint, clock));
  status.set_received_on(DayOrNothing(complaint.has_received_at(), complaint.received_at()));
  status.set_accepted_on(DayOrNothing(complaint.has_accepted_at(), complaint.accepted_at()));
  status.set_decided_on(DayOrNothing(complaint.has_decided_at(), complaint.decided_at()));
  status.set_due_on(complaint.due_on());
  status.set_decline_reason(complaint.decline_reason());
  status.set_decline_note(complaint.decline_note());
  status.set_outcome(complaint.outcome());
  status.set_outcome_basis(complaint.outcome_basis());
  *status.mutable_messages() = details.messages();
  return status;
}

// What repeats are compared by: all but the secret, of which no fast hash may be kept.
absl::StatusOr<RequestKey> KeyOfMessage(const Caller& caller,
                                        const v1::AddComplaintMessageRequest& request) {
  v1::AddComplaintMessageRequest compared = request;
  if (compared.has_reporter()) compared.mutable_reporter()->clear_secret();
  return KeyOf(caller, compared);
}

}  // namespace

absl::StatusOr<v1::ComplaintStatus> ComplaintFollowing::Status(
    const v1::GetComplaintStatusRequest& request) {
  ASSIGN_OR_RETURN(const std::string id, Identify(request));
  v1::ComplaintStatus status;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::ComplaintDetails details, complaints_.Details(database, id));
    status = ForCitizen(details, clock_);
    return absl::OkStatus();
  }));
  return status;
}

absl::StatusOr<std::string> ComplaintFollowing::Identify(
    const v1::GetComplaintStatusRequest& proof) {
  const std::string number = domain::NormalizeComplaintNumber(proof.number());
  Checks checks;
  checks.Require(domain::IsComplaintNumber(number), "number",
                 "编号有误，请核对：形如 ZB-20260102-000001-5",
                 "is mistyped: the form is ZB-YYYYMMDD-NNNNNN-C, and C must check");
  RETURN_IF_ERROR(checks.Result());
  const std::vector<std::string> keys = {absl::StrCat("number ", number),
                                         absl::StrCat("peer ", caller_.peer)};
  RETURN_IF_ERROR(limiter_.Begin(keys));
  std::optional<storage::ComplaintSecret> known;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(known, storage::FindComplaintSecret(database, number));
    return absl::OkStatus();
  }));
  const std::string hash = known.has_value() ? known->secret_hash : "";
  if (!parts_.passwords.Matches(hash, DigitsOnly(proof.secret()))) {
    return domain::ComplaintSecretWrong();
  }
  limiter_.Forgive(keys);
  return known->complaint_id;
}

absl::StatusOr<std::string> ComplaintFollowing::AboutWhich(
    const v1::AddComplaintMessageRequest& request) {
  if (request.has_reporter()) return Identify(request.reporter());
  if (!caller_.signed_in()) return domain::NotSignedIn();
  if (caller_.principal.role != v1::ROLE_STAFF) return domain::RoleNotAllowed(caller_.method);
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::ComplaintDetails details,
                     complaints_.Details(database, request.complaint_id()));
    const std::string& area = details.complaint().area_code();
    return caller_.CoversArea(area) ? absl::OkStatus() : domain::OutsideArea(area);
  }));
  return request.complaint_id();
}

absl::StatusOr<v1::ComplaintMessage> ComplaintFollowing::AddMessage(
    const v1::AddComplaintMessageRequest& request) {
  Checks checks;
  const size_t length = Characters(request.text());
  checks.Require(length >= 1 && length <= 2000, "text", "内容须为1至2000个字符",
                 "must have 1 to 2,000 characters");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const RequestKey key, KeyOfMessage(caller_, request));
  ASSIGN_OR_RETURN(const std::string complaint_id, AboutWhich(request));
  v1::ComplaintMessage response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) {
    return RunOnce(database, key, response, parts_.clock.Now(), [&]() -> absl::Status {
      ASSIGN_OR_RETURN(response, Save(database, key, complaint_id, request));
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::StatusOr<v1::ComplaintMessage> ComplaintFollowing::Save(
    sql::Database& database, const RequestKey& key, const std::string& complaint_id,
    const v1::AddComplaintMessageRequest& request) {
  ASSIGN_OR_RETURN(const v1::ComplaintDetails details, complaints_.Details(database, complaint_id));
  const v1::ComplaintState state = details.complaint().state();
  if (!domain::TakesMessages(state)) return domain::ComplaintState(domain::StateInChinese(state));
  const absl::Time now = parts_.clock.Now();
  const schema::Entity& entity = domain::EntityOf<v1::ComplaintMessage>(parts_.catalogue);
  v1::ComplaintMessage message;
  message.set_id(storage::RowIdFor(key.uuid, entity.table, 0));
  message.set_complaint_id(complaint_id);
  message.set_from_reporter(request.has_reporter());
  message.set_text(request.text());
  *message.mutable_sent_at() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, message));
  const bool staff = !request.has_reporter();
  RETURN_IF_ERROR(storage::Save(parts_.hub, database,
                                {.user_id = staff ? caller_.user_id() : "", .server = true},
                                key.uuid, {hub::CreateEdit(entity, row)}));
  if (staff) RETURN_IF_ERROR(storage::Audit(database, caller_.Did(complaint_id), now));
  return message;
}

}  // namespace zoufang::rpc
