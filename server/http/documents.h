// The API's documentation over HTTP.
#pragma once

#include <httplib.h>

namespace zoufang::http {

void SendOpenApi(const httplib::Request& request, httplib::Response& response);
void SendApiPage(const httplib::Request& request, httplib::Response& response);

}  // namespace zoufang::http
