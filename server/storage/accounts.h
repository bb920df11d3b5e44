// Accounts: people and systems that sign in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/sql/database.h"
#include "zoufang/v1/auth_service.pb.h"

namespace zoufang::storage {

struct Account {
  std::string id;  // UUID.
  std::string user_name;
  std::string display_name;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  std::vector<std::string> area_prefixes;
  std::string password_hash;  // "" for an integrator: nothing matches it.
  bool disabled = false;
  std::string department;  // Of staff; "": all of its area.
};

// ALREADY_EXISTS ACCOUNT_EXISTS.
absl::Status InsertAccount(sql::Database& database, const Account& account, absl::Time now);
// nullopt: there is none.
absl::StatusOr<std::optional<Account>> FindAccount(sql::Database& database,
                                                   absl::string_view user_name);
absl::StatusOr<std::optional<Account>> FindAccountById(sql::Database& database,
                                                       absl::string_view id);
// At most `limit` accounts after `after` in the order of user names.
absl::StatusOr<std::vector<Account>> ListAccounts(sql::Database& database, absl::string_view after,
                                                  int limit);
// All that `fits` says yes to, in the order of user names.
absl::StatusOr<std::vector<Account>> AccountsThat(sql::Database& database,
                                                  absl::FunctionRef<bool(const Account&)> fits);
absl::Status SetAccountAreas(sql::Database& database, absl::string_view id,
                             const std::vector<std::string>& area_prefixes);
absl::Status SetAccountDepartment(sql::Database& database, absl::string_view id,
                                  absl::string_view department);
absl::Status DisableAccount(sql::Database& database, absl::string_view id);

// Area prefixes as they are stored.
std::string AreasToText(const std::vector<std::string>& prefixes);
std::vector<std::string> AreasFromText(absl::string_view text);

}  // namespace zoufang::storage
