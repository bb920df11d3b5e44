#include "sync/hub/scope_log.h"

#include "sync/base/errors.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"

namespace zoufang::hub {

namespace {

// How old the last time sample of a log may be: compaction is exact to this.
constexpr absl::Duration kSampleEvery = absl::Hours(6);

}  // namespace

std::string HashAfter(absl::string_view before, LogKind kind, uint32_t entity,
                      absl::string_view row_id, int64_t rev, absl::string_view salt) {
  const char byte = static_cast<char>(kind);
  return base::Hash128({before, absl::string_view(&byte, 1), base::BigEndian(entity), row_id,
                        base::BigEndian(rev), salt});
}

std::string EmptyHash() { return std::string(16, '\0'); }

sync::v1::LogPoint ScopeHead::Point() const {
  sync::v1::LogPoint point;
  point.set_seq(seq);
  point.set_hash(hash);
  return point;
}

constexpr char kSelectNumber[] = "SELECT n FROM _scope WHERE name=?1";
constexpr char kInsertScope[] =
    "INSERT INTO _scope(name, head, hash, min_seq, min_hash, digest, live)"
    " VALUES (?1, 0, ?2, 0, ?2, 0, 0) RETURNING n";

absl::StatusOr<int64_t> ScopeLog::NumberOf(absl::string_view name) {
  if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectNumber));
  select.Bind(1, name);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (found) return numbers_[name] = select.Int(0);
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertScope));
  insert.Bind(1, name);
  insert.BindBlob(2, EmptyHash());
  RETURN_IF_ERROR(insert.Step().status());
  return numbers_[name] = insert.Int(0);
}

constexpr char kSelectName[] = "SELECT name FROM _scope WHERE n=?1";

absl::StatusOr<std::string> ScopeLog::NameOf(int64_t n) {
  if (const auto known = names_.find(n); known != names_.end()) return known->second;
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectName));
  select.Bind(1, n);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return base::DatabaseDamaged(context_.db.path());
  return names_[n] = std::string(select.Text(0));
}

constexpr char kSelectToMove[] = "SELECT head, hash, digest, sampled_us FROM _scope WHERE n=?1";

absl::StatusOr<ScopeLog::Moved*> ScopeLog::HeadToMove(int64_t scope) {
  if (const auto known = moved_.find(scope); known != moved_.end()) return &known->second;
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectToMove));
  select.Bind(1, scope);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return base::DatabaseDamaged(context_.db.path());
  return &(moved_[scope] = {.seq = select.Int(0),
                            .hash = std::string(select.Blob(1)),
                            .digest = static_cast<uint64_t>(select.Int(2)),
                            .sampled_us = select.Int(3)});
}

constexpr char kInsertLog[] =
    "INSERT INTO _log(scope, seq, kind, entity, row_id, rev, hash)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

absl::Status ScopeLog::Append(int64_t scope, const LogEntry& entry) {
  ASSIGN_OR_RETURN(Moved* const head, HeadToMove(scope));
  ++head->seq;
  head->hash =
      HashAfter(head->hash, entry.kind, entry.entity, entry.row_id, entry.rev, context_.salt);
  if (entry.old_rev != 0) {
    head->digest -= base::RowDigest(entry.row_id, entry.old_rev);
    --head->live;
  }
  if (entry.kind == LogKind::kPut) {
    head->digest += base::RowDigest(entry.row_id, entry.rev);
    ++head->live;
  }
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertLog));
  insert.Bind(1, scope);
  insert.Bind(2, head->seq);
  insert.Bind(3, static_cast<int>(entry.kind));
  insert.Bind(4, entry.entity);
  insert.BindBorrowed(5, entry.row_id);
  insert.Bind(6, entry.rev);
  insert.BindBlobBorrowed(7, head->hash);
  return insert.Run();
}

constexpr char kUpdateHead[] =
    "UPDATE _scope SET head=?2, hash=?3, digest=?4, live=live+?5, sampled_us=?6 WHERE n=?1";

absl::Status ScopeLog::Flush() {
  for (auto& [scope, head] : moved_) {
    RETURN_IF_ERROR(SampleTime(scope, head));
    ASSIGN_OR_RETURN(sql::Statement update, context_.db.Prepare(kUpdateHead));
    update.Bind(1, scope);
    update.Bind(2, head.seq);
    update.BindBlobBorrowed(3, head.hash);
    update.Bind(4, head.digest);
    update.Bind(5, head.live);
    update.Bind(6, head.sampled_us);
    RETURN_IF_ERROR(update.Run());
  }
  moved_.clear();
  return absl::OkStatus();
}

constexpr char kInsertTime[] =
    "INSERT INTO _log_time(scope, seq, at_us) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";

absl::Status ScopeLog::SampleTime(int64_t scope, Moved& head) {
  const absl::Duration age = context_.now - absl::FromUnixMicros(head.sampled_us);
  if (absl::AbsDuration(age) < kSampleEvery) return absl::OkStatus();
  head.sampled_us = context_.now_us();
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertTime));
  insert.Bind(1, scope);
  insert.Bind(2, head.seq);
  insert.Bind(3, head.sampled_us);
  return insert.Run();
}

constexpr char kSelectHead[] =
    "SELECT n, head, hash, min_seq, min_hash, digest, live FROM _scope WHERE name=?1";

absl::StatusOr<std::optional<ScopeHead>> ScopeLog::Head(absl::string_view name) {
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectHead));
  select.Bind(1, name);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<ScopeHead>();
  return std::optional<ScopeHead>(ScopeHead{.n = select.Int(0),
                                            .name = std::string(name),
                                            .seq = static_cast<uint64_t>(select.Int(1)),
                                            .hash = std::string(select.Blob(2)),
                                            .min_seq = static_cast<uint64_t>(select.Int(3)),
                                            .min_hash = std::string(select.Blob(4)),
                                            .digest = static_cast<uint64_t>(select.Int(5)),
                                            .rows = select.Int(6)});
}

constexpr char kSelectHeads[] = "SELECT name, head, hash FROM _scope";

absl::StatusOr<std::vector<sync::v1::ScopeHead>> ScopeLog::Heads() {
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectHeads));
  std::vector<sync::v1::ScopeHead> heads;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return heads;
    sync::v1::ScopeHead& head = heads.emplace_back();
    head.set_scope(std::string(select.Text(0)));
    head.mutable_at()->set_seq(static_cast<uint64_t>(select.Int(1)));
    head.mutable_at()->set_hash(std::string(select.Blob(2)));
  }
}

constexpr char kSelectHash[] = "SELECT hash FROM _log WHERE scope=?1 AND seq=?2";

absl::StatusOr<bool> ScopeLog::Contains(const ScopeHead& head, const sync::v1::LogPoint& point) {
  if (point.seq() < head.min_seq || point.seq() > head.seq) return false;
  if (point.seq() == head.min_seq) return point.hash() == head.min_hash;
  if (point.seq() == head.seq) return point.hash() == head.hash;
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectHash));
  select.Bind(1, head.n);
  select.Bind(2, point.seq());
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return found && select.Blob(0) == absl::string_view(point.hash());
}

}  // namespace zoufang::hub
