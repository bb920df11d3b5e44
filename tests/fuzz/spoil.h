// Changes a message as a broken or hostile peer would.
#pragma once

#include "google/protobuf/message.h"
#include "tests/fuzz/input.h"

namespace zoufang::fuzz {

// Sets, clears, doubles or removes one field, at any depth.
void Spoil(Input& input, google::protobuf::Message& message);
// Whether gRPC hands the message over: all its text is UTF-8.
bool Arrives(const google::protobuf::Message& message);

}  // namespace zoufang::fuzz
