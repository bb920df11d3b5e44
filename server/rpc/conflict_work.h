// What ConflictService does with conflict items, for one caller.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "sync/hub/edits.h"
#include "zoufang/v1/conflict_service.pb.h"

namespace zoufang::rpc {

// Each method is the body of the RPC of its name. An item is in its row's area, wherever that has
// moved.
class ConflictWork {
 public:
  ConflictWork(const Parts& parts, const Caller& caller) : parts_(parts), caller_(caller) {}

  absl::StatusOr<v1::ListConflictsResponse> List(const v1::ListConflictsRequest& request);
  absl::StatusOr<v1::ConflictDetails> Get(const std::string& id);
  absl::StatusOr<v1::ConflictDetails> Resolve(const v1::ResolveConflictRequest& request);

 private:
  // An item with the field it is about, and the row if it is still there.
  struct Case {
    hub::StoredRow stored;  // The item's own row.
    sync::v1::Conflict item;
    const schema::Entity* entity = nullptr;
    int field = -1;
    std::optional<hub::StoredRow> row;
  };

  absl::StatusOr<Case> Load(sql::Database& database, const std::string& id);
  absl::StatusOr<v1::ConflictDetails> Details(sql::Database& database, const Case& found);
  absl::Status Decide(sql::Database& database, const std::string& uuid,
                      const v1::ResolveConflictRequest& request);
  // What the field holds afterwards.
  absl::StatusOr<sql::Value> Chosen(const Case& found, const v1::ResolveConflictRequest& request);

  const Parts& parts_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
