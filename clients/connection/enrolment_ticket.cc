#include "clients/connection/enrolment_ticket.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/connection/errors.h"

namespace zoufang::connection {
namespace {

constexpr char kScheme[] = "zoufang:enrol?";
constexpr size_t kLongest = 300;  // Longer than any host's name with a code.

// Of hosts, ports and codes; none of them has to be escaped.
bool IsPlain(absl::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) &&
        absl::string_view(".:-_[]").find(c) == absl::string_view::npos) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string TicketText(const EnrolmentTicket& ticket) {
  return absl::StrCat(kScheme, "server=", ticket.server, "&code=", ticket.code);
}

absl::StatusOr<EnrolmentTicket> ParseTicket(absl::string_view text) {
  if (text.size() > kLongest || !absl::ConsumePrefix(&text, kScheme)) return TicketUnknown();
  EnrolmentTicket ticket;
  for (absl::string_view part : absl::StrSplit(text, '&')) {
    if (absl::ConsumePrefix(&part, "server=")) {
      ticket.server = std::string(part);
    } else if (absl::ConsumePrefix(&part, "code=")) {
      ticket.code = std::string(part);
    }
  }
  if (!IsPlain(ticket.server) || !IsPlain(ticket.code)) return TicketUnknown();
  return ticket;
}

}  // namespace zoufang::connection
