#include "clients/connection/errors.h"

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"

namespace zoufang::connection {

using absl::StatusCode;
using absl::StrCat;
using base::MakeError;

absl::Status CaNeeded(absl::string_view server) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "CA_NEEDED",
       StrCat("服务器 ", server,
              " 不在本机，必须加密连接。请用 --ca 或环境变量 ZOUFANG_CA 给出证书文件(PEM)。"),
       StrCat("the server ", server,
              " is not on this machine, so the connection must be encrypted; name the "
              "authority's PEM file by --ca or ZOUFANG_CA")});
}

absl::Status ServerUnreachable(absl::string_view server) {
  return MakeError({StatusCode::kUnavailable, "SERVER_UNREACHABLE",
                    StrCat("连不上服务器 ", server, "。已保存的内容都在，联网后再试即可。"),
                    StrCat("cannot reach the server ", server,
                           "; what is saved is safe, try again when there is a network")});
}

absl::Status ServerTooSlow(absl::string_view server) {
  return MakeError(
      {StatusCode::kDeadlineExceeded, "SERVER_TOO_SLOW",
       StrCat("服务器 ", server, " 没有及时答复。请稍后重试，重复提交不会重复处理。"),
       StrCat("the server ", server, " did not answer in time; try again, repeating is safe")});
}

absl::Status AnswerNotUnderstood(absl::string_view server, int code) {
  return MakeError(
      {StatusCode::kInternal, "ANSWER_NOT_UNDERSTOOD",
       StrCat(server, " 的答复不是走访服务器的答复(", code, ")。请检查 --server 和 --ca。"),
       StrCat(server, " did not answer as a Zoufang server does (", code,
              "); check --server and --ca")});
}

absl::Status TicketUnknown() {
  return MakeError({StatusCode::kInvalidArgument, "TICKET_UNKNOWN",
                    "这里没有登记用的二维码。请让管理员用 zoufang device code --qr 生成。",
                    "there is no enrolment QR code here; the administrator makes one by zoufang "
                    "device code --qr"});
}

}  // namespace zoufang::connection
