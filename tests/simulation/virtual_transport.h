// The network as a tablet's sync engine knows it: each call blocks, and may fail in every way that
// a network has.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "sync/device/transport.h"
#include "tests/simulation/network.h"

namespace zoufang::simulation {

struct World;

class VirtualTransport : public device::Transport {
 public:
  VirtualTransport(World& world, int tablet) : world_(world), tablet_(tablet) {}

  // Few, so that chains are attached in parts.
  int most_links() const override { return 3; }
  absl::StatusOr<sync::v1::AttachReply> Attach(const sync::v1::AttachRequest& request) override;
  absl::StatusOr<sync::v1::PushReply> Push(const sync::v1::PushRequest& request) override;
  absl::Status Snapshot(
      const sync::v1::SnapshotRequest& request,
      absl::FunctionRef<absl::Status(const sync::v1::SnapshotPage&)> take) override;
  absl::StatusOr<std::vector<sync::v1::PullPage>> Pull(
      const sync::v1::PullRequest& request) override;
  absl::StatusOr<sync::v1::DigestReply> Digest(const sync::v1::DigestRequest& request) override;
  absl::StatusOr<std::vector<sync::v1::RepairPage>> Repair(
      const sync::v1::RepairRequest& request) override;
  absl::StatusOr<sync::v1::SurrenderReply> Surrender(
      const sync::v1::SurrenderRequest& request) override;

  // The reply that the last step's pull was given, once.
  std::optional<Reply> TakeLastPull() { return std::exchange(last_pull_, std::nullopt); }

 private:
  Request Of(Call call) const;
  Reply Exchange(Request request);
  absl::Status Cut();

  World& world_;
  const int tablet_;
  std::optional<Reply> last_pull_;
};

}  // namespace zoufang::simulation
