#include "sync/hub/verify.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/hub/alarms.h"
#include "sync/hub/tables.h"

namespace zoufang::hub {
namespace {

// Of each check: who has this many problems restores a backup, and needs no longer list.
constexpr int kMostToldPerCheck = 20;

std::string TextOf(const Alarm& alarm) {
  switch (alarm.kind) {
    case AlarmKind::kGap:
      return absl::StrCat(
          "这台平板已上传到第 ", alarm.seq,
          " 笔，本库没有：本库早于该平板上次同步时的服务器（从备份恢复，或用了旧文件）。"
          "平板下次同步时会自动补传，补齐后本条消失。");
    case AlarmKind::kBase:
      return absl::StrCat("这台平板的前 ", alarm.seq,
                          " 笔曾在一份通过校验的备份中，平板已不再保留，而本库没有："
                          "请改从最新的备份恢复，否则这些内容无法找回。");
    case AlarmKind::kClock:
      return absl::StrCat("服务器启动时的时钟比上次启动早 ", alarm.seq,
                          " 秒。请校准时钟后重新启动。");
    case AlarmKind::kIncarnation:
      return "这台平板见过本服务器更晚的一次启动：本库是旧的，启动时的时钟又偏早，"
             "版本号可能重复使用。请校准时钟后重新启动。";
  }
  return "";
}

}  // namespace

bool VerifyReport::damaged() const {
  return std::any_of(problems.begin(), problems.end(), [](const VerifyProblem& problem) {
    return problem.check != "lineage" && problem.check != "version";
  });
}

absl::StatusOr<VerifyReport> Verifier::Run() {
  RETURN_IF_ERROR(QuickCheck());
  ASSIGN_OR_RETURN(const bool newest, IsNewest());
  if (!newest) return std::move(report_);
  RETURN_IF_ERROR(Scopes());
  RETURN_IF_ERROR(Places());
  RETURN_IF_ERROR(Mutations());
  RETURN_IF_ERROR(Releases());
  RETURN_IF_ERROR(Waiting());
  RETURN_IF_ERROR(Standing());
  return std::move(report_);
}

void Verifier::Report(absl::string_view check, absl::string_view where, std::string message) {
  const int told = ++told_[std::string(check)];
  if (told > kMostToldPerCheck) return;
  if (told == kMostToldPerCheck) message = "以及更多，不再一一列出。";
  report_.problems.push_back(
      {.check = std::string(check), .where = std::string(where), .message = std::move(message)});
}

absl::Status Verifier::QuickCheck() {
  ASSIGN_OR_RETURN(sql::Statement check, context_.db.Prepare("PRAGMA quick_check(20)"));
  while (true) {
    const absl::StatusOr<bool> more = check.Step();
    if (!more.ok() && absl::IsDataLoss(more.status())) {
      Report("quick_check", "", "数据库文件已损坏，读不下去。请保留该文件，从最近的备份恢复。");
      return absl::OkStatus();
    }
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
    if (check.Text(0) == "ok") continue;
    Report(
        "quick_check", "",
        absl::StrCat("数据库文件已损坏（", check.Text(0), "）。请保留该文件，从最近的备份恢复。"));
  }
}

absl::StatusOr<bool> Verifier::IsNewest() {
  ASSIGN_OR_RETURN(const int64_t version, context_.db.QueryInt("PRAGMA user_version"));
  const auto newest = static_cast<int64_t>(HubMigrations().size());
  if (version > newest) return base::FileTooNew(context_.db.path(), version, newest);
  if (version == newest) return true;
  Report("version", "",
         absl::StrCat("由旧版本写成（文件 ", version, "，程序 ", newest,
                      "），只做了数据库自身的检查。服务器启动一次即升级，然后可完整校验。"));
  return false;
}

constexpr char kFindTable[] = "SELECT 1 FROM sqlite_master WHERE type='table' AND name=?1";

absl::StatusOr<bool> Verifier::HasTable(const schema::Entity& entity) {
  ASSIGN_OR_RETURN(sql::Statement find, context_.db.Prepare(kFindTable));
  find.Bind(1, entity.table);
  return find.Step();
}

absl::Status Verifier::Standing() {
  ASSIGN_OR_RETURN(const std::vector<Alarm> alarms, StandingAlarms(context_.db));
  for (const Alarm& alarm : alarms) Report("lineage", alarm.install_id, TextOf(alarm));
  return absl::OkStatus();
}

}  // namespace zoufang::hub
