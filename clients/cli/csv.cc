#include "clients/cli/csv.h"

#include <csv.h>

#include <cstdio>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "clients/cli/errors.h"
#include "sync/base/status.h"
#include "sync/schema/utf8.h"

namespace zoufang::cli {
namespace {

constexpr int kBetweenRecords = 0;  // libcsv's ROW_NOT_BEGUN, which its header does not name.

// Of the first line of what is not empty, with its end: LF, CR LF or, as libcsv takes it, CR alone.
size_t LineSize(absl::string_view bytes) {
  const size_t end = bytes.find_first_of("\r\n");
  if (end == absl::string_view::npos) return bytes.size();
  return end + (absl::StartsWith(bytes.substr(end), "\r\n") ? 2 : 1);
}

// Feeds libcsv one physical line at a time, because it does not say where it stands.
class Reader {
 public:
  Reader() { csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI); }
  ~Reader() { csv_free(&parser_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  absl::StatusOr<std::vector<CsvRecord>> Read(absl::string_view bytes) {
    while (!bytes.empty()) {
      const size_t size = LineSize(bytes);
      RETURN_IF_ERROR(Feed(bytes.substr(0, size)));
      bytes.remove_prefix(size);
      ++line_;
      if (parser_.pstate == kBetweenRecords) cell_line_ = line_;
    }
    if (csv_fini(&parser_, &TakeCell, &TakeRecord, this) != 0) return Malformed();
    RETURN_IF_ERROR(problem_);  // Of a last line without an end.
    return std::move(records_);
  }

 private:
  absl::Status Feed(absl::string_view line) {
    if (csv_parse(&parser_, line.data(), line.size(), &TakeCell, &TakeRecord, this) !=
        line.size()) {
      return Malformed();
    }
    return problem_;
  }

  absl::Status Malformed() const {
    return CsvMalformed(cell_line_, static_cast<int>(record_.cells.size()) + 1);
  }

  static void TakeCell(void* text, size_t size, void* self) {
    static_cast<Reader*>(self)->AddCell(absl::string_view(static_cast<const char*>(text), size));
  }
  static void TakeRecord(int, void* self) { static_cast<Reader*>(self)->EndRecord(); }

  void AddCell(absl::string_view text) {
    if (record_.cells.empty()) record_.line = cell_line_;
    if (!schema::IsUtf8(text) && problem_.ok()) {
      problem_ = CsvNotUtf8(cell_line_, static_cast<int>(record_.cells.size()) + 1);
    }
    record_.cells.push_back({std::string(text), cell_line_});
    cell_line_ = line_;  // The next cell begins on the line where this one ends.
  }

  void EndRecord() {
    records_.push_back(std::move(record_));
    record_ = CsvRecord();
  }

  csv_parser parser_;
  int line_ = 1;
  int cell_line_ = 1;
  CsvRecord record_;
  std::vector<CsvRecord> records_;
  absl::Status problem_;
};

}  // namespace

absl::StatusOr<std::vector<CsvRecord>> ReadCsv(absl::string_view bytes) {
  absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
  return Reader().Read(bytes);
}

}  // namespace zoufang::cli
