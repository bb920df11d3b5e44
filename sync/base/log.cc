#include "sync/base/log.h"

#include <atomic>
#include <cstdio>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"

namespace zoufang::base {
namespace {

std::string Quote(absl::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppend(&out, "\\u00", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2));
    } else {
      out += c;
    }
  }
  return out += '"';
}

class StderrSink : public LogSink {
 public:
  void Write(absl::string_view line) override {
    absl::MutexLock lock(&mu_);
    std::fwrite(line.data(), 1, line.size(), stderr);
  }

 private:
  absl::Mutex mu_;
};

StderrSink& DefaultSink() {
  static auto* const sink = new StderrSink;
  return *sink;
}

std::atomic<LogSink*> g_sink{nullptr};
std::atomic<Severity> g_severity{Severity::kInfo};

absl::string_view Name(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return "DEBUG";
    case Severity::kInfo:
      return "INFO";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kError:
      return "ERROR";
  }
  return "INFO";
}

}  // namespace

LogField::LogField(absl::string_view k, absl::string_view v) : key(k), json(Quote(v)) {}
LogField::LogField(absl::string_view k, const char* v) : key(k), json(Quote(v)) {}
LogField::LogField(absl::string_view k, const std::string& v) : key(k), json(Quote(v)) {}
LogField::LogField(absl::string_view k, int64_t v) : key(k), json(absl::StrCat(v)) {}
LogField::LogField(absl::string_view k, int v) : key(k), json(absl::StrCat(v)) {}
LogField::LogField(absl::string_view k, uint64_t v) : key(k), json(absl::StrCat(v)) {}

void SetLogSink(LogSink* sink) { g_sink = sink; }
void SetLogSeverity(Severity severity) { g_severity = severity; }

void Log(Severity severity, absl::string_view event, std::initializer_list<LogField> fields) {
  if (severity < g_severity.load()) return;
  std::string line = absl::StrCat(
      "{\"time\":",
      Quote(absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone())),
      ",\"severity\":", Quote(Name(severity)), ",\"event\":", Quote(event));
  for (const LogField& field : fields)
    absl::StrAppend(&line, ",", Quote(field.key), ":", field.json);
  line += "}\n";
  LogSink* sink = g_sink.load();
  (sink != nullptr ? *sink : DefaultSink()).Write(line);
}

}  // namespace zoufang::base
