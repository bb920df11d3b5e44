// The hub behind the device's transport, in one process and without a network; replies can be lost.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sync/device/transport.h"
#include "sync/hub/hub.h"
#include "sync/sql/database.h"

namespace zoufang::testing {

class LocalTransport : public device::Transport {
 public:
  LocalTransport(hub::Hub& hub, sql::Database& database, std::string user)
      : hub_(hub), db_(database), user_(std::move(user)) {}

  // Called before a reply is handed over; true: it is lost on the way.
  void set_loses_reply(std::function<bool()> loses) { loses_ = std::move(loses); }

  absl::StatusOr<sync::v1::AttachReply> Attach(const sync::v1::AttachRequest& request) override {
    sync::v1::AttachReply reply;
    return Deliver(db_.Write([&] { return Take(hub_.Attach(db_, user_, request), reply); }), reply);
  }
  absl::StatusOr<sync::v1::PushReply> Push(const sync::v1::PushRequest& request) override {
    sync::v1::PushReply reply;
    return Deliver(db_.Write([&] { return Take(hub_.Push(db_, user_, request), reply); }), reply);
  }
  absl::StatusOr<std::vector<sync::v1::PullPage>> Pull(
      const sync::v1::PullRequest& request) override {
    std::vector<sync::v1::PullPage> pages;
    return Deliver(db_.Read([&] { return Take(hub_.Pull(db_, user_, request), pages); }), pages);
  }
  absl::StatusOr<sync::v1::DigestReply> Digest(const sync::v1::DigestRequest& request) override {
    sync::v1::DigestReply reply;
    return Deliver(db_.Read([&] { return Take(hub_.Digest(db_, user_, request), reply); }), reply);
  }
  absl::StatusOr<std::vector<sync::v1::RepairPage>> Repair(
      const sync::v1::RepairRequest& request) override {
    std::vector<sync::v1::RepairPage> pages;
    return Deliver(db_.Read([&] { return Take(hub_.Repair(db_, user_, request), pages); }), pages);
  }
  absl::Status Snapshot(
      const sync::v1::SnapshotRequest& request,
      absl::FunctionRef<absl::Status(const sync::v1::SnapshotPage&)> take) override {
    for (sync::v1::SnapshotCursor cursor : request.scopes()) {
      while (true) {
        sync::v1::SnapshotPage page;
        absl::Status read =
            db_.Read([&] { return Take(hub_.SnapshotPage(db_, user_, cursor), page); });
        if (!read.ok()) return read;
        if (loses_ && loses_()) return absl::UnavailableError("lost");
        absl::Status taken = take(page);
        if (!taken.ok()) return taken;
        if (page.refused() || page.done()) break;
        cursor = page.next();
      }
    }
    return absl::OkStatus();
  }

 private:
  template <typename T>
  static absl::Status Take(absl::StatusOr<T> result, T& out) {
    if (!result.ok()) return result.status();
    out = *std::move(result);
    return absl::OkStatus();
  }
  template <typename T>
  absl::StatusOr<T> Deliver(absl::Status status, T& reply) {
    if (!status.ok()) return status;
    if (loses_ && loses_()) return absl::UnavailableError("lost");
    return std::move(reply);
  }

  hub::Hub& hub_;
  sql::Database& db_;
  const std::string user_;
  std::function<bool()> loses_;
};

}  // namespace zoufang::testing
