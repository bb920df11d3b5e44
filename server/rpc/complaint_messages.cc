#include "server/rpc/complaint_messages.h"

#include <utility>

#include "domain/complaint_due.h"
#include "domain/complaint_texts.h"
#include "domain/complaint_workflow.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/checks.h"
#include "server/rpc/complaint_staff.h"
#include "server/rpc/complaint_view.h"
#include "server/storage/save.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

using sync::v1::Edit;

constexpr size_t kMostCharacters = 2000;

absl::Status CheckText(const std::string& text) {
  Checks checks;
  checks.Require(!IsBlank(text) && Characters(text) <= kMostCharacters, "text",
                 "内容须为1至2000个字符", "must have 1 to 2,000 characters");
  return checks.Result();
}

// What repeats are compared by: all but the secret, of which no fast hash may be kept.
absl::StatusOr<RequestKey> KeyOfMessage(const Caller& caller,
                                        const v1::AddComplaintMessageRequest& request) {
  v1::AddComplaintMessageRequest compared = request;
  if (compared.has_reporter()) compared.mutable_reporter()->clear_secret();
  return KeyOf(caller, compared);
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

}  // namespace

absl::Status ComplaintMessages::CheckStaff(sql::Database& database, const std::string& id) {
  return FindForStaff(database, complaints_, caller_, id).status();
}

absl::StatusOr<std::string> ComplaintMessages::AboutWhich(
    const v1::AddComplaintMessageRequest& request) {
  if (request.has_reporter()) return proof_.Identify(request.reporter());
  if (!caller_.signed_in()) return domain::NotSignedIn();
  if (caller_.principal.role != v1::ROLE_STAFF) return domain::RoleNotAllowed(caller_.method);
  RETURN_IF_ERROR(parts_.store.Read(
      [&](sql::Database& database) { return CheckStaff(database, request.complaint_id()); }));
  return request.complaint_id();
}

absl::StatusOr<v1::ComplaintMessage> ComplaintMessages::AddMessage(
    const v1::AddComplaintMessageRequest& request) {
  RETURN_IF_ERROR(CheckText(request.text()));
  ASSIGN_OR_RETURN(const RequestKey key, KeyOfMessage(caller_, request));
  ASSIGN_OR_RETURN(const std::string id, AboutWhich(request));
  v1::ComplaintMessage response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) {
    return RunOnce(database, key, response, parts_.clock.Now(), [&]() -> absl::Status {
      ASSIGN_OR_RETURN(response, Save(database, key, id, request));
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::StatusOr<std::vector<Edit>> ComplaintMessages::CaseEdits(
    sql::Database& database, const std::string& uuid, v1::Complaint complaint,
    const v1::ComplaintMessage& message) {
  const absl::Time now = parts_.clock.Now();
  if (message.from_reporter()) {
    *complaint.mutable_unanswered_since() = message.sent_at();
  } else {
    complaint.clear_unanswered_since();
  }
  const bool answers =
      message.from_reporter() && complaint.state() == v1::COMPLAINT_STATE_NEEDS_INFO;
  v1::ComplaintEvent event;
  event.set_action(v1::COMPLAINT_ACTION_GIVE_INFORMATION);
  event.set_from_state(complaint.state());
  if (answers) {
    complaint.set_state(v1::COMPLAINT_STATE_RECEIVED);
    domain::MoveClock(domain::WorkingDays::OfChina(), event.action(), domain::DayInShanghai(now),
                      complaint);
  }
  ASSIGN_OR_RETURN(auto edits, record_.Edits(database, uuid, complaint, std::move(event), now));
  if (!answers) edits.pop_back();  // The message is entry enough.
  return edits;
}

absl::StatusOr<v1::ComplaintMessage> ComplaintMessages::Save(
    sql::Database& database, const RequestKey& key, const std::string& id,
    const v1::AddComplaintMessageRequest& request) {
  ASSIGN_OR_RETURN(const storage::FoundComplaint found, complaints_.Find(database, id));
  const v1::ComplaintState state = found.complaint.state();
  if (!domain::TakesMessages(state)) return domain::ComplaintState(domain::StateInChinese(state));
  const absl::Time now = parts_.clock.Now();
  const bool staff = !request.has_reporter();
  v1::ComplaintMessage message;
  message.set_id(storage::RowIdFor(key.uuid, "complaint_message", 0));
  message.set_complaint_id(id);
  message.set_from_reporter(!staff);
  message.set_text(request.text());
  *message.mutable_sent_at() = ToProto(now);
  ASSIGN_OR_RETURN(auto edits, CaseEdits(database, key.uuid, found.complaint, message));
  ASSIGN_OR_RETURN(edits.emplace_back(), record_.Child(key.uuid, message));
  RETURN_IF_ERROR(storage::Save(parts_.hub, database,
                                {.user_id = staff ? caller_.user_id() : "", .server = true},
                                key.uuid, std::move(edits)));
  if (staff) RETURN_IF_ERROR(storage::Audit(database, caller_.Did(id), now));
  return message;
}

absl::StatusOr<v1::ComplaintNote> ComplaintMessages::AddNote(
    const v1::AddComplaintNoteRequest& request) {
  RETURN_IF_ERROR(CheckText(request.text()));
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  v1::ComplaintNote note;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) {
    const absl::Time now = parts_.clock.Now();
    return RunOnce(database, key, note, now, [&]() -> absl::Status {
      RETURN_IF_ERROR(CheckStaff(database, request.id()));
      note.set_id(storage::RowIdFor(key.uuid, "complaint_note", 0));
      note.set_complaint_id(request.id());
      note.set_author(caller_.principal.user_name);
      note.set_text(request.text());
      *note.mutable_written_at() = ToProto(now);
      std::vector<Edit> edits(1);
      ASSIGN_OR_RETURN(edits[0], record_.Child(key.uuid, note));
      RETURN_IF_ERROR(storage::Save(parts_.hub, database,
                                    {.user_id = caller_.user_id(), .server = true}, key.uuid,
                                    std::move(edits)));
      return storage::Audit(database, caller_.Did(request.id()), now);
    });
  }));
  return note;
}

absl::StatusOr<v1::ComplaintDetails> ComplaintMessages::MarkRead(
    const v1::MarkComplaintReadRequest& request) {
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  v1::ComplaintDetails details;
  const absl::Time now = parts_.clock.Now();
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) {
    return RunOnce(database, key, details, now, [&]() -> absl::Status {
      RETURN_IF_ERROR(CheckStaff(database, request.id()));
      ASSIGN_OR_RETURN(auto edits,
                       record_.ReadEdits(database, request.id(), /*from_reporter=*/true, now));
      if (!edits.empty()) RETURN_IF_ERROR(storage::Audit(database, caller_.Did(request.id()), now));
      RETURN_IF_ERROR(storage::Save(parts_.hub, database,
                                    {.user_id = caller_.user_id(), .server = true}, key.uuid,
                                    std::move(edits)));
      ASSIGN_OR_RETURN(details, complaints_.Details(database, request.id()));
      CompleteForStaff(ActorOf(caller_), now, details);
      return absl::OkStatus();
    });
  }));
  return details;
}

}  // namespace zoufang::rpc
