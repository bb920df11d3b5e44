// What is being typed and is not saved yet, kept at every keystroke.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/fieldwork/tablet.h"
#include "sync/sql/database.h"

namespace zoufang::fieldwork {

// The place of a text: a field of a row, or of one that is still to be made.
struct TypedText {
  std::string entity;
  std::string row_id;
  std::string field;
  std::string text;
};

// A file of its own beside the tablet's, so that half words never travel and a keystroke waits for
// nobody's pull. When Keep returns, power may fail. Not thread-safe.
class Typing {
 public:
  static absl::StatusOr<std::unique_ptr<Typing>> Open(const std::string& path);

  absl::Status Keep(const TypedText& text);
  absl::Status Forget(const TypedText& place);
  absl::StatusOr<std::vector<TypedText>> All();
  // Saves what a crash left of rows that are there, as its author would have, and forgets it; texts
  // of rows still to be made, and those that a rule refuses, stay.
  absl::Status Recover(Tablet& tablet);

 private:
  explicit Typing(std::unique_ptr<sql::Database> database) : db_(std::move(database)) {}

  std::unique_ptr<sql::Database> db_;
};

}  // namespace zoufang::fieldwork
