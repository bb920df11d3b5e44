#include "sync/hub/alarms.h"

#include "sync/base/log.h"
#include "sync/base/status.h"

namespace zoufang::hub {
namespace {

const char* NameOf(AlarmKind kind) {
  switch (kind) {
    case AlarmKind::kGap:
      return "gap";
    case AlarmKind::kBase:
      return "base";
    case AlarmKind::kClock:
      return "clock";
    case AlarmKind::kIncarnation:
      return "incarnation";
  }
  return "";
}

AlarmKind KindOf(absl::string_view name) {
  for (const AlarmKind kind : {AlarmKind::kBase, AlarmKind::kClock, AlarmKind::kIncarnation}) {
    if (name == NameOf(kind)) return kind;
  }
  return AlarmKind::kGap;
}

}  // namespace

constexpr char kInsertAlarm[] =
    "INSERT INTO _alarm(kind, install, seq, incarnation, at_us) VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT DO NOTHING";

absl::Status Alarms::Note(AlarmKind kind, absl::string_view install_id, int64_t seq) {
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertAlarm));
  insert.Bind(1, NameOf(kind));
  insert.Bind(2, install_id);
  insert.Bind(3, seq);
  insert.Bind(4, context_.incarnation);
  insert.Bind(5, context_.now_us());
  RETURN_IF_ERROR(insert.Run());
  if (context_.db.changes() == 0) return absl::OkStatus();
  base::Log(base::Severity::kError, "older_database",
            {{"sign", NameOf(kind)}, {"install", install_id}, {"seq", seq}});
  return absl::OkStatus();
}

constexpr char kSelectStanding[] =
    "SELECT a.kind, a.install, a.seq, a.at_us FROM _alarm a LEFT JOIN _install i ON i.id=a.install"
    " WHERE (a.kind='gap' AND coalesce(i.last_seq, 0) < a.seq) OR a.kind='base'"
    " OR (a.kind='clock' AND a.incarnation=(SELECT incarnation FROM _server))"
    " OR (a.kind='incarnation' AND a.seq>(SELECT incarnation FROM _server))"
    " ORDER BY a.at_us, a.install";

absl::StatusOr<std::vector<Alarm>> StandingAlarms(sql::Database& database) {
  std::vector<Alarm> alarms;
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectStanding));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return alarms;
    alarms.push_back({.kind = KindOf(select.Text(0)),
                      .install_id = std::string(select.Text(1)),
                      .seq = select.Int(2),
                      .at_us = select.Int(3)});
  }
}

}  // namespace zoufang::hub
