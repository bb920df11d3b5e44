// What ConflictService does with edits that were not taken in, for one caller.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "server/storage/attention.h"
#include "zoufang/v1/conflict_service.pb.h"

namespace zoufang::rpc {

// Each method is the body of the RPC of its name. An edit belongs to whoever is responsible where
// its row is now; where that cannot be told, to those who cover one of its author's areas.
class AttentionWork {
 public:
  AttentionWork(const Parts& parts, const Caller& caller) : parts_(parts), caller_(caller) {}

  absl::StatusOr<v1::ListAttentionResponse> List(const v1::ListAttentionRequest& request);
  absl::StatusOr<v1::AttentionItem> Resubmit(const v1::ResubmitEditRequest& request);
  absl::StatusOr<v1::AttentionItem> Dismiss(const v1::DismissEditRequest& request);

 private:
  // True when it is the caller's to decide, under `area_prefix`.
  absl::StatusOr<bool> IsMine(sql::Database& database, const storage::AttentionEntry& entry,
                              const std::string& area_prefix);
  // An entry that waits for a decision of the caller's.
  absl::StatusOr<storage::AttentionEntry> Load(sql::Database& database, const std::string& id);
  absl::Status Submit(sql::Database& database, const storage::AttentionEntry& entry,
                      const std::string& uuid, const std::string& mended_json);
  // Notes the decision and returns the entry as it is now.
  absl::StatusOr<v1::AttentionItem> Settle(sql::Database& database,
                                           const storage::AttentionEntry& entry,
                                           const std::string& reason, const std::string& again);
  v1::AttentionItem ToItem(const storage::AttentionEntry& entry) const;

  const Parts& parts_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
