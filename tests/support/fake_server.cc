#include "tests/support/fake_server.h"

#include <zstd.h>

#include "absl/strings/str_cat.h"
#include "sync/base/errors.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"

namespace zoufang::testing {

using sync::v1::PullPage;
using sync::v1::SnapshotPage;

schema::Row MakeRow(const schema::Entity& entity, const std::string& id, const Fields& fields) {
  schema::Row row = schema::DefaultRow(entity);
  row.values[0] = id;
  for (const auto& [name, value] : fields) row.values[entity.IndexOf(name)] = value;
  return row;
}

void FakeServer::Put(const std::string& scope, const std::string& table, const std::string& id,
                     int64_t rev, const Fields& fields) {
  const schema::Entity& entity = *catalogue_.FindByTable(table);
  PutBody(scope, entity.number, id, rev, schema::EncodeRow(entity, MakeRow(entity, id, fields)));
}

void FakeServer::PutBody(const std::string& scope, uint32_t entity, const std::string& id,
                         int64_t rev, std::string body) {
  scopes_[scope].rows[id] = {entity, rev, std::move(body)};
  scopes_[scope].log.push_back({id, entity, 'P'});
}

void FakeServer::Remove(const std::string& scope, const std::string& id, bool gone) {
  ServerScope& from = scopes_[scope];
  from.log.push_back({id, from.rows.at(id).entity, gone ? 'G' : 'L'});
  from.rows.erase(id);
}

void FakeServer::Forget() {
  outcomes_.clear();
  mutations.clear();
  applied.set_seq(0);
  applied.set_hash(std::string(16, '\0'));
}

absl::Status FakeServer::Begin(const std::string& call) {
  calls.push_back(call);
  if (applied.hash().empty()) applied.set_hash(std::string(16, '\0'));
  return before ? before(call) : absl::OkStatus();
}

sync::v1::LogPoint FakeServer::HeadOf(const std::string& name, const ServerScope& scope) {
  sync::v1::LogPoint head;
  head.set_seq(scope.log.size());
  head.set_hash(base::Hash128({name, absl::StrCat(scope.log.size())}));
  return head;
}

uint64_t FakeServer::DigestOf(const ServerScope& scope) const {
  uint64_t digest = 0;
  for (const auto& [id, row] : scope.rows) digest += base::RowDigest(id, row.rev);
  return digest;
}

sync::v1::RowPage FakeServer::PageOf(const std::vector<const StoredRow*>& rows) const {
  sync::v1::RowBatch batch;
  for (const StoredRow* row : rows) {
    auto* added = batch.add_rows();
    added->set_entity(row->entity);
    added->set_rev(row->rev);
    added->set_body(row->body);
  }
  const std::string raw = batch.SerializeAsString();
  std::string zstd(ZSTD_compressBound(raw.size()), '\0');
  zstd.resize(ZSTD_compress(zstd.data(), zstd.size(), raw.data(), raw.size(), 1));
  sync::v1::RowPage page;
  page.set_zstd(zstd);
  page.set_size(static_cast<uint32_t>(raw.size()));
  page.set_count(static_cast<uint32_t>(rows.size()));
  return page;
}

// --- replies -------------------------------------------------------------------------------------

sync::v1::AttachReply FakeServer::Answer(const sync::v1::AttachRequest& request) {
  sync::v1::AttachReply reply;
  reply.set_incarnation(incarnation);
  sync::v1::ChainPoint last = request.base();
  bool prefix = true;
  for (const auto& link : request.chain()) {
    const auto known = outcomes_.find(link.uuid());
    prefix = prefix && known != outcomes_.end();
    if (known != outcomes_.end()) *reply.add_outcomes() = known->second;
    if (!prefix) continue;
    last.set_seq(link.seq());
    last.set_hash(link.hash());
  }
  if (std::exchange(install_, request.install_id()) != install_) applied = last;
  knows_install = true;
  *reply.mutable_applied() = applied;
  return reply;
}

sync::v1::PushReply FakeServer::Answer(const sync::v1::PushRequest& request) {
  sync::v1::PushReply reply;
  reply.set_incarnation(incarnation);
  reply.set_status(knows_install ? sync::v1::PushReply::OK : sync::v1::PushReply::UNKNOWN_INSTALL);
  if (!knows_install) return reply;
  for (const auto& mutation : request.mutations()) {
    if (!ingests) break;
    if (mutation.seq() == applied.seq() + 1) {
      if (outcomes_.count(mutation.uuid()) == 0) mutations.push_back(mutation);
      applied.set_seq(mutation.seq());
      applied.set_hash(mutation.hash());
    }
    sync::v1::MutationBody body;
    body.ParseFromString(mutation.body());
    sync::v1::MutationOutcome outcome;
    outcome.set_uuid(mutation.uuid());
    for (const auto& edit : body.edits()) {
      auto* one = outcome.add_edits();
      const auto verdict = verdicts.find(edit.row_id());
      if (verdict != verdicts.end()) *one = verdict->second;
      if (verdict == verdicts.end()) one->set_verdict(sync::v1::EditOutcome::APPLIED);
      one->set_entity(edit.entity());
      one->set_row_id(edit.row_id());
    }
    outcomes_[mutation.uuid()] = outcome;
    *reply.add_outcomes() = outcome;
  }
  *reply.mutable_applied() = applied;
  return reply;
}

std::vector<SnapshotPage> FakeServer::Answer(const sync::v1::SnapshotRequest& request) {
  std::vector<SnapshotPage> pages;
  for (sync::v1::SnapshotCursor cursor : request.scopes()) {
    const ServerScope& scope = scopes_[cursor.scope()];
    for (bool done = false; !done;) {
      SnapshotPage& page = pages.emplace_back();
      *page.mutable_next() = cursor;
      page.set_refused(!granted.contains(cursor.scope()) || refused.contains(cursor.scope()));
      if (page.refused()) break;
      std::vector<const StoredRow*> rows;
      auto next = scope.rows.upper_bound(cursor.after_id());
      for (; next != scope.rows.end() && static_cast<int>(rows.size()) < rows_per_page; ++next) {
        rows.push_back(&next->second);
        page.mutable_next()->set_after_entity(next->second.entity);
        page.mutable_next()->set_after_id(next->first);
      }
      done = next == scope.rows.end();
      page.set_done(done);
      *page.mutable_rows() = PageOf(rows);
      const sync::v1::LogPoint head = HeadOf(cursor.scope(), scope);
      if (!cursor.has_start()) *page.mutable_next()->mutable_start() = head;
      *page.mutable_next()->mutable_latest() = head;
      cursor = page.next();
    }
  }
  return pages;
}

std::vector<PullPage> FakeServer::Answer(const sync::v1::PullRequest& request) {
  last_pull = request;
  std::vector<PullPage> pages(1);
  sync::v1::Checkpoint checkpoint;
  for (const auto& cursor : request.scopes()) {
    if (!granted.contains(cursor.scope())) continue;
    const ServerScope& scope = scopes_[cursor.scope()];
    auto* head = checkpoint.add_heads();
    head->set_scope(cursor.scope());
    head->set_unknown(unknown.contains(cursor.scope()));
    if (head->unknown()) continue;
    *head->mutable_at() = HeadOf(cursor.scope(), scope);
    head->set_digest(DigestOf(scope) + (wrong_digest.contains(cursor.scope()) ? 1 : 0));
    std::map<std::string, LogEntry> latest;
    for (size_t seq = cursor.at().seq(); seq < scope.log.size(); ++seq) {
      latest.insert_or_assign(scope.log[seq].id, scope.log[seq]);
    }
    // Removals and rows on pages of their own: a pull may have any number.
    auto* removals = pages.emplace_back().add_changes();
    removals->set_scope(cursor.scope());
    std::vector<const StoredRow*> rows;
    for (const auto& [id, entry] : latest) {
      if (entry.kind == 'P') {
        rows.push_back(&scope.rows.at(id));
        continue;
      }
      auto* removal = removals->add_removals();
      removal->set_entity(entry.entity);
      removal->set_row_id(id);
      removal->set_gone(entry.kind == 'G');
    }
    auto* changes = pages.emplace_back().add_changes();
    changes->set_scope(cursor.scope());
    *changes->mutable_rows() = PageOf(rows);
  }
  for (const std::string& scope : granted) checkpoint.add_granted(scope);
  checkpoint.set_grant_version(grant_version);
  *checkpoint.mutable_applied() = applied;
  checkpoint.set_rolled(applied.seq() + rolled_beyond);
  checkpoint.set_durable_seq(durable);
  checkpoint.set_incarnation(incarnation);
  *pages.back().mutable_checkpoint() = checkpoint;
  return pages;
}

sync::v1::DigestReply FakeServer::Answer(const sync::v1::DigestRequest& request) {
  sync::v1::DigestReply reply;
  if (!granted.contains(request.scope())) return reply;
  const ServerScope& scope = scopes_[request.scope()];
  *reply.mutable_at() = HeadOf(request.scope(), scope);
  const std::set<uint32_t> groups(request.groups().begin(), request.groups().end());
  std::map<uint32_t, uint64_t> digests;
  for (const auto& [id, row] : scope.rows) {
    const uint32_t range = base::RangeOf(id);
    if (!groups.empty() && !groups.contains(range / 256)) continue;
    digests[groups.empty() ? range / 256 : range] += base::RowDigest(id, row.rev);
  }
  for (const auto& [range, digest] : digests) {
    reply.add_digests()->set_range(range);
    reply.mutable_digests()->rbegin()->set_digest(digest);
  }
  return reply;
}

std::vector<sync::v1::RepairPage> FakeServer::Answer(const sync::v1::RepairRequest& request) {
  last_repair = request;
  std::vector<sync::v1::RepairPage> pages(1);
  if (!granted.contains(request.scope())) return pages;
  const ServerScope& scope = scopes_[request.scope()];
  const std::set<uint32_t> ranges(request.ranges().begin(), request.ranges().end());
  for (const auto& [id, row] : scope.rows) {
    if (ranges.contains(base::RangeOf(id))) *pages.emplace_back().mutable_rows() = PageOf({&row});
  }
  *pages.back().mutable_at() = HeadOf(request.scope(), scope);
  return pages;
}

// --- as a transport ------------------------------------------------------------------------------

absl::StatusOr<sync::v1::AttachReply> FakeServer::Attach(const sync::v1::AttachRequest& request) {
  RETURN_IF_ERROR(Begin("attach"));
  attaches.push_back(request);
  return Answer(request);
}

absl::StatusOr<sync::v1::PushReply> FakeServer::Push(const sync::v1::PushRequest& request) {
  RETURN_IF_ERROR(Begin("push"));
  return Answer(request);
}

absl::Status FakeServer::Snapshot(const sync::v1::SnapshotRequest& request,
                                  absl::FunctionRef<absl::Status(const SnapshotPage&)> take) {
  RETURN_IF_ERROR(Begin("snapshot"));
  for (const SnapshotPage& page : Answer(request)) RETURN_IF_ERROR(take(page));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PullPage>> FakeServer::Pull(const sync::v1::PullRequest& request) {
  RETURN_IF_ERROR(Begin("pull"));
  if (!knows_install) return base::UnknownInstall();
  return Answer(request);
}

absl::StatusOr<sync::v1::DigestReply> FakeServer::Digest(const sync::v1::DigestRequest& request) {
  RETURN_IF_ERROR(Begin("digest"));
  return Answer(request);
}

absl::StatusOr<std::vector<sync::v1::RepairPage>> FakeServer::Repair(
    const sync::v1::RepairRequest& request) {
  RETURN_IF_ERROR(Begin("repair"));
  return Answer(request);
}

}  // namespace zoufang::testing
