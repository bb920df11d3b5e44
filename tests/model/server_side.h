// The server of a history: a real hub on a real file.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/base/clock.h"
#include "sync/hub/hub.h"
#include "sync/sql/database.h"
#include "tests/model/call.h"

namespace zoufang::model {

class ServerSide {
 public:
  // Its files begin with `path`. With `tiny_pull` no pull may carry a row.
  ServerSide(std::string path, bool tiny_pull);
  ~ServerSide();

  absl::Status Start();
  // Starts on a copy of these files, as they are.
  absl::Status StartOnCopyOf(const std::string& files);
  absl::Status Crash() { return StartOnCopyOf(file_); }

  absl::Status BackUp(const std::string& to) { return db_->BackUp(to); }
  absl::Status NoteVerified(const std::string& backup);
  absl::Status Grant(const std::string& user, const std::vector<std::string>& areas);
  // Forgets a log up to a seq.
  absl::Status Compact(const std::string& scope, int64_t upto);
  // One edit that no tablet made: {"table", "row", "kind": create|update, "values"}.
  absl::Status Write(const std::string& uuid, const nlohmann::json& edit);
  absl::StatusOr<Reply> Serve(const Call& call);

  sql::Database& db() { return *db_; }
  base::ManualClock& clock() { return clock_; }

 private:
  absl::Status Open(std::string file);
  std::string NextFile();
  absl::StatusOr<sync::v1::Edit> EditOf(const nlohmann::json& edit);
  absl::Status ServePages(const Call& call, Reply& reply);

  const std::string path_;
  const hub::Limits limits_;
  base::ManualClock clock_{absl::UnixEpoch()};
  int opened_ = 0;
  std::string file_;
  std::unique_ptr<sql::Database> db_;
  std::unique_ptr<hub::Hub> hub_;  // Of this start.
};

}  // namespace zoufang::model
