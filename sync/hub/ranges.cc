#include "sync/hub/ranges.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"
#include "sync/hub/hub.h"
#include "sync/hub/row_page.h"

namespace zoufang::hub {
namespace {

using sync::v1::DigestReply;
using sync::v1::RepairPage;

// For EntitySql::page: all rows of a scope.
constexpr int kNoLimit = -1;

}  // namespace

absl::StatusOr<std::optional<ScopeHead>> Ranges::Granted(absl::string_view user_id,
                                                         const std::string& scope) {
  ASSIGN_OR_RETURN(const std::vector<std::string> granted, grants_.ScopesOf(user_id));
  if (!std::binary_search(granted.begin(), granted.end(), scope)) return std::nullopt;
  return log_.Head(scope);
}

absl::StatusOr<DigestReply> Ranges::Digest(absl::string_view user_id,
                                           const sync::v1::DigestRequest& request) {
  DigestReply reply;
  ASSIGN_OR_RETURN(const std::optional<ScopeHead> head, Granted(user_id, request.scope()));
  if (!head.has_value()) return reply;
  const absl::flat_hash_set<uint32_t> groups(request.groups().begin(), request.groups().end());
  std::map<uint32_t, uint64_t> digests;
  for (const schema::Entity& entity : context_.catalogue.entities()) {
    ASSIGN_OR_RETURN(sql::Statement select,
                     context_.db.Prepare(context_.sql.at(entity.number).in_scope));
    select.Bind(1, head->n);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      const absl::string_view id = select.Text(0);
      const uint32_t range = base::RangeOf(id);
      if (!groups.empty() && !groups.contains(range >> 8)) continue;
      digests[groups.empty() ? range >> 8 : range] += base::RowDigest(id, select.Int(1));
    }
  }
  *reply.mutable_at() = head->Point();
  for (const auto& [range, digest] : digests) {
    auto* out = reply.add_digests();
    out->set_range(range);
    out->set_digest(digest);
  }
  return reply;
}

absl::StatusOr<std::vector<RepairPage>> Ranges::Repair(absl::string_view user_id,
                                                       const sync::v1::RepairRequest& request) {
  std::vector<RepairPage> pages(1);
  ASSIGN_OR_RETURN(const std::optional<ScopeHead> head, Granted(user_id, request.scope()));
  if (!head.has_value() || request.ranges_size() > kMaxRepairRanges) return pages;
  ASSIGN_OR_RETURN(const bool whole, AddRows(*head, request, pages));
  if (!whole) return std::vector<RepairPage>(1);
  *pages.back().mutable_at() = head->Point();
  return pages;
}

absl::StatusOr<bool> Ranges::AddRows(const ScopeHead& head, const sync::v1::RepairRequest& request,
                                     std::vector<RepairPage>& pages) {
  const absl::flat_hash_set<uint32_t> ranges(request.ranges().begin(), request.ranges().end());
  RowPageWriter writer;
  int64_t total = 0;
  for (const schema::Entity& entity : context_.catalogue.entities()) {
    ASSIGN_OR_RETURN(sql::Statement select,
                     context_.db.Prepare(context_.sql.at(entity.number).page));
    select.Bind(1, head.n);
    select.Bind(2, "");
    select.Bind(3, kNoLimit);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      if (!ranges.contains(base::RangeOf(select.Text(0)))) continue;
      const size_t before = writer.bytes();
      writer.Add(entity, select);
      total += static_cast<int64_t>(writer.bytes() - before);
      if (total > context_.limits.pull_bytes) return false;
      if (static_cast<int64_t>(writer.bytes()) < context_.limits.page_bytes) continue;
      ASSIGN_OR_RETURN(*pages.back().mutable_rows(), writer.Finish());
      pages.emplace_back();
    }
  }
  if (writer.empty()) return true;
  ASSIGN_OR_RETURN(*pages.back().mutable_rows(), writer.Finish());
  return true;
}

}  // namespace zoufang::hub
