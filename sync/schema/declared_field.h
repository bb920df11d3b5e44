// One field, read from its options.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "sync/schema/catalogue.h"

namespace zoufang::schema {

// Reads and checks a field of an entity. INTERNAL BAD_DECLARATION.
absl::StatusOr<Field> ReadField(const google::protobuf::FieldDescriptor& descriptor,
                                const sync::v1::EntityOptions& entity);

// "VisitAnswer" -> "visit_answer".
std::string SnakeCase(absl::string_view camel);

}  // namespace zoufang::schema
