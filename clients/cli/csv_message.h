// CSV records as messages, by the header's names: a new field in the proto is a new column at once.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/csv.h"
#include "clients/cli/json.h"
#include "google/protobuf/message.h"

namespace zoufang::cli {

// What is wrong with a row, or worth knowing.
struct RowProblem {
  int line = 0;
  int column = 0;     // From 1; 0: the whole row.
  std::string field;  // The column's name; empty for the whole row.
  std::string message;
  bool refused = true;
};

Json ToJson(const RowProblem& problem);

// The columns of one file. A column is a field's name: texts as they are, enums by their short name
// or Chinese word in any case, sets separated by ";", bools as true or false.
class CsvColumns {
 public:
  struct Alias {
    absl::string_view column;
    absl::string_view field;
  };

  // `aliases` name fields otherwise; every field that its proto requires must have a column, but
  // for the id. CSV_COLUMN_UNKNOWN, CSV_COLUMN_TWICE, CSV_COLUMN_MISSING.
  static absl::StatusOr<CsvColumns> Read(const google::protobuf::Descriptor& type,
                                         const CsvRecord& header,
                                         std::initializer_list<Alias> aliases);

  // Fills `message`, and appends what cannot be read to `problems`.
  void Fill(const CsvRecord& record, google::protobuf::Message& message,
            std::vector<RowProblem>& problems) const;

  // The problem of a field of the record; `field` may be a path that ends with its name.
  RowProblem ProblemAt(const CsvRecord& record, absl::string_view field,
                       absl::string_view message) const;

 private:
  struct Column {
    std::string name;
    const google::protobuf::FieldDescriptor* field;
  };
  std::vector<Column> columns_;
};

}  // namespace zoufang::cli
