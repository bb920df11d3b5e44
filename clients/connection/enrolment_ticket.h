// What a tablet needs to be enrolled, as one line: the content of the administrator's QR code.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::connection {

struct EnrolmentTicket {
  std::string server;  // host:port, as the tablet reaches it.
  std::string code;    // From an administrator, once.
};

// "zoufang:enrol?server=HOST:PORT&code=CODE".
std::string TicketText(const EnrolmentTicket& ticket);

// Parts that a later version adds are passed over. TICKET_UNKNOWN: any other text.
absl::StatusOr<EnrolmentTicket> ParseTicket(absl::string_view text);

}  // namespace zoufang::connection
