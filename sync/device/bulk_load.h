// Makes room for a large load: what slows every single insert is set aside and put back at the end.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "sync/device/context.h"

namespace zoufang::device {

// Drops the capture triggers of all entities' tables, and the indexes of those that are empty, and
// remembers their definitions. All of it is part of the write transaction: an error undoes it.
class BulkLoad {
 public:
  explicit BulkLoad(const Context& context) : context_(context) {}
  ~BulkLoad();
  absl::Status Begin();
  // No statement may be running.
  absl::Status End();

 private:
  absl::Status SetAside(const schema::Entity& entity);

  const Context& context_;
  std::vector<std::string> put_back_;
};

}  // namespace zoufang::device
