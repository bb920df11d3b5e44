// Messages of a Connect stream: a byte of flags, the length in four bytes, the message.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::http {

enum class Envelope : char { kMessage = 0, kEndOfStream = 2 };

std::string Enclose(Envelope kind, absl::string_view message);

// The one message of a request. COMPRESSION_UNKNOWN; BODY_UNDECODABLE, also for none or several.
absl::StatusOr<std::string> OpenOnly(absl::string_view body);

}  // namespace zoufang::http
