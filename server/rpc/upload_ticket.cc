#include "server/rpc/upload_ticket.h"

#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/storage/keys.h"

namespace zoufang::rpc {

std::string MakeUploadTicket(absl::string_view server_key, absl::string_view file_id,
                             absl::Time until) {
  const int64_t seconds = absl::ToUnixSeconds(until);
  const std::string mark =
      storage::Hmac(server_key, absl::StrCat("upload ticket\n", file_id, "\n", seconds));
  return absl::StrCat(seconds, ".", absl::BytesToHexString(mark));
}

bool IsUploadTicket(absl::string_view server_key, absl::string_view file_id,
                    absl::string_view ticket, absl::Time now) {
  int64_t seconds = 0;
  if (!absl::SimpleAtoi(ticket.substr(0, ticket.find('.')), &seconds)) return false;
  const absl::Time until = absl::FromUnixSeconds(seconds);
  return now < until && storage::SameSecret(ticket, MakeUploadTicket(server_key, file_id, until));
}

}  // namespace zoufang::rpc
