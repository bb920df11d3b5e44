#include "server/storage/organizations.h"

#include <utility>

#include "sync/schema/row.h"

namespace zoufang::storage {
namespace {

std::optional<v1::Organization> First(std::vector<Loaded<v1::Organization>> found) {
  if (found.empty()) return std::nullopt;
  return std::move(found.front().message);
}

// Columns: id, credit_code, name, former_names, area_code, kind, status.
absl::StatusOr<domain::NameEntry> EntryFromRow(const sql::Statement& row) {
  ASSIGN_OR_RETURN(std::vector<std::string> former, schema::SetMembers(row.Text(3)));
  return domain::NameEntry{.id = std::string(row.Text(0)),
                           .credit_code = std::string(row.Text(1)),
                           .name = std::string(row.Text(2)),
                           .former_names = std::move(former),
                           .division_code = std::string(row.Text(4)),
                           .kind = static_cast<int>(row.Int(5)),
                           .status = static_cast<int>(row.Int(6)),
                           .active = row.Int(6) == v1::REGISTRATION_STATUS_REGISTERED};
}

}  // namespace

absl::StatusOr<std::optional<v1::Organization>> Organizations::Find(sql::Database& database,
                                                                    absl::string_view id) const {
  ASSIGN_OR_RETURN(
      auto found, Select<v1::Organization>(database, catalogue_, "WHERE id=?1", {std::string(id)}));
  return First(std::move(found));
}

absl::StatusOr<std::optional<v1::Organization>> Organizations::FindByCode(
    sql::Database& database, absl::string_view code) const {
  ASSIGN_OR_RETURN(auto found, Select<v1::Organization>(database, catalogue_,
                                                        "WHERE credit_code=?1 ORDER BY id LIMIT 1",
                                                        {std::string(code)}));
  return First(std::move(found));
}

absl::StatusOr<std::vector<v1::Organization>> Organizations::FindByName(
    sql::Database& database, absl::string_view name) const {
  ASSIGN_OR_RETURN(auto found,
                   Select<v1::Organization>(database, catalogue_, "WHERE name=?1 ORDER BY id",
                                            {std::string(name)}));
  std::vector<v1::Organization> organizations;
  for (auto& one : found) organizations.push_back(std::move(one.message));
  return organizations;
}

constexpr char kSelectEntry[] =
    "SELECT id, credit_code, name, former_names, area_code, kind, status FROM organization"
    " WHERE id=?1";

absl::StatusOr<std::optional<domain::NameEntry>> Organizations::EntryOf(
    sql::Database& database, absl::string_view id) const {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectEntry));
  select.Bind(1, id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  ASSIGN_OR_RETURN(domain::NameEntry entry, EntryFromRow(select));
  return entry;
}

constexpr char kSelectEntries[] =
    "SELECT id, credit_code, name, former_names, area_code, kind, status FROM organization";

absl::Status Organizations::ForEachEntry(
    sql::Database& database, absl::FunctionRef<void(const domain::NameEntry&)> take) const {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectEntries));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    ASSIGN_OR_RETURN(const domain::NameEntry entry, EntryFromRow(select));
    take(entry);
  }
}

}  // namespace zoufang::storage
