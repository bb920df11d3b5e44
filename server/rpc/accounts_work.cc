#include "server/rpc/accounts_work.h"

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/account_rules.h"
#include "domain/errors.h"
#include "server/rpc/checks.h"
#include "server/rpc/once.h"
#include "server/rpc/page_token.h"
#include "server/storage/devices.h"
#include "server/storage/keys.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

v1::Account ToProto(const storage::Account& account) {
  v1::Account proto;
  proto.set_id(account.id);
  proto.set_user_name(account.user_name);
  proto.set_display_name(account.display_name);
  proto.set_role(account.role);
  proto.mutable_area_prefixes()->Assign(account.area_prefixes.begin(), account.area_prefixes.end());
  proto.set_disabled(account.disabled);
  proto.set_department(account.department);
  return proto;
}

void CheckDepartment(const std::string& department, absl::string_view field, Checks& checks) {
  checks.Require(Characters(department) <= 60, field, "部门最多60个字符", "at most 60 characters");
}

absl::Status Check(const v1::CreateAccountRequest& request) {
  const v1::Account& account = request.account();
  Checks checks;
  domain::CheckUserName(account.user_name(), "account.user_name", checks.violations());
  domain::CheckAreaPrefixes({account.area_prefixes().begin(), account.area_prefixes().end()},
                            "account.area_prefixes", checks.violations());
  checks.Require(account.role() >= v1::ROLE_OFFICER && account.role() <= v1::ROLE_INTEGRATOR,
                 "account.role", "须指定角色", "is required");
  checks.Require(Characters(account.display_name()) <= 60, "account.display_name",
                 "显示名称最多60个字符", "at most 60 characters");
  CheckDepartment(account.department(), "account.department", checks);
  if (account.role() == v1::ROLE_INTEGRATOR) {
    checks.Require(request.password().empty(), "password", "对接系统使用密钥，不设密码",
                   "must be empty: an integrator uses its API key");
  } else {
    domain::CheckPassword(request.password(), "password", checks.violations());
  }
  return checks.Result();
}

// How long a repeat is told an integrator's key again.
constexpr absl::Duration kKeyRepeated = absl::Hours(24);

// What repeats are compared by: all but the password, of which no fast hash may be kept.
absl::StatusOr<RequestKey> KeyWithoutPassword(const Caller& caller,
                                              v1::CreateAccountRequest request) {
  request.clear_password();
  return KeyOf(caller, request);
}

absl::StatusOr<storage::Account> Require(sql::Database& database, const std::string& user_name) {
  ASSIGN_OR_RETURN(auto account, storage::FindAccount(database, user_name));
  if (!account.has_value()) return domain::AccountNotFound(user_name);
  return *std::move(account);
}

}  // namespace

absl::StatusOr<v1::Account> AccountsWork::Create(const Caller& caller,
                                                 const v1::CreateAccountRequest& request) {
  RETURN_IF_ERROR(Check(request));
  ASSIGN_OR_RETURN(const RequestKey key, KeyWithoutPassword(caller, request));
  const absl::Time now = parts_.clock.Now();
  const v1::Account& wanted = request.account();
  const bool integrator = wanted.role() == v1::ROLE_INTEGRATOR;
  storage::Account account{
      .id = base::NewUuid(now, parts_.random),
      .user_name = wanted.user_name(),
      .display_name = wanted.display_name(),
      .role = wanted.role(),
      .area_prefixes = {wanted.area_prefixes().begin(), wanted.area_prefixes().end()},
      .department = wanted.department()};
  if (!integrator) {
    ASSIGN_OR_RETURN(account.password_hash, parts_.passwords.Hash(request.password()));
  }
  const std::string api_key = integrator ? ApiKeyOf(caller, request) : "";
  v1::Account response;
  std::optional<absl::Time> before;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(before, Answered(database, key, response));
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      ASSIGN_OR_RETURN(response, Insert(database, caller, account, api_key, now));
      return absl::OkStatus();
    });
  }));
  if (now - before.value_or(now) < kKeyRepeated) response.set_api_key(api_key);
  return response;
}

absl::StatusOr<v1::Account> AccountsWork::Insert(sql::Database& database, const Caller& caller,
                                                 const storage::Account& account,
                                                 absl::string_view api_key, absl::Time now) {
  RETURN_IF_ERROR(storage::InsertAccount(database, account, now));
  RETURN_IF_ERROR(parts_.hub.SetGrants(database, account.id, account.area_prefixes));
  if (!api_key.empty()) {
    RETURN_IF_ERROR(
        storage::InsertToken(database, storage::TokenHash(api_key),
                             {.kind = storage::TokenKind::kApiKey, .user_id = account.id}, now));
  }
  RETURN_IF_ERROR(storage::Audit(database, caller.Did(account.id), now));
  return ToProto(account);
}

std::string AccountsWork::ApiKeyOf(const Caller& caller,
                                   const v1::CreateAccountRequest& request) const {
  std::string text;
  absl::WebSafeBase64Escape(storage::Hmac(server_key_, absl::StrCat("api key\n", caller.user_id(),
                                                                    "\n", request.request_id())),
                            &text);
  return text;
}

absl::StatusOr<v1::ListAccountsResponse> AccountsWork::List(
    const v1::ListAccountsRequest& request) {
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 100, 500));
  ASSIGN_OR_RETURN(const std::string after, PlaceInPageToken("accounts", request.page_token()));
  v1::ListAccountsResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const auto accounts, storage::ListAccounts(database, after, size + 1));
    for (const storage::Account& account : accounts) {
      if (response.accounts_size() == size) {
        response.set_next_page_token(
            MakePageToken("accounts", response.accounts(size - 1).user_name()));
      } else {
        *response.add_accounts() = ToProto(account);
      }
    }
    return absl::OkStatus();
  }));
  return response;
}

absl::StatusOr<v1::Account> AccountsWork::SetAreas(const Caller& caller,
                                                   const v1::SetAccountAreasRequest& request) {
  const std::vector<std::string> areas(request.area_prefixes().begin(),
                                       request.area_prefixes().end());
  Checks checks;
  domain::CheckAreaPrefixes(areas, "area_prefixes", checks.violations());
  RETURN_IF_ERROR(checks.Result());
  storage::Account account;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(account, Require(database, request.user_name()));
    account.area_prefixes = areas;
    RETURN_IF_ERROR(storage::SetAccountAreas(database, account.id, areas));
    RETURN_IF_ERROR(parts_.hub.SetGrants(database, account.id, areas));
    return storage::Audit(database, caller.Did(account.id), parts_.clock.Now());
  }));
  return ToProto(account);
}

absl::StatusOr<v1::Account> AccountsWork::SetDepartment(
    const Caller& caller, const v1::SetAccountDepartmentRequest& request) {
  Checks checks;
  CheckDepartment(request.department(), "department", checks);
  RETURN_IF_ERROR(checks.Result());
  storage::Account account;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(account, Require(database, request.user_name()));
    account.department = request.department();
    RETURN_IF_ERROR(storage::SetAccountDepartment(database, account.id, account.department));
    return storage::Audit(database, caller.Did(account.id), parts_.clock.Now());
  }));
  return ToProto(account);
}

absl::StatusOr<v1::Account> AccountsWork::Disable(const Caller& caller,
                                                  const v1::DisableAccountRequest& request) {
  if (request.user_name() == caller.principal.user_name) return domain::OwnAccount();
  storage::Account account;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    ASSIGN_OR_RETURN(account, Require(database, request.user_name()));
    account.disabled = true;
    RETURN_IF_ERROR(storage::DisableAccount(database, account.id));
    RETURN_IF_ERROR(storage::RevokeTokensOfUser(database, account.id, now));
    RETURN_IF_ERROR(storage::RevokeDevicesOfUser(database, account.id, now));
    RETURN_IF_ERROR(parts_.hub.SetGrants(database, account.id, {}));
    return storage::Audit(database, caller.Did(account.id), now);
  }));
  return ToProto(account);
}

}  // namespace zoufang::rpc
