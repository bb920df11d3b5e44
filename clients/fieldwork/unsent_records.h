// What is still to be sent, by record: what an officer knows it by.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/fieldwork/tablet.h"

namespace zoufang::fieldwork {

// A profile, a visit with all that belongs to it, a report.
struct UnsentRecord {
  std::string id;
  std::string label;              // "走访"
  std::string organization_name;  // "": it is of none, or of one that is not here.
  std::vector<std::string>
      what;          // Fields that were set and kinds of rows that were made, each once.
  absl::Time saved;  // The last edit.
};

// As they were saved first.
absl::StatusOr<std::vector<UnsentRecord>> ListUnsentRecords(Tablet& tablet);

// "" for one that the registry does not have. Within a read.
absl::StatusOr<std::string> OrganizationName(sql::Database& db, absl::string_view id);

}  // namespace zoufang::fieldwork
