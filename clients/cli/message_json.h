// Messages as JSON, in one form for what a tablet holds and what the server answers.
#pragma once

#include "clients/cli/json.h"
#include "google/protobuf/message.h"

namespace zoufang::cli {

// All fields by their proto names, in number order; absent messages and `optional` fields are null.
// Enums by their short names ("" for the zero value), times as RFC 3339 in UTC, unsigned 64-bit
// numbers as decimal text because they do not fit a script's numbers.
Json ToJson(const google::protobuf::Message& message);

}  // namespace zoufang::cli
