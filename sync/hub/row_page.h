// Collects rows into one compressed block.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/statement.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::hub {

// Writes the bytes of a RowBatch as rows come, without message objects in between.
class RowPageWriter {
 public:
  // Appends the row that `statement` stands on: the entity's fields from column 0, then _rev.
  void Add(const schema::Entity& entity, const sql::Statement& statement);
  size_t bytes() const { return batch_.size(); }
  bool empty() const { return count_ == 0; }
  // The compressed page; the writer is empty again after.
  absl::StatusOr<sync::v1::RowPage> Finish();

 private:
  std::string batch_;
  std::string row_;
  uint32_t count_ = 0;
};

}  // namespace zoufang::hub
