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

absl::Status CaUnreadable(absl::string_view path) {
  return MakeError({StatusCode::kInvalidArgument, "CA_UNREADABLE",
                    StrCat("文件 ", path, " 里没有证书(PEM)。请向管理员要服务器的证书文件。"),
                    StrCat("there is no certificate (PEM) in the file ", path,
                           "; ask the administrator for the authority's file")});
}

absl::Status ServerNotTrusted(absl::string_view server) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "SERVER_NOT_TRUSTED",
       StrCat(
           "服务器 ", server,
           " 的证书不可信：不是 --ca 所给机构签发、已过期或不是这个地址的。请核对 --ca、服务器地址"
           "和本机时间。没有发送任何内容，已保存的内容都在。"),
       StrCat("the certificate of the server ", server,
              " is not to be trusted: not of the authority that --ca names, expired, or of another "
              "address; check --ca, the address and the clock. Nothing was sent, what is saved is "
              "safe")});
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
