#include "sync/device/chain.h"

#include <algorithm>
#include <utility>

#include "sync/base/errors.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"
#include "sync/device/received.h"

namespace zoufang::device {
namespace {

// A window takes about one second on a slow line, and stays far below the server's limits.
constexpr int64_t kWindowMutations = 500;
constexpr int64_t kWindowBytes = 1 << 20;
// A clock may be set back by this much without doubt: what time services correct.
constexpr int64_t kClockSlackUs = 2'000'000;

}  // namespace

constexpr char kSelectAuthor[] =
    "SELECT e.user_id, d.grant_version, d.last_pull_us, d.base_seq, d.base_hash"
    " FROM _enrollment e, _device d";

absl::StatusOr<ChainWriter> ChainWriter::Open(const Context& context) {
  ASSIGN_OR_RETURN(sql::Statement author, context.db.Prepare(kSelectAuthor));
  ASSIGN_OR_RETURN(const bool enrolled, author.Step());
  if (!enrolled) return base::NotEnrolled();
  ChainWriter writer(context);
  writer.user_id_ = std::string(author.Text(0));
  writer.grant_version_ = author.Int(1);
  writer.now_us_ = context.now_us();
  int64_t latest_us = author.Int(2);
  ASSIGN_OR_RETURN(std::optional<ChainEnd> end, LoadChainEnd(context.db));
  if (end.has_value()) {
    latest_us = std::max(latest_us, end->saved_us);
    writer.last_ = std::move(end->place);
  } else {
    writer.last_ = {author.Int(3), std::string(author.Blob(4))};
  }
  // A clock that runs behind what it showed before is not to be trusted.
  writer.clock_trusted_ = writer.now_us_ + kClockSlackUs >= latest_us;
  return writer;
}

absl::Status ChainWriter::Append(absl::string_view uuid, sync::v1::MutationBody& content) {
  content.set_user_id(user_id_);
  content.set_grant_version(grant_version_);
  content.set_observed_at_us(now_us_);
  content.set_clock_trusted(clock_trusted_);
  const std::string body = content.SerializeAsString();
  const auto size = static_cast<int64_t>(body.size());
  if (size > kMaxMutationBytes) return base::MutationTooLarge(size, kMaxMutationBytes);
  const std::string hash = base::Hash128({last_.hash, uuid, body});
  RETURN_IF_ERROR(Insert(uuid, hash, body));
  last_ = {last_.seq + 1, hash};
  return Index(content);
}

constexpr char kInsertMutation[] =
    "INSERT INTO _chain(seq, uuid, prev_hash, hash, saved_us, body) VALUES (?1, ?2, ?3, ?4, ?5, "
    "?6)";

absl::Status ChainWriter::Insert(absl::string_view uuid, absl::string_view hash,
                                 absl::string_view body) {
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertMutation));
  insert.Bind(1, last_.seq + 1);
  insert.BindBlobBorrowed(2, uuid);
  insert.BindBlobBorrowed(3, last_.hash);
  insert.BindBlobBorrowed(4, hash);
  insert.Bind(5, now_us_);
  insert.BindBlobBorrowed(6, body);
  return insert.Run();
}

constexpr char kInsertHeld[] =
    "INSERT INTO _held(row_id, entity, seq, makes) VALUES (?1, ?2, ?3, ?4)";

absl::Status ChainWriter::Index(const sync::v1::MutationBody& body) {
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertHeld));
  for (const sync::v1::Edit& edit : body.edits()) {
    insert.BindBorrowed(1, edit.row_id());
    insert.Bind(2, edit.entity());
    insert.Bind(3, last_.seq);
    const schema::Entity* entity = context_.catalogue.Find(edit.entity());
    const bool makes = edit.kind() == sync::v1::Edit::CREATE && entity != nullptr;
    insert.Bind(4, makes && !entity->is_child() ? 1 : 0);
    RETURN_IF_ERROR(insert.Run());
  }
  return absl::OkStatus();
}

constexpr char kSelectHash[] = "SELECT hash FROM _chain WHERE seq=?1";

absl::StatusOr<bool> IsOnChain(const DeviceState& state, const sync::v1::ChainPoint& applied,
                               sql::Database& database) {
  const auto seq = static_cast<int64_t>(applied.seq());
  if (seq == state.base.seq) return applied.hash() == state.base.hash;
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectHash));
  select.Bind(1, seq);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return found && select.Blob(0) == applied.hash();
}

constexpr char kSelectWindow[] =
    "SELECT seq, uuid, prev_hash, hash, body FROM _chain WHERE seq>=?1 ORDER BY seq LIMIT ?2";

absl::StatusOr<std::vector<sync::v1::Mutation>> ReadWindow(int64_t first, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectWindow));
  select.Bind(1, first);
  select.Bind(2, kWindowMutations);
  std::vector<sync::v1::Mutation> window;
  for (int64_t bytes = 0; bytes < kWindowBytes; bytes += window.back().body().size()) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    sync::v1::Mutation& mutation = window.emplace_back();
    mutation.set_seq(select.Int(0));
    mutation.set_uuid(std::string(select.Blob(1)));
    mutation.set_prev_hash(std::string(select.Blob(2)));
    mutation.set_hash(std::string(select.Blob(3)));
    mutation.set_body(std::string(select.Blob(4)));
  }
  return window;
}

constexpr char kSelectLinks[] =
    "SELECT seq, uuid, hash FROM _chain WHERE seq>?1 ORDER BY seq LIMIT ?2";

absl::StatusOr<std::vector<sync::v1::ChainLink>> ReadLinks(int64_t after, int64_t limit,
                                                           sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectLinks));
  select.Bind(1, after);
  select.Bind(2, limit);
  std::vector<sync::v1::ChainLink> links;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return links;
    sync::v1::ChainLink& link = links.emplace_back();
    link.set_seq(select.Int(0));
    link.set_uuid(std::string(select.Blob(1)));
    link.set_hash(std::string(select.Blob(2)));
  }
}

constexpr char kSelectBodies[] = "SELECT body FROM _chain WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq";

absl::StatusOr<std::vector<RowKey>> RowsOf(int64_t first, int64_t last, const Context& context) {
  ASSIGN_OR_RETURN(sql::Statement select, context.db.Prepare(kSelectBodies));
  select.Bind(1, first);
  select.Bind(2, last);
  std::vector<RowKey> rows;
  sync::v1::MutationBody body;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return rows;
    const absl::string_view bytes = select.Blob(0);
    if (!body.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) continue;
    for (const sync::v1::Edit& edit : body.edits()) rows.push_back({edit.entity(), edit.row_id()});
  }
}

constexpr char kForgetMutations[] = "DELETE FROM _chain WHERE seq<=?1";
constexpr char kForgetHeld[] = "DELETE FROM _held WHERE seq<=?1";

absl::Status Forget(int64_t seq, DeviceState& state, sql::Database& database) {
  if (seq <= state.base.seq) return absl::OkStatus();
  {
    ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectHash));
    select.Bind(1, seq);
    ASSIGN_OR_RETURN(const bool found, select.Step());
    if (!found) return base::DatabaseDamaged(database.path());
    state.base = {seq, std::string(select.Blob(0))};
  }
  RETURN_IF_ERROR(KeepReceived(seq, database));
  for (const char* text : {kForgetMutations, kForgetHeld}) {
    ASSIGN_OR_RETURN(sql::Statement forget, database.Prepare(text));
    forget.Bind(1, seq);
    RETURN_IF_ERROR(forget.Run());
  }
  return absl::OkStatus();
}

}  // namespace zoufang::device
