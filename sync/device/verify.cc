#include "sync/device/verify.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"
#include "sync/device/device_state.h"
#include "sync/device/inspect.h"
#include "sync/device/scopes.h"

namespace zoufang::device {
namespace {

// Of one check: who has more has one cause.
constexpr int kMostTold = 20;

absl::Status QuickCheck(const Context& context, TabletReport& report) {
  ASSIGN_OR_RETURN(sql::Statement check, context.db.Prepare("PRAGMA quick_check(20)"));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, check.Step());
    if (!more) return absl::OkStatus();
    if (check.Text(0) == "ok") continue;
    report.problems.push_back(
        {.check = "quick_check",
         .where = std::string(check.Text(0)),
         .zh = "文件已损坏。请先同步，把未上传的内容传走，再用新文件重新登记这台平板。",
         .en = "the file is damaged; sync to send what is unsent, then enrol with a new file"});
  }
}

absl::Status Digests(const Context& context, TabletReport& report) {
  ASSIGN_OR_RETURN(const std::vector<std::string> damaged, NoteDamaged(context));
  for (const std::string& scope : damaged) {
    report.problems.push_back(
        {.check = "digest",
         .where = scope,
         .zh = "数据与服务器不一致。下次同步时只取回有差异的部分，未上传的内容不受影响。",
         .en = "the rows differ from the server's; the next sync takes again what differs and "
               "leaves what is unsent as it is"});
  }
  ASSIGN_OR_RETURN(const ScopeSet scopes, ScopeSet::Load(context.db));
  for (const Scope& scope : scopes.all()) {
    ++report.scopes;
    report.rows += scope.rows;
  }
  return absl::OkStatus();
}

constexpr char kSelectChain[] = "SELECT seq, uuid, prev_hash, hash, body FROM _chain ORDER BY seq";

absl::Status ChainHashes(const Context& context, TabletReport& report) {
  ASSIGN_OR_RETURN(const DeviceState state, LoadState(context.db));
  ChainPlace before = state.base;
  ASSIGN_OR_RETURN(sql::Statement select, context.db.Prepare(kSelectChain));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    ++report.held;
    const bool fits =
        select.Int(0) == before.seq + 1 && select.Blob(2) == absl::string_view(before.hash) &&
        select.Blob(3) == base::Hash128({select.Blob(2), select.Blob(1), select.Blob(4)});
    before = {select.Int(0), std::string(select.Blob(3))};
    if (fits) continue;
    report.problems.push_back(
        {.check = "chain",
         .where = absl::StrCat(select.Int(0)),
         .zh = "待传内容缺失或被改动过，服务器会拒收。请保留文件并联系管理员。",
         .en = "held work is missing or was changed, and the server will refuse it; keep the file "
               "and tell the administrator"});
  }
}

absl::Status ReportRows(const Context& context, const char* check, const std::string& table,
                        const std::string& sql, TabletReport& report) {
  ASSIGN_OR_RETURN(sql::Statement select, context.db.Prepare(sql));
  for (int told = 0; told < kMostTold; ++told) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    report.problems.push_back(
        {.check = check,
         .where = absl::StrCat(table, " ", select.Text(0)),
         .zh = "记录没有所属的范围或上级记录。若下次同步后仍有此提示，请联系管理员校验服务器。",
         .en = "a row without its scope or parent; if this is still told after the next sync, "
               "have the server verified"});
  }
  return absl::OkStatus();
}

// A parent that an own, unsent edit deletes is missing rightly; so is one that may be of any kind.
absl::Status Places(const Context& context, TabletReport& report) {
  for (const schema::Entity& entity : context.catalogue.entities()) {
    RETURN_IF_ERROR(ReportRows(context, "scope", entity.table,
                               absl::StrCat("SELECT id FROM \"", entity.table,
                                            "\" WHERE _scope NOT IN (SELECT n FROM _scope)"),
                               report));
    if (!entity.is_child() || entity.parent == 0) continue;
    const std::string parent = absl::StrCat("c.\"", entity.fields[entity.parent_field].name, "\"");
    RETURN_IF_ERROR(ReportRows(
        context, "parent", entity.table,
        absl::StrCat("SELECT c.id FROM \"", entity.table, "\" c LEFT JOIN \"",
                     context.catalogue.Find(entity.parent)->table, "\" p ON p.id=", parent,
                     " WHERE c._scope IS NOT NULL AND p.id IS NULL AND NOT EXISTS"
                     " (SELECT 1 FROM _held h WHERE h.row_id=",
                     parent, ")"),
        report));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TabletReport> VerifyTablet(const Context& context) {
  TabletReport report;
  RETURN_IF_ERROR(QuickCheck(context, report));
  RETURN_IF_ERROR(Digests(context, report));
  RETURN_IF_ERROR(ChainHashes(context, report));
  RETURN_IF_ERROR(Places(context, report));
  return report;
}

}  // namespace zoufang::device
