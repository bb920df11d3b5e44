#include "sync/device/attach_parts.h"

#include <algorithm>

namespace zoufang::device {

using sync::v1::AttachReply;
using sync::v1::AttachRequest;

bool AttachParts::Answers(const AttachRequest& now) const {
  return now.install_id() == whole_.install_id() &&
         now.heard_incarnation() == whole_.heard_incarnation() &&
         now.base().seq() == whole_.base().seq() && now.base().hash() == whole_.base().hash() &&
         now.chain_size() >= whole_.chain_size();
}

AttachRequest AttachParts::Next(int most_links) {
  AttachRequest part;
  part.set_install_id(whole_.install_id());
  part.set_protocol(whole_.protocol());
  part.set_heard_incarnation(whole_.heard_incarnation());
  *part.mutable_base() = whole_.base();
  if (links_answered_ > 0) {
    const sync::v1::ChainLink& before = whole_.chain(links_answered_ - 1);
    part.mutable_base()->set_seq(before.seq());
    part.mutable_base()->set_hash(before.hash());
  }
  links_asked_ = std::min(most_links, whole_.chain_size() - links_answered_);
  const auto first = whole_.chain().begin() + links_answered_;
  part.mutable_chain()->Assign(first, first + links_asked_);
  return part;
}

bool AttachParts::Take(const AttachReply& reply) {
  if (answered_ && reply.incarnation() != reply_.incarnation()) return false;
  links_answered_ += links_asked_;
  if (answered_) {
    reply_.mutable_outcomes()->MergeFrom(reply.outcomes());
  } else {
    reply_ = reply;
    answered_ = true;
  }
  return true;
}

}  // namespace zoufang::device
