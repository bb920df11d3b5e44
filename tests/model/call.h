// One call of a tablet, on its way.
#pragma once

#include <string>
#include <vector>

#include "zoufang/sync/v1/sync_service.pb.h"

namespace zoufang::model {

struct Call {
  std::string kind;  // attach, push, pull, snap
  std::string user;
  sync::v1::AttachRequest attach;
  sync::v1::PushRequest push;
  sync::v1::PullRequest pull;
  sync::v1::SnapshotCursor snapshot;
  int rows = 0;  // snap: how many notes and parts to take.
};

struct Reply {
  bool unknown_install = false;
  sync::v1::AttachReply attach;
  sync::v1::PushReply push;
  std::vector<sync::v1::PullPage> pull;
  std::vector<sync::v1::SnapshotPage> snapshot;
};

}  // namespace zoufang::model
