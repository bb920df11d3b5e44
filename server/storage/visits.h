// Visits as the services read them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/storage/rows.h"
#include "zoufang/v1/visit_service.pb.h"

namespace zoufang::storage {

struct VisitQuery {
  std::string organization_id;     // "": all.
  std::vector<std::string> areas;  // Division-code prefixes.
  int64_t before_us = INT64_MAX;   // Together with before_id: the last one of the page before.
  std::string before_id;
  int limit = 0;
};

// Reads inside the caller's transaction. Stateless.
class Visits {
 public:
  explicit Visits(const schema::Catalogue& catalogue) : catalogue_(catalogue) {}

  // A visit with what belongs to it and its etag. NOT_FOUND VISIT_NOT_FOUND.
  absl::StatusOr<v1::VisitDetails> Details(sql::Database& database, absl::string_view id) const;
  // The latest start first.
  absl::StatusOr<std::vector<v1::Visit>> List(sql::Database& database,
                                              const VisitQuery& query) const;

 private:
  const schema::Catalogue& catalogue_;
};

}  // namespace zoufang::storage
