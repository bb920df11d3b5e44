#include "sync/device/held.h"

#include <utility>

#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::device {

absl::StatusOr<HeldIndex> HeldIndex::Open(const Context& context) {
  HeldIndex index(context);
  ASSIGN_OR_RETURN(const int64_t any, context.db.QueryInt("SELECT EXISTS (SELECT 1 FROM _held)"));
  index.empty_ = any == 0;
  return index;
}

constexpr char kSelectLast[] = "SELECT max(seq) FROM _held WHERE row_id=?1 AND entity=?2";

absl::StatusOr<int64_t> HeldIndex::LastSeq(uint32_t entity, absl::string_view id) {
  if (empty_) return 0;
  if (preloaded_) {
    const auto found = last_.find(id);
    if (found == last_.end()) return 0;
    for (const auto& [number, seq] : found->second) {
      if (number == entity) return seq;
    }
    return 0;
  }
  ASSIGN_OR_RETURN(sql::Statement select, context_->db.Prepare(kSelectLast));
  select.BindBorrowed(1, id);
  select.Bind(2, entity);
  RETURN_IF_ERROR(select.Step().status());
  return select.Int(0);
}

constexpr char kSelectAll[] = "SELECT row_id, entity, max(seq) FROM _held GROUP BY row_id, entity";

absl::Status HeldIndex::Preload() {
  if (empty_) return absl::OkStatus();
  ASSIGN_OR_RETURN(sql::Statement select, context_->db.Prepare(kSelectAll));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) break;
    last_[std::string(select.Text(0))].emplace_back(static_cast<uint32_t>(select.Int(1)),
                                                    select.Int(2));
  }
  preloaded_ = true;
  return absl::OkStatus();
}

absl::Status HeldEdits::Parse(int64_t seq, absl::string_view body) {
  if (seq == parsed_seq_) return absl::OkStatus();
  if (!parsed_.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
    return base::DatabaseDamaged(context_.db.path());
  }
  parsed_seq_ = seq;
  return absl::OkStatus();
}

constexpr char kSelectEdits[] =
    "SELECT h.seq, c.uuid, h.seq<=d.outcome_to OR EXISTS (SELECT 1 FROM _outcome WHERE seq=h.seq),"
    " c.body FROM _device d CROSS JOIN _held h CROSS JOIN _chain c"
    " WHERE h.row_id=?1 AND h.entity=?2 AND h.seq>?3 AND c.seq=h.seq ORDER BY h.seq";

absl::StatusOr<std::vector<HeldEdit>> HeldEdits::Of(const RowKey& row, const Inclusion& inclusion) {
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectEdits));
  select.BindBorrowed(1, row.id);
  select.Bind(2, row.entity);
  select.Bind(3, inclusion.by_outcome ? -1 : inclusion.seq);
  std::vector<HeldEdit> edits;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return edits;
    const int64_t seq = select.Int(0);
    if (inclusion.Contains(seq, select.Int(2) != 0)) continue;
    RETURN_IF_ERROR(Parse(seq, select.Blob(3)));
    for (const sync::v1::Edit& edit : parsed_.edits()) {
      if (edit.row_id() != row.id || edit.entity() != row.entity) continue;
      edits.push_back({seq, std::string(select.Blob(1)), edit});
    }
  }
}

}  // namespace zoufang::device
