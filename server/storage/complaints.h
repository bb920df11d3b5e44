// Complaints as the service reads them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/storage/rows.h"
#include "zoufang/v1/complaint_service.pb.h"

namespace zoufang::storage {

struct ComplaintQuery {
  std::vector<int> states;         // Empty: all.
  std::vector<std::string> areas;  // Division-code prefixes.
  int64_t before_us = INT64_MAX;   // Together with before_id: the last one of the page before.
  std::string before_id;
  int limit = 0;
};

// Reads inside the caller's transaction. Stateless.
class Complaints {
 public:
  explicit Complaints(const schema::Catalogue& catalogue) : catalogue_(catalogue) {}

  // A complaint with its messages, oldest first, and its etag. NOT_FOUND COMPLAINT_NOT_FOUND.
  absl::StatusOr<v1::ComplaintDetails> Details(sql::Database& database, absl::string_view id) const;
  // The latest received first.
  absl::StatusOr<std::vector<v1::Complaint>> List(sql::Database& database,
                                                  const ComplaintQuery& query) const;

 private:
  const schema::Catalogue& catalogue_;
};

}  // namespace zoufang::storage
