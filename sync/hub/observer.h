// How the product's own rules act on what is written: the hub knows none of them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::hub {

// Who is named as the author of what follows from other writes.
inline constexpr char kFollowUpAuthor[] = "server";

// A row that a mutation created or changed.
struct Written {
  const schema::Entity* entity = nullptr;
  std::string row_id;
  bool created = false;
};

// What an observer may do: read, and write as the server, in the transaction of what it was told.
class FollowUps {
 public:
  virtual ~FollowUps() = default;
  virtual sql::Database& database() = 0;
  virtual int64_t now_us() const = 0;
  // Ingests edits as one mutation of the server's. Its uuid follows from the mutation that it
  // follows, so that the same cause makes it once. Edits that are not taken are logged as our fault
  // and undo nothing: a rule of the product never stands in the way of a save.
  virtual absl::Status Write(const std::vector<sync::v1::Edit>& edits) = 0;
};

// Called inside the write transaction, after each mutation that wrote rows, once for each row; not
// for what follow-ups write. An error undoes the mutation: return only the database's.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual absl::Status AfterWrite(const Written& row, FollowUps& follow_ups) = 0;
};

}  // namespace zoufang::hub
