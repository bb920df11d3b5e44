// Writes what happens to a complaint: the case and its history are one mutation.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/hub/hub.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"
#include "zoufang/v1/complaint.pb.h"

namespace zoufang::storage {

// In a write transaction. Stateless.
class ComplaintRecord {
 public:
  explicit ComplaintRecord(const schema::Catalogue& catalogue) : catalogue_(catalogue) {}

  // The edits that bring the stored case to `complaint` (or make it) and add `event` to its
  // history. The event's id follows from `request`; what the case says is filled in.
  absl::StatusOr<std::vector<sync::v1::Edit>> Edits(sql::Database& database,
                                                    absl::string_view request,
                                                    const v1::Complaint& complaint,
                                                    v1::ComplaintEvent event, absl::Time now) const;
  // The edit that makes a child of the case; its id follows from `request`.
  template <typename Message>
  absl::StatusOr<sync::v1::Edit> Child(absl::string_view request, Message message) const;
  // The edits that mark as read what one side wrote, `from_reporter` or the bureau, and the other
  // has not read before.
  absl::StatusOr<std::vector<sync::v1::Edit>> ReadEdits(sql::Database& database,
                                                        absl::string_view complaint_id,
                                                        bool from_reporter, absl::Time now) const;
  // The edit that brings the stored clue to `clue`.
  absl::StatusOr<sync::v1::Edit> ClueEdit(sql::Database& database,
                                          const v1::IllegalOrgClue& clue) const;

 private:
  // Brings the stored row to `message`, or makes it.
  template <typename Message>
  absl::StatusOr<sync::v1::Edit> RowEdit(sql::Database& database, const Message& message) const;

  const schema::Catalogue& catalogue_;
};

// The next number of the day of `now`, in Zibo. RESOURCE_EXHAUSTED COMPLAINT_NUMBERS_USED_UP.
absl::StatusOr<std::string> TakeComplaintNumber(sql::Database& database, absl::Time now);

}  // namespace zoufang::storage
