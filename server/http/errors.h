// What the gateway itself refuses; all other errors come from the services.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace zoufang::http {

absl::Status MethodUnknown(absl::string_view path);           // UNIMPLEMENTED METHOD_UNKNOWN
absl::Status MethodStreams(absl::string_view method);         // UNIMPLEMENTED METHOD_STREAMS
absl::Status MethodChanges(absl::string_view method);         // UNIMPLEMENTED METHOD_CHANGES
absl::Status MediaTypeUnknown(absl::string_view type);        // UNIMPLEMENTED MEDIA_TYPE_UNKNOWN
absl::Status CompressionUnknown(absl::string_view encoding);  // UNIMPLEMENTED COMPRESSION_UNKNOWN
absl::Status TimeoutInvalid();                                // INVALID_ARGUMENT TIMEOUT_INVALID
absl::Status BodyUndecodable(absl::string_view why);          // INVALID_ARGUMENT BODY_UNDECODABLE
absl::Status BodyTooLarge();                                  // RESOURCE_EXHAUSTED BODY_TOO_LARGE
absl::Status OriginRefused();                                 // PERMISSION_DENIED ORIGIN_REFUSED
absl::Status TooManyStreams();                                // RESOURCE_EXHAUSTED TOO_MANY_STREAMS
absl::Status RequestMalformed();                              // INVALID_ARGUMENT REQUEST_MALFORMED

}  // namespace zoufang::http
