#include "sync/hub/feed.h"

#include <algorithm>

#include "sync/base/errors.h"
#include "sync/base/log.h"
#include "sync/base/status.h"
#include "sync/hub/hub.h"
#include "sync/hub/ingest.h"
#include "sync/hub/installs.h"

namespace zoufang::hub {
namespace {

using sync::v1::PullPage;
using sync::v1::SnapshotCursor;
using sync::v1::SnapshotPage;

// Rows read in one query of a page; the page's size in bytes is the real limit.
constexpr int kRowsPerQuery = 2000;

}  // namespace

// --- pull
// ------------------------------------------------------------------------------------------

absl::StatusOr<std::vector<PullPage>> Feed::Pull(absl::string_view user_id,
                                                 const sync::v1::PullRequest& request) {
  std::vector<PullPage> pages;
  sync::v1::Checkpoint checkpoint;
  ASSIGN_OR_RETURN(const std::vector<std::string> granted, grants_.ScopesOf(user_id));
  for (const auto& cursor : request.scopes()) {
    if (!std::binary_search(granted.begin(), granted.end(), cursor.scope())) continue;
    ASSIGN_OR_RETURN(const std::optional<ScopeHead> head, log_.Head(cursor.scope()));
    sync::v1::ScopeHead& out = *checkpoint.add_heads();
    out.set_scope(cursor.scope());
    bool sent = head.has_value();
    if (sent) {
      ASSIGN_OR_RETURN(sent, IsKnown(*head, cursor));
    }
    if (sent) {
      ASSIGN_OR_RETURN(sent, AddChanges(*head, cursor.at().seq(), pages));
    }
    out.set_unknown(!sent);
    if (!sent) continue;
    *out.mutable_at() = head->Point();
    out.set_digest(head->digest);
  }
  RETURN_IF_ERROR(AddCheckpoint(user_id, request, granted, checkpoint));
  if (pages.empty()) pages.emplace_back();
  *pages.back().mutable_checkpoint() = std::move(checkpoint);
  return pages;
}

absl::StatusOr<bool> Feed::IsKnown(const ScopeHead& head, const sync::v1::ScopeCursor& cursor) {
  ASSIGN_OR_RETURN(const bool start, log_.Contains(head, cursor.at()));
  if (!start && cursor.at().seq() >= head.min_seq) {
    // Not compacted away, and not of this log: the device saw another line of it.
    base::Log(base::Severity::kError, "older_database",
              {{"sign", "cursor"}, {"scope", head.name}, {"seq", cursor.at().seq()}});
  }
  if (!start || !cursor.has_latest()) return start;
  return log_.Contains(head, cursor.latest());
}

constexpr char kSelectSince[] =
    "SELECT entity, row_id, kind, max(seq) FROM _log WHERE scope=?1 AND seq>?2"
    " GROUP BY row_id ORDER BY entity";

absl::StatusOr<Feed::Since> Feed::ChangesSince(const ScopeHead& head, uint64_t seq) {
  Since since;
  if (seq == head.seq) return since;
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectSince));
  select.Bind(1, head.n);
  select.Bind(2, seq);
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return since;
    ++since.count;
    const auto entity = static_cast<uint32_t>(select.Int(0));
    const auto kind = static_cast<LogKind>(select.Int(2));
    if (kind == LogKind::kPut) {
      since.puts[entity].emplace_back(select.Text(1));
      continue;
    }
    sync::v1::Removal removal;
    removal.set_entity(entity);
    removal.set_row_id(std::string(select.Text(1)));
    removal.set_gone(kind == LogKind::kGone);
    since.removals.push_back(std::move(removal));
  }
}

absl::StatusOr<bool> Feed::AddChanges(const ScopeHead& head, uint64_t seq,
                                      std::vector<PullPage>& pages) {
  ASSIGN_OR_RETURN(const Since since, ChangesSince(head, seq));
  if (since.count == 0) return true;
  std::vector<PullPage> added(1);
  auto* changes = added.back().add_changes();
  changes->set_scope(head.name);
  changes->mutable_removals()->Add(since.removals.begin(), since.removals.end());
  RowPageWriter writer;
  int64_t total = 0;
  for (const auto& [number, ids] : since.puts) {
    const schema::Entity* entity = context_.catalogue.Find(number);
    if (entity == nullptr) return base::DatabaseDamaged(context_.db.path());
    ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(context_.sql.at(number).body));
    for (const std::string& id : ids) {
      select.BindBorrowed(1, id);
      ASSIGN_OR_RETURN(const bool found, select.Step());
      if (!found) return base::DatabaseDamaged(context_.db.path());
      const size_t before = writer.bytes();
      writer.Add(*entity, select);
      select.Reset();
      total += static_cast<int64_t>(writer.bytes() - before);
      if (total > context_.limits.pull_bytes) return false;
      if (static_cast<int64_t>(writer.bytes()) < context_.limits.page_bytes) continue;
      ASSIGN_OR_RETURN(*changes->mutable_rows(), writer.Finish());
      changes = added.emplace_back().add_changes();
      changes->set_scope(head.name);
    }
  }
  if (!writer.empty()) {
    ASSIGN_OR_RETURN(*changes->mutable_rows(), writer.Finish());
  }
  std::move(added.begin(), added.end(), std::back_inserter(pages));
  return true;
}

absl::Status Feed::AddCheckpoint(absl::string_view user_id, const sync::v1::PullRequest& request,
                                 const std::vector<std::string>& granted,
                                 sync::v1::Checkpoint& checkpoint) {
  checkpoint.mutable_granted()->Add(granted.begin(), granted.end());
  if (request.scopes().empty()) RETURN_IF_ERROR(AddSizes(granted, checkpoint));
  ASSIGN_OR_RETURN(const int64_t version, grants_.VersionOf(user_id));
  checkpoint.set_grant_version(version);
  Installs installs(context_);
  ASSIGN_OR_RETURN(const std::optional<Install> install, installs.Find(request.install_id()));
  if (!install.has_value() || install->user_id != user_id) {
    return base::UnknownInstall();
  }
  *checkpoint.mutable_applied() = install->Applied();
  checkpoint.set_durable_seq(install->durable_seq);
  uint64_t rolled = install->last_seq;
  Ingest ingest(context_, grants_);
  for (const auto& link : request.held()) {
    if (link.seq() != rolled + 1) continue;
    ASSIGN_OR_RETURN(const auto known, ingest.Known(link.uuid()));
    if (known.has_value()) rolled = link.seq();
  }
  checkpoint.set_rolled(rolled);
  checkpoint.set_incarnation(context_.incarnation);
  return absl::OkStatus();
}

absl::Status Feed::AddSizes(const std::vector<std::string>& granted,
                            sync::v1::Checkpoint& checkpoint) {
  for (const std::string& scope : granted) {
    ASSIGN_OR_RETURN(const std::optional<ScopeHead> head, log_.Head(scope));
    checkpoint.add_granted_rows(head.has_value() ? static_cast<uint64_t>(head->rows) : 0);
  }
  return absl::OkStatus();
}

// --- snapshot
// --------------------------------------------------------------------------------------

absl::StatusOr<SnapshotPage> Feed::Snapshot(absl::string_view user_id,
                                            const SnapshotCursor& cursor) {
  SnapshotPage page;
  *page.mutable_next() = cursor;
  ASSIGN_OR_RETURN(const std::vector<std::string> granted, grants_.ScopesOf(user_id));
  ASSIGN_OR_RETURN(const std::optional<ScopeHead> head, log_.Head(cursor.scope()));
  bool valid =
      head.has_value() && std::binary_search(granted.begin(), granted.end(), cursor.scope());
  if (valid && cursor.has_start()) {
    ASSIGN_OR_RETURN(valid, log_.Contains(*head, cursor.start()));
  }
  if (valid && cursor.has_latest()) {
    ASSIGN_OR_RETURN(valid, log_.Contains(*head, cursor.latest()));
  }
  page.set_refused(!valid);
  if (!valid) return page;
  if (std::optional<SnapshotPage> kept = pages_.Find(head->hash, cursor); kept.has_value()) {
    page = *std::move(kept);
  } else {
    ASSIGN_OR_RETURN(page, MakePage(*head, cursor));
    pages_.Keep(head->hash, cursor, page);
  }
  *page.mutable_next()->mutable_start() = cursor.has_start() ? cursor.start() : head->Point();
  *page.mutable_next()->mutable_latest() = head->Point();
  return page;
}

absl::StatusOr<SnapshotPage> Feed::MakePage(const ScopeHead& head, const SnapshotCursor& cursor) {
  SnapshotPage page;
  *page.mutable_next() = cursor;
  RowPageWriter writer;
  ASSIGN_OR_RETURN(const bool done, FillPage(head, cursor, writer, *page.mutable_next()));
  page.set_done(done);
  ASSIGN_OR_RETURN(*page.mutable_rows(), writer.Finish());
  return page;
}

absl::StatusOr<bool> Feed::FillPage(const ScopeHead& head, const SnapshotCursor& cursor,
                                    RowPageWriter& writer, SnapshotCursor& next) {
  std::string after = cursor.after_id();
  for (const schema::Entity& entity : context_.catalogue.entities()) {
    if (entity.number < cursor.after_entity()) continue;
    if (entity.number > cursor.after_entity()) after.clear();
    while (true) {
      ASSIGN_OR_RETURN(sql::Statement select,
                       context_.db.Prepare(context_.sql.at(entity.number).page));
      select.Bind(1, head.n);
      select.Bind(2, after);
      select.Bind(3, kRowsPerQuery);
      int rows = 0;
      bool more = false;
      while (static_cast<int64_t>(writer.bytes()) < context_.limits.page_bytes) {
        ASSIGN_OR_RETURN(more, select.Step());
        if (!more) break;
        writer.Add(entity, select);
        after = std::string(select.Text(0));
        ++rows;
      }
      if (rows > 0) {
        next.set_after_entity(entity.number);
        next.set_after_id(after);
      }
      if (static_cast<int64_t>(writer.bytes()) >= context_.limits.page_bytes) return false;
      if (rows < kRowsPerQuery) break;
    }
  }
  return true;
}

}  // namespace zoufang::hub
