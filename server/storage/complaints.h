// Complaints as the services read them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/storage/rows.h"
#include "zoufang/v1/complaint_service.pb.h"

namespace zoufang::storage {

// A case and what tells this state of it from others.
struct FoundComplaint {
  v1::Complaint complaint;
  std::string etag;
};

// The order of a list: the earliest due first, those without a due date last; of one day, the
// latest received first.
struct ComplaintPlace {
  std::string due_on;  // kNeverDue: without.
  int64_t received_us = INT64_MAX;
  std::string id;
};
inline constexpr char kNeverDue[] = "9999-99-99";
ComplaintPlace PlaceOf(const v1::Complaint& complaint);

struct ComplaintQuery {
  std::vector<int> states;         // Empty: all.
  std::vector<std::string> areas;  // Division-code prefixes.
  std::string reader;              // A user name: not the cases that this person is recused from.
  std::string handler;             // "": any, as below.
  std::string department;
  std::string organization_id;
  std::string source;
  std::string due_before;  // A date: only what was due before it.
  bool unanswered = false;
  ComplaintPlace after;  // The last one of the page before.
  int limit = 0;
};

// Reads inside the caller's transaction. Stateless.
class Complaints {
 public:
  explicit Complaints(const schema::Catalogue& catalogue) : catalogue_(catalogue) {}

  // NOT_FOUND COMPLAINT_NOT_FOUND.
  absl::StatusOr<FoundComplaint> Find(sql::Database& database, absl::string_view id) const;
  // A complaint with all that belongs to it, oldest first, and its etag. What depends on the reader
  // and the day is left empty. NOT_FOUND COMPLAINT_NOT_FOUND.
  absl::StatusOr<v1::ComplaintDetails> Details(sql::Database& database, absl::string_view id) const;
  absl::StatusOr<std::vector<FoundComplaint>> List(sql::Database& database,
                                                   const ComplaintQuery& query) const;
  // The id of the case that `source` brought in under its number; nullopt: there is none.
  absl::StatusOr<std::optional<std::string>> FindExternal(sql::Database& database,
                                                          const std::string& source,
                                                          const std::string& external_id) const;
  // The case that `id` goes on in after all mergers; `id` itself when it was merged into none.
  absl::StatusOr<std::string> SurvivorOf(sql::Database& database, std::string id) const;
  // Those received since `since` about the organisation, or, without one, about that name.
  absl::StatusOr<v1::SimilarComplaints> CountSimilar(
      sql::Database& database, const v1::CountSimilarComplaintsRequest& request,
      absl::Time since) const;

 private:
  const schema::Catalogue& catalogue_;
};

}  // namespace zoufang::storage
