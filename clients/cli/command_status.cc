// zoufang status
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/fieldwork/attention.h"
#include "clients/fieldwork/field_text.h"
#include "clients/fieldwork/summary.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

using fieldwork::TabletSummary;

// Saves that wait longer than this deserve a word: tablets break.
constexpr absl::Duration kLongWait = absl::Hours(24);

Json TimeJson(const std::optional<absl::Time>& time) {
  if (!time.has_value()) return nullptr;
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", *time, absl::UTCTimeZone());
}

Json ScopesJson(const device::ReplicaStatus& sync) {
  Json scopes = Json::array();
  for (const device::ScopeState& scope : sync.scopes) {
    scopes.push_back({{"scope", scope.scope},
                      {"state", scope.state},
                      {"seq", scope.seq},
                      {"included", scope.included},
                      {"rows", scope.rows},
                      {"digest", absl::StrCat(scope.digest)}});
  }
  return scopes;
}

Json Document(const TabletSummary& summary, bool verified) {
  const device::ReplicaStatus& sync = summary.sync;
  return {{"user_name", summary.user_name},
          {"server", summary.server},
          {"install_id", sync.install_id},
          {"attached", sync.attached},
          {"last_seq", sync.last_seq},
          {"applied_seq", sync.applied_seq},
          {"durable_seq", sync.durable_seq},
          {"held", sync.held},
          {"pending", sync.pending},
          {"late", sync.late},
          {"oldest_pending", TimeJson(sync.oldest_pending)},
          {"last_pull", TimeJson(sync.last_pull)},
          {"organizations", summary.organizations},
          {"visits", summary.visits},
          {"drafts", summary.drafts},
          {"visits_received", summary.visits_received},
          {"open_conflicts", summary.open_conflicts},
          {"files_waiting", summary.files_waiting},
          {"attention", summary.attention},
          {"verified", verified},
          {"scopes", ScopesJson(sync)}};
}

// "3 分钟", "2 小时", "5 天".
std::string Ago(absl::Duration age, Output& out) {
  if (age < absl::Minutes(1)) return out.Say(TextId::kJustNow);
  if (age < absl::Hours(1)) return out.Say(TextId::kMinutesAgo, absl::ToInt64Minutes(age));
  if (age < absl::Hours(48)) return out.Say(TextId::kHoursAgo, absl::ToInt64Hours(age));
  return out.Say(TextId::kDaysAgo, absl::ToInt64Hours(age) / 24);
}

void AddTime(TextId label, absl::Time time, Shell& shell, Table& table) {
  Output& out = shell.out();
  table.Add({out.Say(label),
             absl::StrCat(fieldwork::TimeText(time), "  ", Ago(shell.Now() - time, out))});
}

void PrintSync(const device::ReplicaStatus& sync, Shell& shell, Table& table) {
  Output& out = shell.out();
  table.Add({out.Say(TextId::kWaiting), out.Say(TextId::kSaves, sync.pending)});
  if (sync.oldest_pending.has_value()) {
    AddTime(TextId::kOldestWaiting, *sync.oldest_pending, shell, table);
  }
  if (sync.last_pull.has_value()) {
    AddTime(TextId::kLastSync, *sync.last_pull, shell, table);
  } else {
    table.Add({out.Say(TextId::kLastSync), out.Say(TextId::kNeverSynced)});
  }
  table.Add({out.Say(TextId::kAreas), absl::StrCat(sync.scopes.size())});
}

void Print(const TabletSummary& summary, Shell& shell) {
  Output& out = shell.out();
  Table table;
  table.Add({out.Say(TextId::kUser),
             summary.user_name.empty() ? out.Say(TextId::kNotEnrolled) : summary.user_name});
  table.Add({out.Say(TextId::kServer), summary.server});
  PrintSync(summary.sync, shell, table);
  table.Add({out.Say(TextId::kHere),
             out.Say(TextId::kCounts, summary.organizations, summary.visits, summary.drafts)});
  table.Add(
      {out.Say(TextId::kReceived), out.Say(TextId::kVisitsReceived, summary.visits_received)});
  out.Print(table);
  const std::optional<absl::Time>& oldest = summary.sync.oldest_pending;
  if (oldest.has_value() && shell.Now() - *oldest > kLongWait) out.Line(TextId::kWaitsLong);
  if (summary.files_waiting > 0) out.Line(TextId::kFilesWait, summary.files_waiting);
  if (summary.open_conflicts > 0) out.Line(TextId::kConflictsWait, summary.open_conflicts);
  if (summary.attention > 0) out.Line(TextId::kAttentionWaits, summary.attention);
  if (summary.sync.late > 0) out.Line(TextId::kLateTaken, summary.sync.late);
}

Json UnsentJson(const std::vector<fieldwork::UnsentView>& views) {
  Json list = Json::array();
  for (const fieldwork::UnsentView& view : views) {
    Json fields = Json::array();
    for (const fieldwork::LostField& field : view.fields) {
      fields.push_back({{"field", field.name}, {"before", field.before}, {"after", field.after}});
    }
    list.push_back({{"seq", view.item.seq},
                    {"saved", TimeJson(view.item.saved)},
                    {"entity", view.entity},
                    {"row_id", view.item.edit.row_id()},
                    {"fields", std::move(fields)}});
  }
  return list;
}

absl::Status Unsent(fieldwork::Tablet& tablet, Output& out) {
  ASSIGN_OR_RETURN(const std::vector<fieldwork::UnsentView> views, fieldwork::ListUnsent(tablet));
  if (out.json()) {
    out.Document({{"unsent", UnsentJson(views)}});
    return absl::OkStatus();
  }
  for (const fieldwork::UnsentView& view : views) {
    out.Line(TextId::kUnsentTitle, view.item.seq, fieldwork::TimeText(view.item.saved),
             view.entity_label, view.item.edit.row_id());
    for (const fieldwork::LostField& field : view.fields) {
      out.Line(TextId::kLostChange, field.label, field.before, field.after);
    }
  }
  return absl::OkStatus();
}

absl::Status Status(bool verify, bool unsent, Shell& shell) {
  ASSIGN_OR_RETURN(const std::unique_ptr<fieldwork::Tablet> tablet, shell.OpenTablet());
  if (unsent) return Unsent(*tablet, shell.out());
  if (verify) RETURN_IF_ERROR(tablet->replica().VerifyDigests());
  ASSIGN_OR_RETURN(const TabletSummary summary, Summarise(*tablet));
  if (shell.out().json()) {
    shell.out().Document(Document(summary, verify));
    return absl::OkStatus();
  }
  Print(summary, shell);
  if (verify) shell.out().Line(TextId::kVerified, summary.sync.scopes.size());
  return absl::OkStatus();
}

}  // namespace

void AddStatusCommands(Commands& commands) {
  auto verify = std::make_shared<bool>(false);
  auto unsent = std::make_shared<bool>(false);
  CLI::App& status =
      commands.Add(commands.root(), "status", TextId::kStatusHelp,
                   [verify, unsent](Shell& shell) { return Status(*verify, *unsent, shell); });
  commands.TabletOption(status);
  commands.Flag(status, "--verify", *verify, TextId::kVerifyHelp);
  commands.Flag(status, "--unsent", *unsent, TextId::kUnsentHelp);
}

}  // namespace zoufang::cli
