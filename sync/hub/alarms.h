// Signs that a database is not the newest of its line: a restored backup, or a plain copy of old
// files. Tablets find that out by themselves and send again what is missing; the alarm is for the
// administrator.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/hub/context.h"

namespace zoufang::hub {

enum class AlarmKind {
  kGap,    // An install sent what follows a mutation that was not ingested here.
  kBase,   // An install has forgotten mutations that were not ingested here.
  kClock,  // The server started with a clock behind its start before; seq: by how many seconds.
  // An install has heard of a later start, seq, than the present one: revs may be used again.
  kIncarnation,
};

struct Alarm {
  AlarmKind kind = AlarmKind::kGap;
  std::string install_id;
  int64_t seq = 0;
  int64_t at_us = 0;
};

class Alarms {
 public:
  explicit Alarms(const Context& context) : context_(context) {}

  // Records and logs it, once. In a write transaction.
  absl::Status Note(AlarmKind kind, absl::string_view install_id, int64_t seq);

 private:
  const Context& context_;
};

// Those that still stand: a gap is closed when the install has sent what was missing; a clock that
// was behind concerns the start it was found at, and ends with the next; a start that was heard of
// is overtaken by a later one.
absl::StatusOr<std::vector<Alarm>> StandingAlarms(sql::Database& database);

}  // namespace zoufang::hub
