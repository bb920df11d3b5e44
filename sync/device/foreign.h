// Images that no table can take: rows of entities, or with contents, of a newer schema. They are
// kept as they came, so that digests hold and nothing is lost until the program is updated.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/device/context.h"
#include "sync/device/row_pages.h"

namespace zoufang::device {

class ForeignRows {
 public:
  explicit ForeignRows(sql::Database& database) : db_(database) {}
  // Finds out whether there are any: usually there are none, and Take costs nothing.
  absl::Status Open();

  // Where a row is; nullopt: not here.
  struct Place {
    int64_t scope = 0;
    int64_t rev = 0;
  };
  absl::StatusOr<std::optional<Place>> Find(uint32_t entity, absl::string_view id);
  absl::Status Remove(uint32_t entity, absl::string_view id);
  absl::Status RemoveAll(int64_t scope);
  absl::Status Put(int64_t scope, absl::string_view id, const RowView& row);

 private:
  sql::Database& db_;
  bool any_ = false;
};

// Moves rows of entities that the program knows by now into their tables. In a write transaction.
absl::Status AdoptForeign(const Context& context);

}  // namespace zoufang::device
