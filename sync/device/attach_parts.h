// One attach in parts: a device may hold more than a message carries.
#pragma once

#include <utility>

#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::device {

// Each part is an attach onto the end of the one before; what the server says to all of them is its
// answer to the whole. A part whose answer is lost is asked again.
class AttachParts {
 public:
  explicit AttachParts(sync::v1::AttachRequest whole) : whole_(std::move(whole)) {}

  // Whether it also answers `now`, which the same device asks a little later: what it has appended
  // to its chain since then needs no answer.
  bool Answers(const sync::v1::AttachRequest& now) const;
  // The part to ask next, of at most that many links (1 or more).
  sync::v1::AttachRequest Next(int most_links);
  // Of the part asked last. False: the server was started anew since the first part, perhaps on an
  // older database. What it said then may hold no longer: begin again.
  bool Take(const sync::v1::AttachReply& reply);

  bool done() const { return answered_ && links_answered_ == whole_.chain_size(); }
  const sync::v1::AttachRequest& whole() const { return whole_; }
  // Once done. Where the install stands is what the first part was told, which fits the outcomes of
  // all: meanwhile it can only have moved on.
  const sync::v1::AttachReply& reply() const { return reply_; }

 private:
  sync::v1::AttachRequest whole_;
  int links_answered_ = 0;
  int links_asked_ = 0;  // Of the part asked last.
  bool answered_ = false;
  sync::v1::AttachReply reply_;
};

}  // namespace zoufang::device
