// One tablet of a history: a real replica on a real file.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/base/clock.h"
#include "sync/base/random.h"
#include "sync/device/attach_parts.h"
#include "sync/device/replica.h"
#include "tests/model/call.h"

namespace zoufang::model {

class TabletSide {
 public:
  // `path` is where its files begin; each reopening uses another one.
  TabletSide(std::string name, std::string user, std::string path);
  ~TabletSide();

  absl::Status Enroll();
  // Opens a copy of these files, as they were left: the replica before it is gone without a trace.
  absl::Status OpenCopyOf(const std::string& files);
  absl::Status Crash() { return OpenCopyOf(file_); }
  absl::Status CopyTo(const std::string& path) const;

  // Run statements: of a person, in one Save; of another tool, in a transaction of its own
  // connection. Return the uuid of the mutation.
  absl::StatusOr<std::string> Save(const std::vector<std::string>& statements);
  absl::StatusOr<std::string> RunTool(const std::vector<std::string>& statements);

  // What it has to send; nullopt: nothing. A push is cut to `size` mutations, an attach asks for
  // its next part, of `size` links; a snapshot asks for `scope`, `size` rows at a time.
  absl::StatusOr<std::optional<Call>> Make(const std::string& kind, int size,
                                           const std::string& scope);
  absl::Status Take(const Call& call, const Reply& reply);

  device::Replica& replica() { return *replica_; }
  base::ManualClock& clock() { return clock_; }
  const std::string& user() const { return user_; }

 private:
  absl::Status Open(std::string file);
  std::string NextFile();
  absl::StatusOr<std::string> UuidIn(const std::string& table, const std::string& order);
  absl::StatusOr<std::optional<Call>> MakeAttach(int size);
  absl::Status TakeAttach(const sync::v1::AttachReply& reply);
  absl::Status TakePages(const Call& call, const Reply& reply);

  const std::string user_;
  const std::string path_;
  base::ManualClock clock_{absl::UnixEpoch()};
  base::SeededRandom random_;
  int opened_ = 0;
  std::string file_;
  std::unique_ptr<device::Replica> replica_;
  std::optional<device::AttachParts> attach_;  // Under way.
};

}  // namespace zoufang::model
