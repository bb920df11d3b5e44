#include "sync/device/repair.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "sync/base/errors.h"
#include "sync/base/hash.h"
#include "sync/base/log.h"
#include "sync/base/status.h"
#include "sync/device/device_state.h"
#include "sync/device/fold.h"
#include "sync/device/held.h"
#include "sync/device/image_digests.h"
#include "sync/device/image_writer.h"
#include "sync/device/inclusions.h"
#include "sync/device/row_pages.h"
#include "sync/device/scopes.h"
#include "sync/device/screen.h"
#include "sync/schema/row.h"

namespace zoufang::device {
namespace {

using sync::v1::DigestReply;
using sync::v1::DigestRequest;
using sync::v1::RepairPage;
using sync::v1::RepairRequest;

// Beyond it the scope is cheaper taken anew, as the protocol has it.
constexpr size_t kMaxRanges = 4096;

using Digests = std::map<uint32_t, uint64_t>;

bool StandsAt(const Scope& scope, const sync::v1::LogPoint& at) {
  return at.seq() == static_cast<uint64_t>(scope.seq) && at.hash() == scope.hash;
}

// The scope under repair that a reply is about; nullptr: the reply is of another time.
template <typename Request>
absl::StatusOr<Scope*> ScopeOf(const Context& context, const Request& request, ScopeSet& scopes) {
  ASSIGN_OR_RETURN(const DeviceState state, LoadState(context.db));
  if (request.install_id() != state.install_id || state.attach_pending) return nullptr;
  Scope* const scope = scopes.Find(request.scope());
  return scope != nullptr && scope->repairing() ? scope : nullptr;
}

// The own digests that answer the same request.
absl::StatusOr<Digests> OwnDigests(const Context& context, const Scope& scope,
                                   const DigestRequest& request) {
  const std::set<uint32_t> groups(request.groups().begin(), request.groups().end());
  Digests digests;
  RETURN_IF_ERROR(ForEachImage(context, scope.n, [&](uint32_t, absl::string_view id, int64_t rev) {
    const uint32_t range = base::RangeOf(id);
    if (!groups.empty() && !groups.contains(range >> 8)) return;
    digests[groups.empty() ? range >> 8 : range] += base::RowDigest(id, rev);
  }));
  return digests;
}

// Where the two differ, in order. A part that only one of them names differs too.
std::vector<uint32_t> Differing(const Digests& own, const DigestReply& reply) {
  Digests rest = own;
  std::vector<uint32_t> differing;
  for (const auto& theirs : reply.digests()) {
    const auto found = rest.find(theirs.range());
    const bool equal = found != rest.end() && found->second == theirs.digest();
    if (!equal) differing.push_back(theirs.range());
    if (found != rest.end()) rest.erase(found);
  }
  for (const auto& [range, digest] : rest) differing.push_back(range);
  std::sort(differing.begin(), differing.end());
  return differing;
}

// What the rows come to is what the scope's digest says from now on.
absl::Status Settle(const Context& context, ScopeStanding standing, Scope& scope,
                    ScopeSet& scopes) {
  ASSIGN_OR_RETURN(const ImageSum sum, SumOfImages(context, scope.n));
  scope.digest = sum.digest;
  scope.rows = sum.rows;
  scope.standing = standing;
  return scopes.Store(scope, context.db);
}

// Its images do not count until it is taken anew: own edits of rows without one are shown again.
absl::Status GiveUp(const Context& context, Scope& scope, ScopeSet& scopes) {
  RETURN_IF_ERROR(FoldOthers(context));
  return WithoutCapture(context.db, [&]() -> absl::Status {
    const Inclusions before(scopes);
    RETURN_IF_ERROR(Settle(context, ScopeStanding::kInvalid, scope, scopes));
    ASSIGN_OR_RETURN(const std::vector<RowKey> rows, before.RowsThatDiffer(scopes, context));
    ScreenWriter screen(context, scopes);
    for (const RowKey& row : rows) RETURN_IF_ERROR(screen.Rebuild(row));
    return absl::OkStatus();
  });
}

// Replaces the images of the asked ranges, within a write transaction without capture.
class RangeWriter {
 public:
  RangeWriter(const Context& context, ScopeSet& scopes, Scope& scope, HeldIndex& held,
              const RepairRequest& request)
      : context_(context),
        scopes_(scopes),
        scope_(scope),
        images_(context, scopes, held),
        ranges_(request.ranges().begin(), request.ranges().end()) {}

  absl::Status Run(const std::vector<RepairPage>& pages) {
    RETURN_IF_ERROR(images_.Open());
    RETURN_IF_ERROR(RemoveStrangers(pages));
    RowPageReader reader;
    for (const RepairPage& page : pages) {
      RETURN_IF_ERROR(reader.ForEach(
          page.rows().zstd(), page.rows().size(),
          [this](const RowView& row) { return images_.Put(scope_, scope_.included, row); }));
    }
    images_.Close();
    return ShowUnsettled();
  }

 private:
  // Images of the ranges that the server's rows do not have.
  absl::Status RemoveStrangers(const std::vector<RepairPage>& pages) {
    absl::flat_hash_set<RowKey> theirs;
    RowPageReader reader;
    for (const RepairPage& page : pages) {
      RETURN_IF_ERROR(reader.ForEach(page.rows().zstd(), page.rows().size(),
                                     [&](const RowView& row) -> absl::Status {
                                       const absl::string_view id = schema::IdInBody(row.body);
                                       if (!ranges_.contains(base::RangeOf(id))) {
                                         return base::ReplyMalformed("a row of another range");
                                       }
                                       theirs.insert({row.entity, std::string(id)});
                                       return absl::OkStatus();
                                     }));
    }
    std::vector<RowKey> strangers;
    RETURN_IF_ERROR(
        ForEachImage(context_, scope_.n, [&](uint32_t entity, absl::string_view id, int64_t) {
          if (!ranges_.contains(base::RangeOf(id))) return;
          RowKey key{entity, std::string(id)};
          if (!theirs.contains(key)) strangers.push_back(std::move(key));
        }));
    for (const RowKey& row : strangers) {
      RETURN_IF_ERROR(images_.Remove(scope_, row.entity, row.id, Leaving::kForGood));
    }
    return absl::OkStatus();
  }

  absl::Status ShowUnsettled() {
    std::set<std::pair<uint32_t, std::string>> rows;  // In an order that does not vary.
    for (const RowKey& row : images_.unsettled()) rows.emplace(row.entity, row.id);
    ScreenWriter screen(context_, scopes_);
    for (const auto& [entity, id] : rows) RETURN_IF_ERROR(screen.Rebuild({entity, id}));
    return absl::OkStatus();
  }

  const Context& context_;
  ScopeSet& scopes_;
  Scope& scope_;
  ImageWriter images_;
  const absl::flat_hash_set<uint32_t> ranges_;
};

}  // namespace

absl::StatusOr<std::optional<DigestRequest>> MakeDigest(const Context& context) {
  ASSIGN_OR_RETURN(const DeviceState state, LoadState(context.db));
  if (state.attach_pending) return std::nullopt;
  ASSIGN_OR_RETURN(const ScopeSet scopes, ScopeSet::Load(context.db));
  for (const Scope& scope : scopes.all()) {
    if (!scope.repairing()) continue;
    DigestRequest request;
    request.set_install_id(state.install_id);
    request.set_scope(scope.name);
    return request;
  }
  return std::nullopt;
}

absl::StatusOr<RepairNext> TakeDigest(const Context& context, const DigestRequest& request,
                                      const DigestReply& reply) {
  RepairNext next;
  ASSIGN_OR_RETURN(ScopeSet scopes, ScopeSet::Load(context.db));
  ASSIGN_OR_RETURN(Scope* const scope, ScopeOf(context, request, scopes));
  if (scope == nullptr || !StandsAt(*scope, reply.at())) return next;
  ASSIGN_OR_RETURN(const Digests own, OwnDigests(context, *scope, request));
  const std::vector<uint32_t> differing = Differing(own, reply);
  if (differing.empty()) {
    RETURN_IF_ERROR(Settle(context, ScopeStanding::kRepaired, *scope, scopes));
    return next;
  }
  if (request.groups().empty()) {
    next.digest = request;
    next.digest->mutable_groups()->Add(differing.begin(), differing.end());
    return next;
  }
  if (differing.size() > kMaxRanges) {
    RETURN_IF_ERROR(GiveUp(context, *scope, scopes));
    return next;
  }
  next.repair.emplace();
  next.repair->set_install_id(request.install_id());
  next.repair->set_scope(request.scope());
  next.repair->mutable_ranges()->Add(differing.begin(), differing.end());
  return next;
}

absl::Status TakeRepair(const Context& context, const RepairRequest& request,
                        const std::vector<RepairPage>& pages) {
  ASSIGN_OR_RETURN(ScopeSet scopes, ScopeSet::Load(context.db));
  ASSIGN_OR_RETURN(Scope* const scope, ScopeOf(context, request, scopes));
  if (scope == nullptr || pages.empty()) return absl::OkStatus();
  // Refused: not granted, which a pull will tell, or too much for a repair.
  if (!pages.back().has_at()) return GiveUp(context, *scope, scopes);
  if (!StandsAt(*scope, pages.back().at())) return absl::OkStatus();
  RETURN_IF_ERROR(FoldOthers(context));
  return WithoutCapture(context.db, [&]() -> absl::Status {
    ASSIGN_OR_RETURN(HeldIndex held, HeldIndex::Open(context));
    RETURN_IF_ERROR(RangeWriter(context, scopes, *scope, held, request).Run(pages));
    for (const Scope& other : scopes.all()) RETURN_IF_ERROR(scopes.Store(other, context.db));
    base::Log(base::Severity::kWarning, "scope_repaired",
              {{"scope", scope->name}, {"ranges", request.ranges_size()}});
    return Settle(context, ScopeStanding::kRepaired, *scope, scopes);
  });
}

}  // namespace zoufang::device
