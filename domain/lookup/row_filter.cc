#include "domain/lookup/row_filter.h"

#include <vector>

#include "absl/strings/string_view.h"

namespace zoufang::domain {
namespace {

uint64_t BitsOf(const std::vector<int>& values) {
  uint64_t bits = values.empty() ? ~uint64_t{0} : 0;
  for (int value : values) {
    if (value >= 0 && value < 64) bits |= uint64_t{1} << value;
  }
  return bits;
}

}  // namespace

RowFilter::RowFilter(const LookupQuery& query)
    : division_prefix_(query.division_prefix),
      kinds_(BitsOf(query.kinds)),
      statuses_(BitsOf(query.statuses)) {}

bool RowFilter::Passes(const NameRow& row) const {
  const bool wanted = (kinds_ >> row.kind & 1) != 0 && (statuses_ >> row.status & 1) != 0;
  if (!row.live || !wanted) return false;
  const absl::string_view division(row.division.data(), row.division.size());
  return division_prefix_.empty() ||
         division.substr(0, division_prefix_.size()) == division_prefix_;
}

}  // namespace zoufang::domain
