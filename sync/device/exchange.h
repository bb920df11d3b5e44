// The device's half of each call: what to send, and what a reply changes (protocol T5-T12).
//
// A reply counts only for the call it answers: one that speaks of an install id, a cursor or a
// staging that is no longer the current one is ignored. Make… runs in a read transaction, Take… in
// a write transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/device/context.h"
#include "sync/device/device_state.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::device {

absl::StatusOr<std::optional<sync::v1::AttachRequest>> MakeAttach(const Context& context);
absl::Status TakeAttach(const Context& context, const sync::v1::AttachRequest& request,
                        const sync::v1::AttachReply& reply);

// After everything captured is folded.
absl::StatusOr<std::optional<sync::v1::PushRequest>> MakePush(const Context& context);
absl::Status TakePush(const Context& context, const sync::v1::PushRequest& request,
                      const sync::v1::PushReply& reply);

absl::StatusOr<std::optional<sync::v1::SnapshotRequest>> MakeSnapshot(const Context& context);
absl::Status TakeSnapshotPage(const Context& context, const sync::v1::SnapshotCursor& asked,
                              const sync::v1::SnapshotPage& page);

absl::StatusOr<std::optional<sync::v1::PullRequest>> MakePull(const Context& context);
// Returns the scopes whose rows differ from the server's after it.
absl::StatusOr<std::vector<std::string>> TakePull(const Context& context,
                                                  const sync::v1::PullRequest& request,
                                                  const std::vector<sync::v1::PullPage>& pages);

// After a pull that could not be put together: what it would have installed is staged anew, for the
// fault may be in there. In a write transaction.
absl::Status DropStagingOf(const Context& context, const sync::v1::PullRequest& request);

absl::Status TakeUnknownInstall(const Context& context, absl::string_view install_id);

// Protocol T5: checks the server's `applied` against the own chain, and forks when it is not on it.
// False: forked; nothing else of the reply may be used. INTERNAL REPLY_MALFORMED.
absl::StatusOr<bool> AcceptApplied(const Context& context, bool given,
                                   const sync::v1::ChainPoint& applied, DeviceState& state);

// Whether a reply comes from the start of the server that the device attached to. False: the device
// is to attach again, and nothing else of the reply may be used. In a write transaction.
absl::StatusOr<bool> IsOfThisStart(const Context& context, int64_t incarnation, DeviceState& state);

}  // namespace zoufang::device
