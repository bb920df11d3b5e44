// The end of a device whose access was withdrawn: it hands in what it holds and keeps nothing.
//
//   at work --INSTALL_REVOKED--> handing in --all is kept by the server--> wiped
//
// From the first step on no row is there any more, on the screen or in the file; the chain stays
// until the server's quarantine holds it, however long that takes. A new enrolment begins anew:
// with the chain that is left, or after the wipe with nothing.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/device/context.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::device {

enum class WithdrawalState { kAtWork = 0, kHandingIn = 1, kWiped = 2 };

struct Withdrawal {
  WithdrawalState state = WithdrawalState::kAtWork;
  int64_t handed_in_to = 0;  // The last seq that was handed in.

  bool at_work() const { return state == WithdrawalState::kAtWork; }
};

absl::StatusOr<Withdrawal> LoadWithdrawal(sql::Database& database);

// PERMISSION_DENIED DEVICE_WITHDRAWN: what the device says from then on.
absl::Status DeviceWithdrawn();
// OK while the device is at work.
absl::Status CheckAtWork(sql::Database& database);

// The access is withdrawn: folds what was captured and removes every row. In a write transaction.
absl::Status BeginWithdrawal(const Context& context);
// The next mutations to hand in, all that no verified backup holds; nullopt: none.
absl::StatusOr<std::optional<sync::v1::SurrenderRequest>> MakeSurrender(const Context& context);
// They are kept; with the last ones the device wipes all that is left. In a write transaction.
absl::Status TakeSurrender(const Context& context, const sync::v1::SurrenderRequest& request);
// Somebody enrols the device again. In a write transaction.
absl::Status EndWithdrawal(const Context& context);

// Leaves nothing of removed rows in the file and its log. Outside a transaction.
absl::Status Scrub(sql::Database& database);

}  // namespace zoufang::device
