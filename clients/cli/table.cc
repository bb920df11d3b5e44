#include "clients/cli/table.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "clients/cli/width.h"

namespace zoufang::cli {
namespace {

std::vector<int> ColumnWidths(const std::vector<std::vector<std::string>>& rows) {
  std::vector<int> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(Printable(row[i])));
    }
  }
  return widths;
}

}  // namespace

std::vector<std::string> Table::Lines() const {
  const std::vector<int> widths = ColumnWidths(rows_);
  std::vector<std::string> lines;
  for (const auto& row : rows_) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string cell = Printable(row[i]);
      line += cell;
      line.append(widths[i] - DisplayWidth(cell) + 2, ' ');
    }
    absl::StripTrailingAsciiWhitespace(&line);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace zoufang::cli
