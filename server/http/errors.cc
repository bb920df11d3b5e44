#include "server/http/errors.h"

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"

namespace zoufang::http {

using absl::StatusCode;
using absl::StrCat;
using base::MakeError;

absl::Status MethodUnknown(absl::string_view path) {
  return MakeError({StatusCode::kUnimplemented, "METHOD_UNKNOWN",
                    StrCat("没有这个地址 ", path, "。调用写作 POST /zoufang.v1.服务名/方法名。"),
                    StrCat("there is no ", path, "; a call is POST /zoufang.v1.Service/Method")});
}

absl::Status MethodStreams(absl::string_view method) {
  return MakeError({StatusCode::kUnimplemented, "METHOD_STREAMS",
                    StrCat(method, " 是流式方法，请用 application/connect+json 调用。"),
                    StrCat(method, " is a streaming method; call it as application/connect+json")});
}

absl::Status MethodChanges(absl::string_view method) {
  return MakeError({StatusCode::kUnimplemented, "METHOD_CHANGES",
                    StrCat(method, " 不能用 GET 调用，请用 POST。"),
                    StrCat(method, " cannot be called by GET; use POST")});
}

absl::Status MediaTypeUnknown(absl::string_view type) {
  return MakeError(
      {StatusCode::kUnimplemented, "MEDIA_TYPE_UNKNOWN",
       StrCat("不支持内容类型“", type, "”，请用 application/json 或 application/proto。"),
       StrCat("the content type '", type,
              "' is not taken; use application/json or application/proto")});
}

absl::Status CompressionUnknown(absl::string_view encoding) {
  return MakeError({StatusCode::kUnimplemented, "COMPRESSION_UNKNOWN",
                    StrCat("请求不能压缩（", encoding, "），请原样发送。"),
                    StrCat("a request must not be compressed (", encoding, "); send it as it is")});
}

absl::Status TimeoutInvalid() {
  return MakeError({StatusCode::kInvalidArgument, "TIMEOUT_INVALID",
                    "Connect-Timeout-Ms 须为1至10位数字（毫秒）。",
                    "Connect-Timeout-Ms must be 1 to 10 digits, in milliseconds"});
}

absl::Status BodyUndecodable(absl::string_view why) {
  return MakeError({StatusCode::kInvalidArgument, "BODY_UNDECODABLE",
                    StrCat("无法解读请求内容：", why), StrCat("cannot decode the request: ", why)});
}

absl::Status BodyTooLarge() {
  return MakeError({StatusCode::kResourceExhausted, "BODY_TOO_LARGE",
                    "请求超过 4 MiB，未读取。请分次发送。",
                    "the request is larger than 4 MiB and was not read; send it in parts"});
}

absl::Status OriginRefused() {
  return MakeError(
      {StatusCode::kPermissionDenied, "ORIGIN_REFUSED",
       "其他网站的页面不能调用本服务。请从本站页面操作，或请管理员用 --http-allow-origin "
       "登记该网站。",
       "a page of another site may not call; the administrator may admit it with "
       "--http-allow-origin"});
}

absl::Status TooManyStreams() {
  return MakeError({StatusCode::kResourceExhausted, "TOO_MANY_STREAMS",
                    "同时打开的流太多，请关闭不用的页面后再试。",
                    "too many streams are open at once; close some, then try again"});
}

absl::Status RequestMalformed() {
  return MakeError({StatusCode::kInvalidArgument, "REQUEST_MALFORMED", "请求不符合 HTTP 规范。",
                    "the request is not well-formed HTTP"});
}

}  // namespace zoufang::http
