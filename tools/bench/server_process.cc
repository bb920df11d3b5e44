#include "tools/bench/server_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace zoufang::bench {
namespace {

constexpr absl::Duration kStartWithin = absl::Seconds(30);
constexpr absl::Duration kStopWithin = absl::Seconds(30);
constexpr absl::Duration kStep = absl::Milliseconds(20);

std::filesystem::path Self() { return std::filesystem::read_symlink("/proc/self/exe"); }

// Starts `arguments`, its output in the file `log`.
absl::StatusOr<pid_t> Spawn(std::vector<std::string> arguments, const std::string& log) {
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return absl::NotFoundError(absl::StrCat("cannot start ", arguments[0]));
  return pid;
}

bool HasEnded(pid_t pid) { return waitpid(pid, nullptr, WNOHANG) == pid; }

}  // namespace

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::Start(const std::string& data) {
  const std::string port_file = data + ".port";
  return Listening({Self().parent_path() / "zoufangd", "--data", data, "--listen", "127.0.0.1:0",
                    "--listen-tablets", "127.0.0.1:0", "--tablets-port-file", port_file},
                   port_file);
}

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::StartPlainWatch(
    const std::string& port_file) {
  return Listening({Self(), "--plain-watch", port_file}, port_file);
}

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::Listening(
    std::vector<std::string> arguments, const std::string& port_file) {
  std::filesystem::remove(port_file);
  const auto pid = Spawn(std::move(arguments), port_file + ".log");
  if (!pid.ok()) return pid.status();
  auto process = absl::WrapUnique(new ServerProcess(*pid));
  for (absl::Duration waited; waited < kStartWithin; waited += kStep) {
    int port = 0;
    if (std::ifstream(port_file) >> port) {
      process->address_ = absl::StrCat("127.0.0.1:", port);
      return process;
    }
    absl::SleepFor(kStep);
  }
  return absl::DeadlineExceededError("the server does not listen");
}

ServerProcess::~ServerProcess() {
  kill(pid_, SIGTERM);
  for (absl::Duration waited; waited < kStopWithin; waited += kStep) {
    if (HasEnded(pid_)) return;
    absl::SleepFor(kStep);
  }
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

double ServerProcess::StatusKib(const std::string& key) const {
  std::ifstream status(absl::StrCat("/proc/", pid_, "/status"));
  std::string word;
  double kib = 0;
  while (status >> word) {
    if (word == key && status >> kib) return kib;
  }
  return 0;
}

absl::Status RaiseOpenFiles(int needed) {
  rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= static_cast<rlim_t>(needed)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("needs ", needed, " open files, the system allows ", limit.rlim_cur));
}

}  // namespace zoufang::bench
