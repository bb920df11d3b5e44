// Which rows a query may return.
#pragma once

#include <cstdint>
#include <string>

#include "domain/lookup/lookup.h"
#include "domain/lookup/segment.h"

namespace zoufang::domain {

// The division prefix, kinds and statuses of a query.
class RowFilter {
 public:
  explicit RowFilter(const LookupQuery& query);

  bool Passes(const NameRow& row) const;

 private:
  std::string division_prefix_;
  uint64_t kinds_;  // One bit each.
  uint64_t statuses_;
};

}  // namespace zoufang::domain
