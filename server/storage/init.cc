#include "server/storage/init.h"

#include <filesystem>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "domain/account_rules.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "server/storage/accounts.h"
#include "server/storage/directory_lock.h"
#include "server/storage/keys.h"
#include "server/storage/store.h"
#include "server/storage/tables.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

namespace fs = std::filesystem;

absl::Status CreateDirectory(const std::string& directory) {
  std::error_code error;
  if (fs::is_directory(directory, error)) return absl::OkStatus();
  fs::create_directories(directory, error);
  if (error) return domain::PathUnusable(directory, error.message());
  fs::permissions(directory, fs::perms::owner_all, error);
  if (error) return domain::PathUnusable(directory, error.message());
  return absl::OkStatus();
}

absl::Status CreateDatabase(const std::string& path, const Account& administrator,
                            const base::Clock& clock, base::Random& random) {
  ASSIGN_OR_RETURN(const schema::Catalogue catalogue, domain::ProductCatalogue());
  hub::Hub hub(catalogue, clock);
  ASSIGN_OR_RETURN(const std::unique_ptr<sql::Database> database,
                   sql::Database::Open(path, {.application_id = kApplicationId}));
  RETURN_IF_ERROR(PrepareDatabase(*database, hub));
  return database->Write([&]() -> absl::Status {
    RETURN_IF_ERROR(EnsureServerKey(*database, random));
    return InsertAccount(*database, administrator, clock.Now());
  });
}

}  // namespace

absl::Status InitDataDirectory(const std::string& directory, const std::string& admin_user_name,
                               const std::string& admin_password, const base::Clock& clock,
                               base::Random& random, PasswordCost cost) {
  std::vector<base::FieldViolation> violations;
  domain::CheckUserName(admin_user_name, "user_name", violations);
  domain::CheckPassword(admin_password, "password", violations);
  if (!violations.empty()) return base::FieldsInvalid(violations);
  RETURN_IF_ERROR(CreateDirectory(directory));
  ASSIGN_OR_RETURN(const std::unique_ptr<DirectoryLock> lock, DirectoryLock::Take(directory));
  const std::string path = DatabasePath(directory);
  std::error_code error;
  if (fs::exists(path, error)) return domain::DirectoryAlreadyInitialised(directory);
  ASSIGN_OR_RETURN(std::string hash, Passwords(cost).Hash(admin_password));
  const Account administrator{.id = base::NewUuid(clock.Now(), random),
                              .user_name = admin_user_name,
                              .display_name = admin_user_name,
                              .role = v1::ROLE_ADMINISTRATOR,
                              .password_hash = std::move(hash)};
  // Made under another name: a directory is initialised or it is not, also after a power cut.
  const std::string fresh = path + ".new";
  const auto remove_rest = absl::MakeCleanup([&fresh] {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(fresh + suffix, ignored);
  });
  fs::remove(fresh, error);
  RETURN_IF_ERROR(CreateDatabase(fresh, administrator, clock, random));
  RETURN_IF_ERROR(SyncToDisk(fresh));
  fs::rename(fresh, path, error);
  if (error) return domain::PathUnusable(path, error.message());
  return SyncToDisk(directory);
}

absl::Status PrepareDatabase(sql::Database& database, hub::Hub& hub, const hub::Lineage& lineage) {
  RETURN_IF_ERROR(hub.Prepare(database));
  RETURN_IF_ERROR(PrepareServerTables(database));
  RETURN_IF_ERROR(PrepareServerIndexes(database));
  return database.Write([&] { return hub.Start(database, lineage); });
}

}  // namespace zoufang::storage
