// Imports of CSV files, row by row.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "clients/cli/csv.h"
#include "clients/cli/csv_message.h"
#include "clients/connection/remote.h"
#include "google/protobuf/message.h"
#include "zoufang/v1/admin_service.pb.h"

namespace zoufang::cli {

using connection::Remote;

// A row of the file that could be read.
template <typename Message>
struct ImportRow {
  CsvRecord record;
  Message message;
};

// A file as far as it could be read.
template <typename Message>
struct ImportFile {
  CsvColumns columns;
  int rows = 0;  // Without the header.
  std::vector<ImportRow<Message>> good;
  std::vector<RowProblem> problems;  // Of the others.
};

// What became of the rows.
struct ImportReport {
  int rows = 0;
  int created = 0;
  int updated = 0;
  int unchanged = 0;
  int refused = 0;
  bool imported = false;             // False: only checked, nothing was changed.
  std::vector<RowProblem> problems;  // By line.
};

absl::StatusOr<ImportFile<v1::Division>> ReadDivisions(const std::string& path);
absl::StatusOr<ImportFile<v1::Organization>> ReadOrganizations(const std::string& path);

enum class ImportMode {
  kCheck,      // Says what would be done.
  kAllOrNone,  // Imports only a file without a bad row.
  kKeepGoing,  // Imports the good rows.
};

// Each sends at most 500 rows a call; a call that fails ends the import, and repeating it is safe.
absl::StatusOr<ImportReport> ImportDivisions(const ImportFile<v1::Division>& file, ImportMode mode,
                                             const Remote& remote);
absl::StatusOr<ImportReport> ImportOrganizations(const ImportFile<v1::Organization>& file,
                                                 ImportMode mode, const Remote& remote);

}  // namespace zoufang::cli
