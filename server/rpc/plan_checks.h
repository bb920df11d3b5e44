// What planning and changing planned visits check alike.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "server/rpc/caller.h"
#include "server/rpc/checks.h"
#include "server/storage/accounts.h"
#include "sync/hub/hub.h"
#include "sync/sql/database.h"

namespace zoufang::rpc {

// YYYY-MM-DD in the city.
std::string Today(absl::Time now);

// As whom a caller of the bureau writes: an administrator has no areas of its own.
hub::Author BureauAuthor(const Caller& caller);

// Notes a date that is before `today`; a text that is no date is the row's check to refuse.
void RequireDueOn(absl::string_view due_on, absl::string_view today, absl::string_view path,
                  Checks& checks);

// Whom a visit may be asked of: officers and staff in service.
bool MakesVisits(const storage::Account& account);
bool CoversAll(const storage::Account& account, const std::vector<std::string>& area_codes);

// Notes under `path` each user name that no officer or staff in service bears, that stands twice,
// or whose areas do not cover all of `area_codes`.
absl::Status RequireAssignees(sql::Database& database,
                              const google::protobuf::RepeatedPtrField<std::string>& user_names,
                              const std::vector<std::string>& area_codes, absl::string_view path,
                              Checks& checks);

}  // namespace zoufang::rpc
