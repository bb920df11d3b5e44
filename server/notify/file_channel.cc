#include "server/notify/file_channel.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"

namespace zoufang::notify {
namespace {

constexpr mode_t kOwnerAndGroup = 0640;

std::string LineOf(const Letter& letter) {
  return absl::StrCat(R"({"id":")", letter.id, R"(","sent_at":")",
                      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", letter.sent_at, absl::UTCTimeZone()),
                      R"(","notification":)", letter.body, "}\n");
}

bool EndsInsideALine(int file) {
  const off_t size = lseek(file, 0, SEEK_END);
  char last = '\n';
  return size > 0 && pread(file, &last, 1, size - 1) == 1 && last != '\n';
}

}  // namespace

absl::Status FileChannel::Deliver(const Letter& letter) {
  const auto failed = [] { return absl::UnavailableError(std::strerror(errno)); };
  const int file = open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, kOwnerAndGroup);
  if (file < 0) return failed();
  const absl::Cleanup closer = [file] { close(file); };
  const std::string line = absl::StrCat(EndsInsideALine(file) ? "\n" : "", LineOf(letter));
  if (write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size())) return failed();
  return fdatasync(file) == 0 ? absl::OkStatus() : failed();
}

}  // namespace zoufang::notify
