// zoufang complaint list, show, accept, decline, decide, close: what staff do
#pragma once

#include "clients/cli/commands.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "zoufang/v1/complaint.pb.h"

namespace zoufang::cli {

void AddComplaintStaffCommands(Commands& commands, CLI::App& group);

// What citizen and bureau wrote to each other.
void PrintMessages(const google::protobuf::RepeatedPtrField<v1::ComplaintMessage>& messages,
                   Output& out);

}  // namespace zoufang::cli
