// Structured logs: one JSON object a line. Values are ids, counts, codes and durations; never
// names, phones, free text or tokens of persons.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace zoufang::base {

enum class Severity { kDebug, kInfo, kWarning, kError };

// One named value of a log line.
struct LogField {
  LogField(absl::string_view k, absl::string_view v);
  LogField(absl::string_view k, const char* v);
  LogField(absl::string_view k, const std::string& v);
  LogField(absl::string_view k, int64_t v);
  LogField(absl::string_view k, int v);
  LogField(absl::string_view k, uint64_t v);
  std::string key;
  std::string json;  // The value as JSON.
};

// Where log lines go. Thread-safe.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void Write(absl::string_view line) = 0;
};

// Replaces the sink (stderr at first); nullptr restores it. The sink must outlive its use.
void SetLogSink(LogSink* sink);

// Drops lines below `severity` (kInfo at first).
void SetLogSeverity(Severity severity);

// Writes {"time":…,"severity":…,"event":…,fields…}. `event` is a fixed snake_case name.
void Log(Severity severity, absl::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace zoufang::base
