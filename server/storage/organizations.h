// Organisations as the services read them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/lookup/lookup.h"
#include "server/storage/rows.h"
#include "zoufang/v1/organization.pb.h"

namespace zoufang::storage {

// Reads inside the caller's transaction. Stateless.
class Organizations {
 public:
  explicit Organizations(const schema::Catalogue& catalogue) : catalogue_(catalogue) {}

  // nullopt: there is none.
  absl::StatusOr<std::optional<v1::Organization>> Find(sql::Database& database,
                                                       absl::string_view id) const;
  absl::StatusOr<std::optional<v1::Organization>> FindByCode(sql::Database& database,
                                                             absl::string_view code) const;
  // All that bear exactly this name, in the order of ids.
  absl::StatusOr<std::vector<v1::Organization>> FindByName(sql::Database& database,
                                                           absl::string_view name) const;

  // What the look-up knows of one organisation, and of all of them.
  absl::StatusOr<std::optional<domain::NameEntry>> EntryOf(sql::Database& database,
                                                           absl::string_view id) const;
  absl::Status ForEachEntry(sql::Database& database,
                            absl::FunctionRef<void(const domain::NameEntry&)> take) const;

 private:
  const schema::Catalogue& catalogue_;
};

}  // namespace zoufang::storage
