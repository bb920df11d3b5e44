// One entity, read from the options of its message.
#pragma once

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "sync/schema/catalogue.h"

namespace zoufang::schema {

// Reads and checks what can be told from the message alone. INTERNAL BAD_DECLARATION.
absl::StatusOr<Entity> ReadDeclaration(const google::protobuf::Descriptor& message);

}  // namespace zoufang::schema
