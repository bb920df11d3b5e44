#include "clients/tablet/sync_monitor.h"

#include <QFileInfo>
#include <algorithm>

#include "clients/connection/enrolment.h"
#include "clients/tablet/qt_text.h"
#include "sync/base/error.h"
#include "sync/base/status.h"
#include "sync/device/staging.h"

namespace zoufang::tablet {
namespace {

bool Unreached(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

int64_t ScopesHere(const device::ReplicaStatus& status) {
  return std::count_if(status.scopes.begin(), status.scopes.end(),
                       [](const device::ScopeState& scope) { return scope.included >= 0; });
}

// What a first sync brings; 0: the server did not say.
int64_t ExpectedRows(const device::ReplicaStatus& status) {
  int64_t rows = 0;
  for (const device::ScopeState& scope : status.scopes) rows += scope.expected_rows;
  return rows;
}

bool IsWhole(const device::ReplicaStatus& sync) {
  return sync.last_pull.has_value() && !sync.scopes.empty() &&
         ScopesHere(sync) == static_cast<int64_t>(sync.scopes.size());
}

}  // namespace

SyncMonitor::SyncMonitor(Desk monitored, Settings& settings)
    : Page(monitored), settings_(settings) {
  thread_ = std::make_unique<SyncThread>(monitored.store.syncing(), *this);
  Refresh();
}

void SyncMonitor::StepDone(const device::StepResult& step) {
  QMetaObject::invokeMethod(
      this, [this, step] { Take(step); }, Qt::QueuedConnection);
}

void SyncMonitor::Carrying(fieldwork::UnderWay under_way) {
  const auto take = [this, under_way] {
    under_way_ = under_way;
    emit underWayChanged();
  };
  QMetaObject::invokeMethod(this, take, Qt::QueuedConnection);
}

void SyncMonitor::Take(const device::StepResult& step) {
  busy_ = step.kind != device::StepKind::kIdle;
  if (step.status.ok() && busy_) {
    offline_ = false;
    problem_ = absl::OkStatus();
  } else if (!step.status.ok()) {
    busy_ = false;
    const absl::Status problem = connection::Explained(step.status, server_);
    offline_ = Unreached(problem);
    problem_ = offline_ ? absl::OkStatus() : problem;
  }
  Refresh();
}

void SyncMonitor::syncNow() { thread_->Hurry(); }

void SyncMonitor::enrol(const QString& server, const QString& ca_file, const QString& code,
                        const QString& device_name) {
  connection::EnrolmentRequest request{
      .endpoint = {.server = Utf8(server.trimmed()), .ca_file = Utf8(ca_file.trimmed())},
      .code = Utf8(code.trimmed()),
      .device_name = Utf8(device_name.trimmed()),
      .app_version = "zoufang-tablet/" ZOUFANG_VERSION};
  Save([request](fieldwork::Tablet& tablet) { return connection::Enrol(tablet, request).status(); },
       [this] {
         thread_->Hurry();
         Refresh();
       });
}

SyncMonitor::Reading SyncMonitor::ReadState(fieldwork::Tablet& tablet, const std::string& path) {
  Reading reading;
  if (const auto status = tablet.replica().Status(); status.ok()) {
    reading.summary.sync = *status;
    reading.withdrawn = status->withdrawn;
  }
  if (auto summary = Summarise(tablet); summary.ok()) reading.summary = *std::move(summary);
  tablet.replica()
      .Read([&](sql::Database& db) -> absl::Status {
        ASSIGN_OR_RETURN(reading.received_rows, device::CountReceivedRows(db));
        return absl::OkStatus();
      })
      .IgnoreError();  // A withdrawn tablet has nothing staged.
  reading.bytes = QFileInfo(Qt8(path)).size() + QFileInfo(Qt8(path + "-wal")).size();
  return reading;
}

Store::Reading SyncMonitor::Prepare() {
  return [this, path = desk().store.path()](fieldwork::Tablet& tablet) -> Store::Shown {
    return [this, reading = ReadState(tablet, path)] { Show(reading); };
  };
}

QString SyncMonitor::Phase(const Reading& reading) {
  if (reading.withdrawn || reading.summary.user_name.empty()) {
    settings_.SetFirstSyncDone(false);
    return reading.withdrawn ? "withdrawn" : "enrol";
  }
  if (IsWhole(reading.summary.sync)) settings_.SetFirstSyncDone(true);
  return settings_.FirstSyncDone() ? "work" : "first_sync";
}

QString SyncMonitor::State(const Reading& reading) const {
  const fieldwork::TabletSummary& summary = reading.summary;
  if (!problem_.ok()) return "attention";
  if (offline_) return "offline";
  if (busy_ || summary.sync.pending > 0) return "syncing";
  return summary.attention + summary.open_conflicts > 0 ? "attention" : "done";
}

QString SyncMonitor::Text(const QString& state, const Reading& reading) {
  const device::ReplicaStatus& sync = reading.summary.sync;
  most_waiting_ = sync.pending == 0 ? 0 : std::max(most_waiting_, sync.pending);
  if (state == "syncing") {
    if (most_waiting_ == 0) return texts().Say("sync_receiving");
    return texts().Say("sync_sending").arg(most_waiting_ - sync.pending).arg(most_waiting_);
  }
  if (state == "offline" && !settings_.FirstSyncDone()) return texts().Say("sync_no_network");
  if (state == "offline") {
    return sync.pending == 0 ? texts().Say("sync_offline")
                             : texts().Say("sync_offline_waiting").arg(sync.pending);
  }
  if (state == "attention") {
    if (!problem_.ok()) return texts().Say("sync_paused");
    return texts()
        .Say("sync_attention")
        .arg(reading.summary.attention + reading.summary.open_conflicts);
  }
  if (!sync.last_pull.has_value()) return texts().Say("sync_never");
  return texts().Say("sync_done").arg(ShortTime(*sync.last_pull, Now()));
}

QString SyncMonitor::Detail(const QString& state, const Reading& reading) const {
  if (!problem_.ok()) return texts().Explain(problem_);
  if (state == "offline") {
    return texts().Say(settings_.FirstSyncDone() ? "sync_offline_detail" : "first_offline");
  }
  if (reading.summary.open_conflicts > 0) return texts().Say("sync_decide_conflicts");
  return reading.summary.attention > 0 ? texts().Say("sync_see_attention") : QString();
}

void SyncMonitor::Show(const Reading& reading) {
  const fieldwork::TabletSummary& summary = reading.summary;
  const device::ReplicaStatus& sync = summary.sync;
  server_ = summary.server;
  const QString phase = Phase(reading);
  const QString state = State(reading);
  ShowData({{"phase", phase},
            {"state", state},
            {"text", Text(state, reading)},
            {"detail", Detail(state, reading)},
            {"user", Qt8(summary.user_name)},
            {"server", Qt8(summary.server)},
            {"waiting", static_cast<int>(sync.pending)},
            {"files", static_cast<int>(summary.files_waiting)},
            {"conflicts", static_cast<int>(summary.open_conflicts)},
            {"attention", static_cast<int>(summary.attention)},
            {"organizations", static_cast<int>(summary.organizations)},
            {"visits", static_cast<int>(summary.visits)},
            {"received", static_cast<int>(summary.visits_received)},
            {"rows", static_cast<int>(reading.received_rows)},
            {"expected", static_cast<int>(ExpectedRows(sync))},
            {"megabytes", static_cast<double>(reading.bytes) / 1e6},
            {"last", sync.last_pull.has_value() ? ShortTime(*sync.last_pull, Now()) : QString()}});
}

}  // namespace zoufang::tablet
