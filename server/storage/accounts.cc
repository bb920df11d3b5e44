#include "server/storage/accounts.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "domain/errors.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

// Columns: id, user_name, display_name, role, area_prefixes, password_hash, disabled, department.
Account FromRow(const sql::Statement& row) {
  return {.id = std::string(row.Text(0)),
          .user_name = std::string(row.Text(1)),
          .display_name = std::string(row.Text(2)),
          .role = static_cast<v1::Role>(row.Int(3)),
          .area_prefixes = AreasFromText(row.Text(4)),
          .password_hash = std::string(row.Text(5)),
          .disabled = row.Int(6) != 0,
          .department = std::string(row.Text(7))};
}

absl::StatusOr<std::optional<Account>> FindBy(sql::Database& database, absl::string_view sql,
                                              absl::string_view key) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(sql));
  select.Bind(1, key);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  return FromRow(select);
}

}  // namespace

std::string AreasToText(const std::vector<std::string>& prefixes) {
  return absl::StrJoin(prefixes, " ");
}

std::vector<std::string> AreasFromText(absl::string_view text) {
  return absl::StrSplit(text, ' ', absl::SkipEmpty());
}

constexpr char kInsertAccount[] =
    "INSERT INTO account(id, user_name, display_name, role, area_prefixes, password_hash, disabled,"
    " created_us, department) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8)";

absl::Status InsertAccount(sql::Database& database, const Account& account, absl::Time now) {
  ASSIGN_OR_RETURN(const auto taken, FindAccount(database, account.user_name));
  if (taken.has_value()) return domain::AccountExists(account.user_name);
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertAccount));
  insert.Bind(1, account.id);
  insert.Bind(2, account.user_name);
  insert.Bind(3, account.display_name);
  insert.Bind(4, static_cast<int64_t>(account.role));
  insert.Bind(5, AreasToText(account.area_prefixes));
  insert.Bind(6, account.password_hash);
  insert.Bind(7, absl::ToUnixMicros(now));
  insert.Bind(8, account.department);
  return insert.Run();
}

constexpr char kSelectByName[] =
    "SELECT id, user_name, display_name, role, area_prefixes, password_hash, disabled, department"
    " FROM account"
    " WHERE user_name=?1";

absl::StatusOr<std::optional<Account>> FindAccount(sql::Database& database,
                                                   absl::string_view user_name) {
  return FindBy(database, kSelectByName, user_name);
}

constexpr char kSelectById[] =
    "SELECT id, user_name, display_name, role, area_prefixes, password_hash, disabled, department"
    " FROM account"
    " WHERE id=?1";

absl::StatusOr<std::optional<Account>> FindAccountById(sql::Database& database,
                                                       absl::string_view id) {
  return FindBy(database, kSelectById, id);
}

constexpr char kSelectPage[] =
    "SELECT id, user_name, display_name, role, area_prefixes, password_hash, disabled, department"
    " FROM account"
    " WHERE user_name>?1 ORDER BY user_name LIMIT ?2";

absl::StatusOr<std::vector<Account>> ListAccounts(sql::Database& database, absl::string_view after,
                                                  int limit) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectPage));
  select.Bind(1, after);
  select.Bind(2, limit);
  std::vector<Account> accounts;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return accounts;
    accounts.push_back(FromRow(select));
  }
}

absl::StatusOr<std::vector<Account>> AccountsThat(sql::Database& database,
                                                  absl::FunctionRef<bool(const Account&)> fits) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectPage));
  select.Bind(1, "");
  select.Bind(2, -1);  // Without a limit.
  std::vector<Account> accounts;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return accounts;
    Account account = FromRow(select);
    if (fits(account)) accounts.push_back(std::move(account));
  }
}

constexpr char kUpdateAreas[] = "UPDATE account SET area_prefixes=?2 WHERE id=?1";

absl::Status SetAccountAreas(sql::Database& database, absl::string_view id,
                             const std::vector<std::string>& area_prefixes) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kUpdateAreas));
  update.Bind(1, id);
  update.Bind(2, AreasToText(area_prefixes));
  return update.Run();
}

constexpr char kUpdateDepartment[] = "UPDATE account SET department=?2 WHERE id=?1";

absl::Status SetAccountDepartment(sql::Database& database, absl::string_view id,
                                  absl::string_view department) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kUpdateDepartment));
  update.Bind(1, id);
  update.Bind(2, department);
  return update.Run();
}

constexpr char kDisable[] = "UPDATE account SET disabled=1 WHERE id=?1";

absl::Status DisableAccount(sql::Database& database, absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement update, database.Prepare(kDisable));
  update.Bind(1, id);
  return update.Run();
}

}  // namespace zoufang::storage
