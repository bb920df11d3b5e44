// Every error of reaching the server beyond what the server says itself, by name.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace zoufang::connection {

absl::Status CaNeeded(absl::string_view server);           // FAILED_PRECONDITION CA_NEEDED
absl::Status CaUnreadable(absl::string_view path);         // INVALID_ARGUMENT CA_UNREADABLE
absl::Status ServerNotTrusted(absl::string_view server);   // FAILED_PRECONDITION SERVER_NOT_TRUSTED
absl::Status ServerUnreachable(absl::string_view server);  // UNAVAILABLE SERVER_UNREACHABLE
absl::Status ServerTooSlow(absl::string_view server);      // DEADLINE_EXCEEDED SERVER_TOO_SLOW
absl::Status AnswerNotUnderstood(absl::string_view server,
                                 int code);  // INTERNAL ANSWER_NOT_UNDERSTOOD

absl::Status TicketUnknown();  // INVALID_ARGUMENT TICKET_UNKNOWN

}  // namespace zoufang::connection
