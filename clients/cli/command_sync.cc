// zoufang sync
#include <atomic>
#include <csignal>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/connection/follow.h"
#include "clients/fieldwork/attachments.h"
#include "clients/fieldwork/field_text.h"
#include "clients/fieldwork/summary.h"
#include "domain/complaint_clock.h"
#include "sync/base/error.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

using fieldwork::TabletSummary;

std::atomic<bool> stop_asked = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // It is set by a signal handler.

// The second time ends the program at once, whatever it waits for; nothing saved is lost.
void AskToStop(int signal) {
  stop_asked = true;
  std::signal(signal, SIG_DFL);
}

Json Document(const TabletSummary& summary, uint64_t applied_before) {
  const device::ReplicaStatus& sync = summary.sync;
  return {{"settled", sync.pending == 0},
          {"pushed", sync.applied_seq - std::min(applied_before, sync.applied_seq)},
          {"pending", sync.pending},
          {"last_seq", sync.last_seq},
          {"applied_seq", sync.applied_seq},
          {"organizations", summary.organizations},
          {"visits", summary.visits},
          {"files_waiting", summary.files_waiting},
          {"open_conflicts", summary.open_conflicts},
          {"attention", summary.attention}};
}

void PrintSummary(const TabletSummary& summary, uint64_t applied_before, Output& out) {
  const uint64_t applied = summary.sync.applied_seq;
  out.Line(TextId::kSynced, applied - std::min(applied_before, applied), summary.sync.pending,
           summary.organizations, summary.visits);
  if (summary.files_waiting > 0) out.Line(TextId::kFilesWait, summary.files_waiting);
  if (summary.open_conflicts > 0) out.Line(TextId::kConflictsWait, summary.open_conflicts);
  if (summary.attention > 0) out.Line(TextId::kAttentionWaits, summary.attention);
}

absl::Status SyncOnce(fieldwork::Tablet& tablet, device::GrpcTransport& transport,
                      absl::string_view server, Output& out) {
  ASSIGN_OR_RETURN(const device::ReplicaStatus before, tablet.replica().Status());
  RETURN_IF_ERROR(fieldwork::Attachments(tablet).SendLostAgain());
  device::SyncEngine engine(tablet.replica(), transport, tablet.env());
  RETURN_IF_ERROR(Explained(engine.SyncNow(), server));
  ASSIGN_OR_RETURN(const TabletSummary summary, Summarise(tablet));
  if (out.json()) {
    out.Document(Document(summary, before.applied_seq));
  } else {
    PrintSummary(summary, before.applied_seq, out);
  }
  return absl::OkStatus();
}

// Says what happened while following: when things settled after a change, and why they do not.
class Narrator : public connection::Follower {
 public:
  Narrator(fieldwork::Tablet& tablet, absl::string_view server, Output& out)
      : tablet_(tablet), server_(server), out_(out) {
    if (const auto summary = Summarise(tablet_); summary.ok()) told_ = *summary;
  }

  bool Stopped() override { return stop_asked; }
  void Told(const device::StepResult& step) override {
    if (!step.status.ok()) return TellProblem(Explained(step.status, server_));
    problem_.clear();
    if (!step.settled) return;
    const absl::StatusOr<TabletSummary> summary = Summarise(tablet_);
    if (summary.ok()) TellSettled(*summary);
  }

 private:
  std::string Clock() const {
    return absl::FormatTime("%H:%M:%S", tablet_.Now(), domain::Shanghai());
  }

  // Once, however often it is tried again.
  void TellProblem(const absl::Status& status) {
    const std::string reason = base::ReasonOf(status);
    if (std::exchange(problem_, reason) == reason) return;
    const std::string message = base::ChineseMessageOf(status);
    if (out_.json()) {
      out_.Event({{"event", "paused"}, {"reason", reason}, {"message", message}});
    } else {
      out_.Line(TextId::kFollowPaused, Clock(),
                out_.language() == Language::kChinese ? message : std::string(status.message()));
      out_.Flush();
    }
  }

  void TellSettled(const TabletSummary& summary) {
    Json document = Document(summary, told_.sync.applied_seq);
    const int64_t taken = Changes(summary) - Changes(told_);
    told_ = summary;
    if (document["pushed"] == 0 && taken == 0) return;
    document["event"] = "settled";
    document["taken"] = taken;
    if (out_.json()) return out_.Event(document);
    out_.Line(TextId::kFollowSettled, Clock(), document["pushed"].get<uint64_t>(), taken,
              summary.sync.pending, summary.open_conflicts, summary.attention);
    out_.Flush();
  }

  // Entries of the scopes' logs that the tablet's rows stand for.
  static int64_t Changes(const TabletSummary& summary) {
    int64_t changes = 0;
    for (const device::ScopeState& scope : summary.sync.scopes) {
      changes += static_cast<int64_t>(scope.seq);
    }
    return changes;
  }

  fieldwork::Tablet& tablet_;
  const std::string server_;
  Output& out_;
  std::string problem_;
  TabletSummary told_;
};

void SyncOn(fieldwork::Tablet& tablet, device::GrpcTransport& transport, const std::string& server,
            Output& out) {
  std::signal(SIGINT, AskToStop);
  std::signal(SIGTERM, AskToStop);
  Narrator narrator(tablet, server, out);
  Follow(tablet, transport, narrator);
}

absl::Status Sync(bool watch, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  ASSIGN_OR_RETURN(const device::Enrollment enrollment, tablet->replica().GetEnrollment());
  RETURN_IF_ERROR(CheckConfidential(enrollment.server, enrollment.ca_file));
  ASSIGN_OR_RETURN(const std::unique_ptr<device::GrpcTransport> transport,
                   device::GrpcTransport::Connect(enrollment));
  if (!watch) return SyncOnce(*tablet, *transport, enrollment.server, shell.out());
  SyncOn(*tablet, *transport, enrollment.server, shell.out());
  return absl::OkStatus();
}

}  // namespace

void AddSyncCommand(Commands& commands) {
  auto watch = std::make_shared<bool>(false);
  CLI::App& sync = commands.Add(commands.root(), "sync", TextId::kSyncHelp,
                                [watch](Shell& shell) { return Sync(*watch, shell); });
  commands.TabletOption(sync);
  commands.Flag(sync, "--watch", *watch, TextId::kWatchHelp);
}

}  // namespace zoufang::cli
