// Each scope's log: gapless, every hash the next of the one before, up to the head.
#include "absl/strings/str_cat.h"
#include "sync/base/errors.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"
#include "sync/hub/verify.h"

namespace zoufang::hub {
namespace {

constexpr char kMend[] = "请从最近的备份恢复；平板会补传之后的内容。";

}  // namespace

constexpr char kSelectSalts[] = "SELECT incarnation, salt FROM _start";

absl::Status Verifier::ReadSalts() {
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectSalts));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    salts_[select.Int(0)] = std::string(select.Blob(1));
  }
}

constexpr char kSelectScopes[] = "SELECT name, live FROM _scope ORDER BY name";

absl::Status Verifier::Scopes() {
  RETURN_IF_ERROR(ReadSalts());
  std::vector<std::pair<std::string, int64_t>> scopes;
  {
    ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectScopes));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      scopes.emplace_back(select.Text(0), select.Int(1));
    }
  }
  for (const auto& [name, live] : scopes) {
    ASSIGN_OR_RETURN(const std::optional<ScopeHead> head, log_.Head(name));
    if (!head.has_value()) return base::DatabaseDamaged(context_.db.path());
    ASSIGN_OR_RETURN(LastEntries last, Log(*head));
    RETURN_IF_ERROR(RowsOf(*head, live, std::move(last)));
  }
  return absl::OkStatus();
}

constexpr char kSelectLog[] =
    "SELECT seq, kind, entity, row_id, rev, hash FROM _log WHERE scope=?1 ORDER BY seq";

absl::StatusOr<Verifier::LastEntries> Verifier::Log(const ScopeHead& head) {
  LastEntries last;
  int64_t seq = static_cast<int64_t>(head.min_seq);
  std::string hash = head.min_hash;
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectLog));
  select.Bind(1, head.n);
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    ++report_.log_entries;
    if (select.Int(0) != ++seq) {
      Report("log_hash", head.name,
             absl::StrCat("变更日志缺第 ", seq, " 至 ", select.Int(0) - 1, " 条。", kMend));
      seq = select.Int(0);
      hash = std::string(select.Blob(5));
      continue;
    }
    const auto kind = static_cast<LogKind>(select.Int(1));
    const int64_t rev = select.Int(4);
    const auto salt = salts_.find(rev >> kRevBits);
    hash = HashAfter(hash, kind, static_cast<uint32_t>(select.Int(2)), select.Text(3), rev,
                     salt == salts_.end() ? "" : salt->second);
    if (hash != select.Blob(5)) {
      Report("log_hash", head.name,
             absl::StrCat("变更日志第 ", seq, " 条或它之前的一条被改动过。", kMend));
      hash = std::string(select.Blob(5));
    }
    last[base::RowDigest(select.Text(3), 0)] = {kind, rev, seq};
  }
  if (seq != static_cast<int64_t>(head.seq) || hash != head.hash) {
    Report("log_hash", head.name,
           absl::StrCat("变更日志止于第 ", seq, " 条，应止于第 ", head.seq, " 条。", kMend));
  }
  return last;
}

}  // namespace zoufang::hub
