// Compressed bodies. httplib would compress every text by itself, by Brotli's slowest setting.
#pragma once

#include <httplib.h>

#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::http {

// Whether a request's Accept-Encoding takes `coding` ("gzip", "br"), named and not with q=0.
bool Accepts(const httplib::Request& request, absl::string_view coding);

// The bytes as a gzip file; the same bytes give the same file.
std::string Gzip(absl::string_view bytes);

}  // namespace zoufang::http
