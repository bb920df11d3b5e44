// What devices take from the hub: snapshots page by page, and what changed since (S8, S9).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/hub/context.h"
#include "sync/hub/grants.h"
#include "sync/hub/page_cache.h"
#include "sync/hub/row_page.h"
#include "sync/hub/scope_log.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::hub {

// One per read transaction: everything it returns is as of that snapshot.
class Feed {
 public:
  Feed(const Context& context, Grants& grants, PageCache& pages)
      : context_(context), grants_(grants), pages_(pages), log_(context) {}

  absl::StatusOr<std::vector<sync::v1::PullPage>> Pull(absl::string_view user_id,
                                                       const sync::v1::PullRequest& request);
  absl::StatusOr<sync::v1::SnapshotPage> Snapshot(absl::string_view user_id,
                                                  const sync::v1::SnapshotCursor& cursor);

 private:
  // The rows that a scope's log names since a cursor: ids to send, by entity.
  struct Since {
    std::map<uint32_t, std::vector<std::string>> puts;
    std::vector<sync::v1::Removal> removals;
    int64_t count = 0;
  };

  absl::StatusOr<bool> IsKnown(const ScopeHead& head, const sync::v1::ScopeCursor& cursor);
  absl::StatusOr<Since> ChangesSince(const ScopeHead& head, uint64_t seq);
  // False: more than a pull may carry.
  absl::StatusOr<bool> AddChanges(const ScopeHead& head, uint64_t seq,
                                  std::vector<sync::v1::PullPage>& pages);
  absl::Status AddCheckpoint(absl::string_view user_id, const sync::v1::PullRequest& request,
                             const std::vector<std::string>& granted,
                             sync::v1::Checkpoint& checkpoint);
  // How much a first sync of each will bring.
  absl::Status AddSizes(const std::vector<std::string>& granted, sync::v1::Checkpoint& checkpoint);
  absl::StatusOr<sync::v1::SnapshotPage> MakePage(const ScopeHead& head,
                                                  const sync::v1::SnapshotCursor& cursor);
  absl::StatusOr<bool> FillPage(const ScopeHead& head, const sync::v1::SnapshotCursor& cursor,
                                RowPageWriter& writer, sync::v1::SnapshotCursor& next);

  const Context& context_;
  Grants& grants_;
  PageCache& pages_;
  ScopeLog log_;
};

}  // namespace zoufang::hub
