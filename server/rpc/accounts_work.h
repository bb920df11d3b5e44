// What AdminService does with accounts.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/rpc/parts.h"
#include "server/storage/accounts.h"
#include "zoufang/v1/admin_service.pb.h"

namespace zoufang::rpc {

// Stateless; each method is the body of an RPC.
class AccountsWork {
 public:
  // `server_key`: API keys are derived with it. Outlives this.
  AccountsWork(const Parts& parts, const std::string& server_key)
      : parts_(parts), server_key_(server_key) {}

  absl::StatusOr<v1::Account> Create(const Caller& caller, const v1::CreateAccountRequest& request);
  absl::StatusOr<v1::ListAccountsResponse> List(const v1::ListAccountsRequest& request);
  absl::StatusOr<v1::Account> SetAreas(const Caller& caller,
                                       const v1::SetAccountAreasRequest& request);
  absl::StatusOr<v1::Account> SetDepartment(const Caller& caller,
                                            const v1::SetAccountDepartmentRequest& request);
  absl::StatusOr<v1::Account> Disable(const Caller& caller,
                                      const v1::DisableAccountRequest& request);

 private:
  // Stores a new account and answers it, without its key.
  absl::StatusOr<v1::Account> Insert(sql::Database& database, const Caller& caller,
                                     const storage::Account& account, absl::string_view api_key,
                                     absl::Time now);
  // The same for the same request: only this server and who made the request can know it.
  std::string ApiKeyOf(const Caller& caller, const v1::CreateAccountRequest& request) const;

  const Parts& parts_;
  const std::string& server_key_;
};

}  // namespace zoufang::rpc
