#include "sync/device/withdrawal.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"
#include "sync/base/status.h"
#include "sync/device/chain.h"
#include "sync/device/device_state.h"
#include "sync/device/fold.h"
#include "sync/device/screen.h"

namespace zoufang::device {
namespace {

using sync::v1::SurrenderRequest;

// All that stands for rows, besides the entities' tables.
constexpr char kForgetImages[] =
    "DELETE FROM _shadow; DELETE FROM _transit; DELETE FROM _foreign; DELETE FROM _staging;"
    " DELETE FROM _staging_cursor; DELETE FROM _scope; DELETE FROM _held; DELETE FROM _attention;"
    " DELETE FROM _settled; DELETE FROM _upload;"
    " UPDATE _device SET last_pull_us=0";
constexpr char kForgetChain[] =
    "DELETE FROM _chain; DELETE FROM _outcome; DELETE FROM _late; DELETE FROM _received;"
    " DELETE FROM _enrollment;"
    " UPDATE _device SET base_seq=0, base_hash=zeroblob(16), pushed_to=0, outcome_to=0,"
    " durable_seq=0, grant_version=0, last_pull_us=0";

constexpr char kStore[] = "UPDATE _withdrawal SET state=?1, handed_in_to=?2";

absl::Status Store(const Withdrawal& withdrawal, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement store, database.Prepare(kStore));
  store.Bind(1, static_cast<int>(withdrawal.state));
  store.Bind(2, withdrawal.handed_in_to);
  return store.Run();
}

absl::Status RemoveRows(const Context& context) {
  return WithoutCapture(context.db, [&]() -> absl::Status {
    for (const schema::Entity& entity : context.catalogue.entities()) {
      RETURN_IF_ERROR(context.db.Execute(absl::StrCat("DELETE FROM \"", entity.table, "\"")));
    }
    return context.db.Execute(kForgetImages);
  });
}

// Answered ones too: the server may have been restored to before them, and only a backup is safe.
constexpr char kNextNotDurable[] =
    "SELECT min(seq) FROM _chain WHERE seq>max(?1, (SELECT durable_seq FROM _device))";

// The first mutation after `seq` that no verified backup of the server's holds; nullopt: none.
absl::StatusOr<std::optional<int64_t>> NextOpen(int64_t seq, sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kNextNotDurable));
  select.Bind(1, seq);
  RETURN_IF_ERROR(select.Step().status());
  if (select.IsNull(0)) return std::optional<int64_t>();
  return std::optional<int64_t>(select.Int(0));
}

absl::Status WipeIfDone(Withdrawal withdrawal, sql::Database& database) {
  ASSIGN_OR_RETURN(const auto next, NextOpen(withdrawal.handed_in_to, database));
  if (next.has_value()) return Store(withdrawal, database);
  RETURN_IF_ERROR(database.Execute(kForgetChain));
  return Store({.state = WithdrawalState::kWiped}, database);
}

}  // namespace

absl::Status DeviceWithdrawn() {
  return base::MakeError(
      {absl::StatusCode::kPermissionDenied, "DEVICE_WITHDRAWN",
       "本平板的使用权限已被收回，数据已清除。未上传的内容由管理员审核。如需继续使用，请重新登记。",
       "this tablet's access was withdrawn and its data are wiped; what was unsent is reviewed by "
       "an "
       "administrator. Enrol it again to go on."});
}

constexpr char kSelect[] = "SELECT state, handed_in_to FROM _withdrawal";

absl::StatusOr<Withdrawal> LoadWithdrawal(sql::Database& database) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelect));
  RETURN_IF_ERROR(select.Step().status());
  return Withdrawal{static_cast<WithdrawalState>(select.Int(0)), select.Int(1)};
}

absl::Status CheckAtWork(sql::Database& database) {
  ASSIGN_OR_RETURN(const Withdrawal withdrawal, LoadWithdrawal(database));
  return withdrawal.at_work() ? absl::OkStatus() : DeviceWithdrawn();
}

absl::Status BeginWithdrawal(const Context& context) {
  ASSIGN_OR_RETURN(const Withdrawal withdrawal, LoadWithdrawal(context.db));
  if (!withdrawal.at_work()) return absl::OkStatus();
  RETURN_IF_ERROR(FoldOthers(context));
  RETURN_IF_ERROR(RemoveRows(context));
  return WipeIfDone({.state = WithdrawalState::kHandingIn}, context.db);
}

absl::StatusOr<std::optional<SurrenderRequest>> MakeSurrender(const Context& context) {
  ASSIGN_OR_RETURN(const Withdrawal withdrawal, LoadWithdrawal(context.db));
  if (withdrawal.state != WithdrawalState::kHandingIn) return std::optional<SurrenderRequest>();
  ASSIGN_OR_RETURN(const auto next, NextOpen(withdrawal.handed_in_to, context.db));
  if (!next.has_value()) return std::optional<SurrenderRequest>();
  ASSIGN_OR_RETURN(const DeviceState state, LoadState(context.db));
  SurrenderRequest request;
  request.set_install_id(state.install_id);
  ASSIGN_OR_RETURN(std::vector<sync::v1::Mutation> window, ReadWindow(*next, context.db));
  for (sync::v1::Mutation& mutation : window) *request.add_mutations() = std::move(mutation);
  return std::optional<SurrenderRequest>(std::move(request));
}

absl::Status TakeSurrender(const Context& context, const SurrenderRequest& request) {
  ASSIGN_OR_RETURN(Withdrawal withdrawal, LoadWithdrawal(context.db));
  if (withdrawal.state != WithdrawalState::kHandingIn || request.mutations().empty()) {
    return absl::OkStatus();
  }
  const auto last = static_cast<int64_t>(request.mutations().rbegin()->seq());
  withdrawal.handed_in_to = std::max(withdrawal.handed_in_to, last);
  return WipeIfDone(withdrawal, context.db);
}

absl::Status EndWithdrawal(const Context& context) {
  ASSIGN_OR_RETURN(const Withdrawal withdrawal, LoadWithdrawal(context.db));
  if (withdrawal.at_work()) return absl::OkStatus();
  ASSIGN_OR_RETURN(DeviceState state, LoadState(context.db));
  Fork(state, context.env);
  RETURN_IF_ERROR(StoreState(state, context.db));
  return Store({}, context.db);
}

absl::Status Scrub(sql::Database& database) {
  return database.Execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace zoufang::device
