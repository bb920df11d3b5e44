// What the officer saved, by record, and how far each is: facts of this tablet, never a guess.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/fieldwork/tablet.h"
#include "zoufang/v1/report.pb.h"

namespace zoufang::fieldwork {

// Of several that hold of one record, the first in this order is its state.
enum class RecordState {
  kRejected,  // Something of it broke a rule; its content waits here for its author.
  kParked,    // Something of it waits on the server for a person.
  kConflict,  // Two people wrote a field of it, and nobody has decided.
  kHeld,      // Something of it waits on the server for what it belongs to.
  kSending,   // Something of it is on its way at this moment.
  kWaiting,   // Something of it is still to be sent.
  kDraft,     // A visit that is not finished. All that was entered so far has been taken in.
  kReceived,  // The server took all of it in.
  kReviewed,  // And the office has dealt with it: it has read the visit or taken up every finding
              // of it, answered the report, or the oral complaint has its number.
};

// A profile, a visit with all that belongs to it, a report.
struct Record {
  std::string table;  // "visit"; "": of a newer version.
  std::string id;
  std::string label;              // "走访"
  std::string organization_id;    // "": it is of none.
  std::string organization_name;  // "": it is of none, or of one that is not here.
  // Of what is not settled: the labels of fields that were set and of kinds of rows that were made,
  // each once.
  std::vector<std::string> what;
  std::string about;  // In the officer's own words; "": it says nothing of that.
  RecordState state = RecordState::kReceived;
  bool draft = false;            // It is an unfinished visit, whatever its state.
  bool voided = false;           // It is a voided visit.
  std::optional<absl::Time> at;  // The last unsent edit; else when it began.
  int files_waiting = 0;         // They follow by themselves, after the record.
  std::string complaint_number;  // What an oral complaint became.
  // What the office says of a report; of a visit only who read it, and when.
  v1::ReportReview review = v1::REPORT_REVIEW_UNSPECIFIED;
  std::string review_note;
  std::string reviewed_by;  // A user name; "": nobody yet.
  std::optional<absl::Time> reviewed_at;
};

// The mutations that a push carries at this moment.
struct UnderWay {
  int64_t first = 0;
  int64_t last = 0;  // 0: none.
};

// Every record with edits that are not settled; and the latest `limit` visits that the officer took
// part in, and as many reports. What needs a person first, then what is to be sent, then the rest,
// each the latest first. NOT_ENROLLED.
absl::StatusOr<std::vector<Record>> ListRecords(Tablet& tablet, UnderWay under_way, int limit);

}  // namespace zoufang::fieldwork
