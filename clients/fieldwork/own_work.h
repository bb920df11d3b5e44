// Of which organisation each own edit is, noted while its rows are on the tablet; and what became
// of the edits of organisations that left the officer's area meanwhile.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/fieldwork/attention.h"
#include "clients/fieldwork/tablet.h"
#include "sync/sql/database.h"

namespace zoufang::fieldwork {

// How far an edit of an organisation that was handed over is. The numbers are stored.
enum class Fate {
  kUnsent = 0,
  kTaken = 1,      // In time: it was sent before the organisation went.
  kTakenLate = 2,  // By the access that its author held earlier.
  kParked = 3,     // Waits on the server for the new owner.
  kRejected = 4,
  kWaiting = 5,  // For an edit before it.
};

// A record with own edits: a profile, a visit with all that belongs to it.
struct HandedOverRecord {
  std::string label;  // "走访"
  Fate fate = Fate::kUnsent;
  std::string message;  // Of what was not taken in, in Chinese.
  absl::Time saved;     // The last edit.
  // What was edited. The values only while they are still to be sent: afterwards they are another
  // area's.
  std::vector<LostField> fields;
  std::vector<std::string> made;  // Labels of the rows that were made: "走访", "问题".
};

struct HandedOver {
  std::string organization_id;
  std::string name;
  std::vector<HandedOverRecord> records;  // As they were saved.

  bool unsent() const;  // Something of it is still to be sent.
};

// A file of its own beside the tablet's. Not thread-safe.
class OwnWork {
 public:
  static absl::StatusOr<std::unique_ptr<OwnWork>> Open(const std::string& path);

  // Notes what was saved since, and what became of what was noted. Returns the organisations that
  // are no longer in the officer's area though he edited them when they were, by name; nothing of
  // them vanishes before Acknowledge. Of a withdrawn tablet nothing is kept.
  absl::StatusOr<std::vector<HandedOver>> Review(Tablet& tablet);
  // The officer has seen what became of the organisation's edits: what is sent goes off the list.
  absl::Status Acknowledge(absl::string_view organization_id);

 private:
  explicit OwnWork(std::unique_ptr<sql::Database> database) : db_(std::move(database)) {}

  std::unique_ptr<sql::Database> db_;
};

}  // namespace zoufang::fieldwork
