// Which fields of a visit an update may name.
#pragma once

#include "absl/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::rpc {

// FIELDS_INVALID for an empty mask and for each path that is unknown, written once (its merge is
// APPEND), the server's, or changed by a verb method.
absl::Status CheckVisitMask(const google::protobuf::FieldMask& mask);

// Takes the fields that a checked mask names over from `from`; one that is absent there is cleared.
void ApplyVisitMask(const google::protobuf::FieldMask& mask, const v1::Visit& from, v1::Visit& to);

}  // namespace zoufang::rpc
