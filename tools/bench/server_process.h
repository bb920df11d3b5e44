// The server as a program of its own, whose memory can be told from the benchmark's.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace zoufang::bench {

// A server from Start until the object is gone.
class ServerProcess {
 public:
  // Starts the zoufangd beside this program on an initialised directory; returns when it listens
  // to tablets, at address().
  static absl::StatusOr<std::unique_ptr<ServerProcess>> Start(const std::string& data);
  // Starts this program with --plain-watch, which writes its port into `port_file`.
  static absl::StatusOr<std::unique_ptr<ServerProcess>> StartPlainWatch(
      const std::string& port_file);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  const std::string& address() const { return address_; }
  // What it holds in memory now, and at most so far.
  double ResidentKib() const { return StatusKib("VmRSS:"); }
  double PeakKib() const { return StatusKib("VmHWM:"); }

 private:
  explicit ServerProcess(pid_t pid) : pid_(pid) {}
  static absl::StatusOr<std::unique_ptr<ServerProcess>> Listening(
      std::vector<std::string> arguments, const std::string& port_file);
  double StatusKib(const std::string& key) const;

  const pid_t pid_;
  std::string address_;
};

// Lets this process, and what it starts, open as many files as the system allows.
// FAILED_PRECONDITION: fewer than `needed`.
absl::Status RaiseOpenFiles(int needed);

}  // namespace zoufang::bench
