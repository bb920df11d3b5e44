// A visit's files, as they are shown.
#pragma once

#include <vector>

#include "clients/cli/json.h"
#include "clients/cli/output.h"
#include "clients/fieldwork/attachments.h"

namespace zoufang::cli {

// [{"id", "state", "sent", "size"}]; states: waiting, sending, stored, refused, lost, elsewhere.
Json FilesJson(const std::vector<fieldwork::AttachedFile>& files);
void PrintFiles(const std::vector<fieldwork::AttachedFile>& files, Output& out);

}  // namespace zoufang::cli
