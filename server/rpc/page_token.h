// Where a list goes on.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::rpc {

// Opaque, URL-safe, bound to the query it belongs to; it gives no right. `query` is anything that
// tells one method and filter from another; `place` says where the next page begins.
std::string MakePageToken(absl::string_view query, absl::string_view place);

// The place in `token`; "" for an empty token: the first page. INVALID_ARGUMENT PAGE_TOKEN_INVALID.
absl::StatusOr<std::string> PlaceInPageToken(absl::string_view query, absl::string_view token);

// The number of rows to return: `asked`, or `standard` for 0, at most `most`. INVALID_ARGUMENT for
// a negative one.
absl::StatusOr<int> PageSize(int asked, int standard, int most);

// A place in a list ordered by (time, id), and back.
std::string TimePlace(int64_t us, absl::string_view id);
absl::Status ReadTimePlace(absl::string_view place, int64_t& us, std::string& id);

}  // namespace zoufang::rpc
