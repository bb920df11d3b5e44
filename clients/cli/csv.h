// CSV files (RFC 4180, UTF-8 with or without a byte order mark), with the place of every value.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::cli {

struct CsvCell {
  std::string text;
  int line = 0;  // Where the cell begins, from 1.
};

struct CsvRecord {
  int line = 0;  // Where the record begins.
  std::vector<CsvCell> cells;
};

// Splits a file into its records, the header among them; empty lines are left out. Spaces around
// unquoted values are too. A line ends with LF, CR LF or CR. CSV_MALFORMED and CSV_NOT_UTF8 name
// line and column.
absl::StatusOr<std::vector<CsvRecord>> ReadCsv(absl::string_view bytes);

}  // namespace zoufang::cli
