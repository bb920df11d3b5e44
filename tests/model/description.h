// What there is to see of a tablet and of the server, in the words of protocol/history.py.
//
// The one place where the engine's granularity is brought to the model's:
//   - MERGED is told as APPLIED: the model does not ask whether a policy took an edit in with
//     others' changes;
//   - JSON is told with \n for a line's end, as the model writes it;
//   - revs are told as they are: the replay compares them by row, since only their order and
//     identity mean anything;
//   - mutations and conflict items are told by the model's names.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "sync/device/replica.h"
#include "sync/sql/database.h"
#include "tests/model/names.h"

namespace zoufang::model {

// Key -> text: "row r1" -> "note area=A|k1=a|…", "scope area:A" -> "installed at 3 includes 2 rows
// 1".
using Description = std::map<std::string, std::string>;

absl::StatusOr<Description> DescribeTablet(device::Replica& replica, const Names& names);
absl::StatusOr<Description> DescribeServer(sql::Database& database, const Names& names);

}  // namespace zoufang::model
