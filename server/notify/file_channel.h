// Notifications as lines of a file.
#pragma once

#include <string>
#include <utility>

#include "server/notify/channel.h"

namespace zoufang::notify {

// Appends {"id":…,"sent_at":…,"notification":{…}} and a line end, durably. The file may be moved
// away at any time; the next line makes a new one. A line that a crash cut off is ended first.
class FileChannel : public Channel {
 public:
  explicit FileChannel(std::string path) : path_(std::move(path)) {}

  absl::string_view name() const override { return "file"; }
  absl::Status Deliver(const Letter& letter) override;

 private:
  const std::string path_;
};

}  // namespace zoufang::notify
