// What became of what was saved (protocol T8), and what of it needs the author.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/device/captured.h"
#include "sync/device/context.h"
#include "sync/device/device_state.h"
#include "sync/device/report.h"
#include "sync/device/scopes.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::device {

// Seqs of the mutations that a request named, by uuid: what its reply may speak of.
using SeqByUuid = absl::flat_hash_map<std::string, int64_t>;

// Notes which mutations have outcomes, and keeps those that need their author as attention entries;
// a later outcome replaces an earlier one. Rows do not change, except while no scope is granted:
// then an edit is shown until it has an outcome. Raises and stores state.outcome_to. In a write
// transaction.
absl::Status StoreOutcomes(
    const Context& context,
    const google::protobuf::RepeatedPtrField<sync::v1::MutationOutcome>& outcomes,
    const SeqByUuid& named, DeviceState& state);

// The same for a reply that says all the server knows: held mutations that it does not name have no
// outcome any longer.
absl::Status ReplaceOutcomes(
    const Context& context,
    const google::protobuf::RepeatedPtrField<sync::v1::MutationOutcome>& outcomes,
    const SeqByUuid& named, DeviceState& state);

// Notes a change that could not enter the chain, with its content.
absl::Status NoteRefused(const Context& context, absl::string_view uuid, const RowChange& change,
                         const absl::Status& refusal);

// An edit that was HELD has another outcome once its row, or the parent of its row, is here: its
// mutation counts as one without outcome again, so that the next push sends it and the server
// answers what became of it. The entry of a mutation that was forgotten, since its author had
// settled it, just ends. In a write transaction; changes state.outcome_to.
absl::Status AskAboutArrived(const Context& context, ScopeSet& scopes, DeviceState& state);

// The seq of the first mutation of which an edit still waits on the server, unless its author
// settled it; the highest number when there is none. What follows is not forgotten: only the whole
// mutation, sent again, can ask what became of it.
absl::StatusOr<int64_t> FirstWaiting(sql::Database& database);

// Those that the author has not settled.
absl::StatusOr<std::vector<Attention>> ReadAttention(sql::Database& database);

// What an author decided about an entry. It stays in the file, with the content.
enum class Settling { kDismissed = 0, kSavedAgain = 1 };
// Within a save.
absl::Status SettleAttention(const Attention& item, Settling settling, absl::string_view reason,
                             absl::Time now, sql::Database& database);

}  // namespace zoufang::device
