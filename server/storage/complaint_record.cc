#include "server/storage/complaint_record.h"

#include <utility>

#include "absl/strings/str_replace.h"
#include "domain/complaint_number.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "domain/working_days.h"
#include "google/protobuf/util/time_util.h"
#include "server/storage/complaint_secrets.h"
#include "server/storage/rows.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"

namespace zoufang::storage {

using sync::v1::Edit;

template <typename Message>
absl::StatusOr<Edit> ComplaintRecord::Child(absl::string_view request, Message message) const {
  const schema::Entity& entity = domain::EntityOf<Message>(catalogue_);
  if (message.id().empty()) message.set_id(RowIdFor(request, entity.table, 0));
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, message));
  return hub::CreateEdit(entity, row);
}

template absl::StatusOr<Edit> ComplaintRecord::Child(absl::string_view, v1::ComplaintEvent) const;
template absl::StatusOr<Edit> ComplaintRecord::Child(absl::string_view, v1::ComplaintFile) const;
template absl::StatusOr<Edit> ComplaintRecord::Child(absl::string_view, v1::ComplaintMessage) const;
template absl::StatusOr<Edit> ComplaintRecord::Child(absl::string_view, v1::ComplaintNote) const;
template absl::StatusOr<Edit> ComplaintRecord::Child(absl::string_view, v1::IllegalOrgClue) const;

template <typename Message>
absl::StatusOr<Edit> ComplaintRecord::RowEdit(sql::Database& database,
                                              const Message& message) const {
  const schema::Entity& entity = domain::EntityOf<Message>(catalogue_);
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, message));
  const auto stored = hub::LoadRow(database, entity, message.id());
  if (absl::IsNotFound(stored.status())) return hub::CreateEdit(entity, row);
  RETURN_IF_ERROR(stored.status());
  return hub::UpdateEdit(entity, *stored, row);
}

constexpr char kUnread[] =
    "WHERE complaint_id=?1 AND coalesce(from_reporter, 0)=?2 AND read_at IS NULL ORDER BY id";

absl::StatusOr<std::vector<Edit>> ComplaintRecord::ReadEdits(sql::Database& database,
                                                             absl::string_view complaint_id,
                                                             bool from_reporter,
                                                             absl::Time now) const {
  ASSIGN_OR_RETURN(auto unread, Select<v1::ComplaintMessage>(
                                    database, catalogue_, kUnread,
                                    {std::string(complaint_id), int64_t{from_reporter}}));
  std::vector<Edit> edits;
  edits.reserve(unread.size());
  for (auto& one : unread) {
    *one.message.mutable_read_at() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
    ASSIGN_OR_RETURN(edits.emplace_back(), RowEdit(database, one.message));
  }
  return edits;
}

absl::StatusOr<Edit> ComplaintRecord::ClueEdit(sql::Database& database,
                                               const v1::IllegalOrgClue& clue) const {
  return RowEdit(database, clue);
}

absl::StatusOr<std::vector<Edit>> ComplaintRecord::Edits(sql::Database& database,
                                                         absl::string_view request,
                                                         const v1::Complaint& complaint,
                                                         v1::ComplaintEvent event,
                                                         absl::Time now) const {
  event.set_complaint_id(complaint.id());
  event.set_to_state(complaint.state());
  event.set_due_on(complaint.due_on());
  *event.mutable_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
  std::vector<Edit> edits(2);
  ASSIGN_OR_RETURN(edits[0], RowEdit(database, complaint));
  ASSIGN_OR_RETURN(edits[1], Child(request, std::move(event)));
  return edits;
}

absl::StatusOr<std::string> TakeComplaintNumber(sql::Database& database, absl::Time now) {
  const std::string day =
      absl::StrReplaceAll(domain::FormatDay(domain::DayInShanghai(now)), {{"-", ""}});
  ASSIGN_OR_RETURN(const int64_t serial, NextComplaintSerial(database, day));
  if (serial > domain::kMostComplaintsADay) return domain::ComplaintNumbersUsedUp();
  return domain::MakeComplaintNumber(day, serial);
}

}  // namespace zoufang::storage
