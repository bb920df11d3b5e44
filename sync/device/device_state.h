// Who this install is, and how far the two ends have come.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/device/env.h"
#include "sync/sql/database.h"

namespace zoufang::device {

// A place in the own chain.
struct ChainPlace {
  int64_t seq = 0;
  std::string hash;
};

// The row of _device, and the end of the chain. Other processes write the same file: read in each
// transaction, never kept.
struct DeviceState {
  std::string install_id;
  bool attach_pending = true;
  ChainPlace base;
  int64_t pushed_to = 0;
  int64_t outcome_to = 0;
  int64_t durable_seq = 0;
  int64_t grant_version = 0;
  int64_t last_pull_us = 0;
  int64_t heard_incarnation = 0;  // Of the server as it answered the latest attach.
  ChainPlace last;                // Not stored here: the newest held mutation, or the base.

  // The first mutation to push (protocol T7); nothing when above last.seq.
  int64_t first_unsent() const;
};

// The newest held mutation; nullopt: nothing is held.
struct ChainEnd {
  ChainPlace place;
  int64_t saved_us = 0;
};
absl::StatusOr<std::optional<ChainEnd>> LoadChainEnd(sql::Database& database);

absl::StatusOr<DeviceState> LoadState(sql::Database& database);
// In a write transaction.
absl::Status StoreState(const DeviceState& state, sql::Database& database);
// Makes the one row of a new file: attach pending, nothing behind.
absl::Status CreateState(Env env, sql::Database& database);

// Protocol T6: a new install id; chain and seqs stay; nothing but Attach is sent until it is
// answered.
void Fork(DeviceState& state, Env env);

}  // namespace zoufang::device
