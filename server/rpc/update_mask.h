// Which fields of an entity an update may name.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace zoufang::rpc {

// FIELDS_INVALID for an empty mask and for each path that is unknown, written once (its merge is
// APPEND), the server's, or changed by a verb method: a state, and those named in `by_verbs`.
absl::Status CheckUpdateMask(const google::protobuf::Descriptor& entity,
                             absl::Span<const absl::string_view> by_verbs,
                             const google::protobuf::FieldMask& mask);

// Takes the fields that a checked mask names over from `from`; one that is absent there is cleared.
void ApplyUpdateMask(const google::protobuf::FieldMask& mask, const google::protobuf::Message& from,
                     google::protobuf::Message& to);

}  // namespace zoufang::rpc
