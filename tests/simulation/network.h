// Messages on their way.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulation/image_set.h"
#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::simulation {

// Digest, Repair and Surrender are asked by engines only, never as messages of their own.
enum class Call { kAttach, kPush, kSnapshot, kPull, kDigest, kRepair, kSurrender };
inline constexpr Call kCalls[] = {Call::kAttach, Call::kPush, Call::kSnapshot, Call::kPull};
absl::string_view NameOf(Call call);

// What a tablet asks. Only the message of its call is filled.
struct Request {
  Call call = Call::kPull;
  int tablet = 0;
  uint64_t nonce = 0;  // A reply counts only for the call it answers (T4).
  sync::v1::AttachRequest attach;
  sync::v1::PushRequest push;
  sync::v1::SnapshotRequest snapshot;
  sync::v1::PullRequest pull;
  sync::v1::DigestRequest digest;
  sync::v1::RepairRequest repair;
  sync::v1::SurrenderRequest surrender;

  const std::string& install_id() const;
};

struct Reply {
  absl::Status status;
  sync::v1::AttachReply attach;
  sync::v1::PushReply push;
  std::vector<sync::v1::SnapshotPage> pages;
  std::vector<sync::v1::PullPage> pull;
  sync::v1::DigestReply digest;
  std::vector<sync::v1::RepairPage> repair;
  // What the server held at the moment of a pull: for the checks, not for the tablet.
  std::shared_ptr<const Truth> truth;
};

struct Message {
  Request request;
  std::optional<Reply> reply;  // None: it is on the way to the server.
};

// Holds messages in the order sent; who takes one out of turn reorders them.
class Network {
 public:
  void Send(Message message) { in_flight_.push_back(std::move(message)); }
  bool empty() const { return in_flight_.empty(); }
  int size() const { return static_cast<int>(in_flight_.size()); }
  const Message& At(int place) const { return in_flight_[place]; }
  Message Take(int place) {
    Message message = std::move(in_flight_[place]);
    in_flight_.erase(in_flight_.begin() + place);
    return message;
  }
  void Clear() { in_flight_.clear(); }

 private:
  std::vector<Message> in_flight_;
};

}  // namespace zoufang::simulation
