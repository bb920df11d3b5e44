// Cells in aligned columns.
#pragma once

#include <string>
#include <vector>

namespace zoufang::cli {

// Rows of cells; a row may be shorter than others. Wide characters count as two columns.
class Table {
 public:
  void Add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }
  // The rows with two spaces between columns, none at a line's end. Cells are made printable.
  std::vector<std::string> Lines() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace zoufang::cli
