#include "server/http/documents.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "server/http/api_docs.h"
#include "server/http/reply.h"

namespace zoufang::http {

void SendOpenApi(const httplib::Request& request, httplib::Response& response) {
  response.set_header("Cache-Control", "no-cache");
  SendBody(request, std::string(kOpenApiJson), "application/json", response);
}

void SendApiPage(const httplib::Request& request, httplib::Response& response) {
  response.set_header("Cache-Control", "no-cache");
  SetOnly(response, "Content-Security-Policy",
          absl::StrCat("default-src 'none'; style-src '", kApiPageStyleHash,
                       "'; base-uri 'none'; frame-ancestors 'none'"));
  SendBody(request, std::string(kApiPage), "text/html; charset=utf-8", response);
}

}  // namespace zoufang::http
