// The notes of own edits that OwnWork keeps: internal to it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/fieldwork/own_work.h"
#include "clients/fieldwork/record_place.h"
#include "sync/sql/database.h"

namespace zoufang::fieldwork {

// One own edit.
struct WorkNote {
  int64_t seq = 0;
  int edit = 0;  // Its index in the mutation.
  uint32_t entity = 0;
  std::string row_id;
  RecordPlace record;
  bool made = false;   // The row was made by it.
  std::string labels;  // Of the fields, joined by "、".
  absl::Time saved;
  Fate fate = Fate::kUnsent;
  std::string message;
};

// What the file's schema becomes, from version to version.
const std::vector<sql::Migration>& WorkNoteMigrations();

absl::StatusOr<std::vector<WorkNote>> ReadNotes(sql::Database& book);
// The last seq that was noted; 0: none.
absl::StatusOr<int64_t> LastNoted(sql::Database& book);
// What was noted of an edit of the row before; nullopt: nothing.
absl::StatusOr<std::optional<RecordPlace>> NotedPlace(sql::Database& book, uint32_t entity,
                                                      absl::string_view row_id);

// Each within a write.
absl::Status InsertNote(sql::Database& book, const WorkNote& note);
absl::Status StoreFate(sql::Database& book, const WorkNote& note);
absl::Status RemoveNote(sql::Database& book, const WorkNote& note);
absl::Status RemoveNotesAbove(sql::Database& book, int64_t seq);
absl::Status RemoveSentNotesOf(sql::Database& book, absl::string_view organization_id);

}  // namespace zoufang::fieldwork
