#include "sync/device/device_state.h"

#include <algorithm>
#include <utility>

#include "sync/base/status.h"

namespace zoufang::device {

int64_t DeviceState::first_unsent() const { return std::min(pushed_to, outcome_to) + 1; }

constexpr char kSelectState[] =
    "SELECT install_id, attach_pending, base_seq, base_hash, pushed_to, outcome_to, durable_seq,"
    " grant_version, last_pull_us, heard_incarnation FROM _device";

absl::StatusOr<DeviceState> LoadState(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectState));
  RETURN_IF_ERROR(select.Step().status());
  DeviceState state{.install_id = std::string(select.Text(0)),
                    .attach_pending = select.Int(1) != 0,
                    .base = {select.Int(2), std::string(select.Blob(3))},
                    .pushed_to = select.Int(4),
                    .outcome_to = select.Int(5),
                    .durable_seq = select.Int(6),
                    .grant_version = select.Int(7),
                    .last_pull_us = select.Int(8),
                    .heard_incarnation = select.Int(9)};
  ASSIGN_OR_RETURN(std::optional<ChainEnd> end, LoadChainEnd(database));
  state.last = end.has_value() ? std::move(end->place) : state.base;
  return state;
}

constexpr char kSelectEnd[] = "SELECT seq, hash, saved_us FROM _chain ORDER BY seq DESC LIMIT 1";

absl::StatusOr<std::optional<ChainEnd>> LoadChainEnd(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectEnd));
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<ChainEnd>();
  return std::optional<ChainEnd>(
      ChainEnd{{select.Int(0), std::string(select.Blob(1))}, select.Int(2)});
}

constexpr char kStoreState[] =
    "UPDATE _device SET install_id=?1, attach_pending=?2, base_seq=?3, base_hash=?4, pushed_to=?5,"
    " outcome_to=?6, durable_seq=?7, grant_version=?8, last_pull_us=?9,"
    " heard_incarnation=?10";

absl::Status StoreState(const DeviceState& state, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement store, database.Prepare(kStoreState));
  store.Bind(1, state.install_id);
  store.Bind(2, state.attach_pending);
  store.Bind(3, state.base.seq);
  store.BindBlob(4, state.base.hash);
  store.Bind(5, state.pushed_to);
  store.Bind(6, state.outcome_to);
  store.Bind(7, state.durable_seq);
  store.Bind(8, state.grant_version);
  store.Bind(9, state.last_pull_us);
  store.Bind(10, state.heard_incarnation);
  return store.Run();
}

constexpr char kCreateState[] =
    "INSERT INTO _device(one, install_id, attach_pending, base_seq, base_hash, pushed_to,"
    " outcome_to, durable_seq, grant_version, last_pull_us)"
    " VALUES (1, ?1, 1, 0, zeroblob(16), 0, 0, 0, 0, 0) ON CONFLICT(one) DO NOTHING";

absl::Status CreateState(Env env, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement create, database.Prepare(kCreateState));
  create.Bind(1, base::NewUuid(env.clock.Now(), env.random));
  return create.Run();
}

void Fork(DeviceState& state, Env env) {
  state.install_id = base::NewUuid(env.clock.Now(), env.random);
  state.attach_pending = true;
}

}  // namespace zoufang::device
