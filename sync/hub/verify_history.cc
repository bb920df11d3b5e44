// The history: every row of both chains the next of the one before, up to the anchored end.
#include "absl/strings/str_cat.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/hub/history.h"
#include "sync/hub/verify.h"

namespace zoufang::hub {
namespace {

constexpr char kAnchor[] = "请保留本文件作为证据，与备份逐条比对。";

}  // namespace

constexpr char kSelectMutations[] =
    "SELECT m.n, m.uuid, m.user_id, coalesce(i.id, ''), m.by_server, m.clock_trusted,"
    " m.received_us, m.body, m.outcome, m.hash FROM _mutation m"
    " LEFT JOIN _install i ON i.n=m.install ORDER BY m.n";
constexpr char kSelectHistoryEnd[] = "SELECT history_n, history_hash FROM _server";

absl::Status Verifier::Mutations() {
  HistoryEnd end;
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectMutations));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    ++report_.mutations;
    const int64_t n = select.Int(0);
    if (n != end.n + 1) {
      Report("history", absl::StrCat("_mutation ", end.n + 1),
             absl::StrCat("历史缺第 ", end.n + 1, " 至 ", n - 1, " 笔。", kAnchor));
    } else if (HashAfter(end, {.uuid = select.Blob(1),
                               .user_id = select.Text(2),
                               .install_id = select.Text(3),
                               .by_server = select.Int(4) != 0,
                               .clock_trusted = select.Int(5) != 0,
                               .received_us = select.Int(6),
                               .body = select.Blob(7),
                               .outcome = select.Blob(8)}) != select.Blob(9)) {
      Report("history", absl::StrCat("_mutation ", n),
             absl::StrCat("历史第 ", n, " 笔被改动过。", kAnchor));
    }
    end = {n, std::string(select.Blob(9))};
  }
  ASSIGN_OR_RETURN(sql::Statement anchor, context_.db.Prepare(kSelectHistoryEnd));
  RETURN_IF_ERROR(anchor.Step().status());
  report_.history_hash = end.hash;
  if (anchor.Int(0) == end.n && anchor.Blob(1) == absl::string_view(end.hash)) {
    return absl::OkStatus();
  }
  Report("history", absl::StrCat("_mutation ", end.n),
         absl::StrCat("历史止于第 ", end.n, " 笔，应止于第 ", anchor.Int(0), " 笔。", kAnchor));
  return absl::OkStatus();
}

constexpr char kSelectReleases[] = "SELECT n, uuid, outcome, at_us, hash FROM _release ORDER BY n";
constexpr char kSelectReleaseEnd[] = "SELECT release_n, release_hash FROM _server";

absl::Status Verifier::Releases() {
  HistoryEnd end;
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectReleases));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    const bool follows = select.Int(0) == end.n + 1 &&
                         HashAfter(end, ReleaseEntry{.uuid = select.Blob(1),
                                                     .outcome = select.Blob(2),
                                                     .at_us = select.Int(3)}) == select.Blob(4);
    if (!follows) {
      Report("history", absl::StrCat("_release ", select.Int(0)),
             absl::StrCat("补办结果第 ", end.n + 1, " 条缺失或被改动过。", kAnchor));
    }
    end = {select.Int(0), std::string(select.Blob(4))};
  }
  ASSIGN_OR_RETURN(sql::Statement anchor, context_.db.Prepare(kSelectReleaseEnd));
  RETURN_IF_ERROR(anchor.Step().status());
  if (anchor.Int(0) != end.n || anchor.Blob(1) != absl::string_view(end.hash)) {
    Report(
        "history", absl::StrCat("_release ", end.n),
        absl::StrCat("补办结果止于第 ", end.n, " 条，应止于第 ", anchor.Int(0), " 条。", kAnchor));
  }
  return absl::OkStatus();
}

constexpr char kSelectHomeless[] =
    "SELECT hex(uuid) FROM (SELECT uuid FROM _held UNION SELECT uuid FROM _parked"
    " UNION SELECT uuid FROM _release) WHERE uuid NOT IN (SELECT uuid FROM _mutation)";

// What waits or needs a person has its content in a mutation.
absl::Status Verifier::Waiting() {
  return ReportRows("history", "_mutation", kSelectHomeless, "待办的内容不在历史里。");
}

}  // namespace zoufang::hub
