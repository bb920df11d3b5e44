// Finds what rows belong to.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "clients/fieldwork/record_place.h"
#include "sync/schema/catalogue.h"
#include "sync/schema/row.h"
#include "sync/sql/database.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::fieldwork {

// By the rows themselves, by the edit that makes them, by what was noted of them before.
class RecordPlaces {
 public:
  // `tablet` is within a read; `book` is of work_notes.h, or nullptr.
  RecordPlaces(sql::Database& tablet, const schema::Catalogue& catalogue, sql::Database* book)
      : tablet_(tablet), catalogue_(catalogue), book_(book) {}

  // nullopt: it belongs to no organisation, or nobody knows.
  absl::StatusOr<std::optional<RecordPlace>> Of(const sync::v1::Edit& edit) {
    return Find(edit.entity(), edit.row_id(), &edit);
  }

 private:
  absl::StatusOr<std::optional<RecordPlace>> Find(uint32_t number, const std::string& row_id,
                                                  const sync::v1::Edit* edit);
  absl::StatusOr<std::optional<RecordPlace>> Noted(uint32_t number, const std::string& row_id);

  sql::Database& tablet_;
  const schema::Catalogue& catalogue_;
  sql::Database* const book_;
};

}  // namespace zoufang::fieldwork
