#include "server/storage/case_notices.h"

#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/complaint_texts.h"
#include "google/protobuf/util/time_util.h"
#include "server/storage/outbox.h"
#include "server/storage/rows.h"
#include "sync/base/status.h"
#include "zoufang/v1/complaint.pb.h"

namespace zoufang::storage {
namespace {

// "COMPLAINT_ACTION_ACCEPT" -> "accept".
std::string Action(const v1::ComplaintEvent& event) {
  return absl::AsciiStrToLower(
      absl::StripPrefix(v1::ComplaintAction_Name(event.action()), "COMPLAINT_ACTION_"));
}

std::string State(const v1::ComplaintEvent& event) {
  return std::string(
      absl::StripPrefix(v1::ComplaintState_Name(event.to_state()), "COMPLAINT_STATE_"));
}

std::string BodyOf(const v1::ComplaintEvent& event, const std::string& number) {
  nlohmann::ordered_json body;
  body["type"] = absl::StrCat("complaint.", Action(event));
  body["timestamp"] = google::protobuf::util::TimeUtil::ToString(event.at());
  body["data"]["number"] = number;
  body["data"]["state"] = State(event);
  if (!event.due_on().empty()) body["data"]["due_on"] = event.due_on();
  return body.dump();
}

}  // namespace

absl::StatusOr<bool> QueueCaseNotice(sql::Database& database, const schema::Catalogue& catalogue,
                                     const std::vector<std::string>& channels,
                                     const std::string& event_id, absl::Time now) {
  if (channels.empty()) return false;
  ASSIGN_OR_RETURN(const auto events,
                   Select<v1::ComplaintEvent>(database, catalogue, "WHERE id=?1", {event_id}));
  if (events.empty() || !domain::IsPublic(events[0].message.action())) return false;
  const v1::ComplaintEvent& event = events[0].message;
  ASSIGN_OR_RETURN(const auto cases, Select<v1::Complaint>(database, catalogue, "WHERE id=?1",
                                                           {event.complaint_id()}));
  if (cases.empty()) return false;
  const Notification notice{.id = event.id(), .body = BodyOf(event, cases[0].message.number())};
  for (const std::string& channel : channels) {
    RETURN_IF_ERROR(QueueNotification(database, channel, notice, now));
  }
  return true;
}

}  // namespace zoufang::storage
