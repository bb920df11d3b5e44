// What lets a citizen's browser send the bytes of one file, without number and secret each time.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace zoufang::rpc {

// "<seconds since 1970 when it is over>.<hex>", good for one file. Only who has `server_key` makes
// one.
std::string MakeUploadTicket(absl::string_view server_key, absl::string_view file_id,
                             absl::Time until);

bool IsUploadTicket(absl::string_view server_key, absl::string_view file_id,
                    absl::string_view ticket, absl::Time now);

}  // namespace zoufang::rpc
