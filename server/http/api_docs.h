// The API's documentation; the build makes it from the protos (tools/api_docs).
#pragma once

#include "absl/strings/string_view.h"

namespace zoufang::http {

extern const absl::string_view kOpenApiJson;       // OpenAPI 3.1.
extern const absl::string_view kApiPage;           // HTML, for integrators to read.
extern const absl::string_view kApiPageStyleHash;  // Names its one style for a policy.

}  // namespace zoufang::http
