// zoufangd: the server program.
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/stubs/logging.h"
#include "server/flags.h"
#include "server/server.h"
#include "sync/base/error.h"

namespace {

// In the language of the terminal.
void PrintError(const absl::Status& status) {
  const char* language = std::getenv("LC_ALL");
  if (language == nullptr) language = std::getenv("LANG");
  const bool chinese = language != nullptr && absl::StartsWith(language, "zh");
  const std::string text =
      chinese ? zoufang::base::ChineseMessageOf(status) : std::string(status.message());
  std::fprintf(stderr, "zoufangd: %s\n", text.c_str());
}

bool WritePort(const std::string& path, int port) {
  if (path.empty()) return true;
  const std::string partial = path + ".partial";  // Who waits for the file never reads half of it.
  std::ofstream(partial) << port << "\n";
  return std::rename(partial.c_str(), path.c_str()) == 0;
}

// Each tablet that watches has a connection; the usual soft limit of 1,024 files is too few.
void RaiseOpenFiles() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int argc, char** argv) {
  // Blocked before any thread starts, so that all inherit it and sigwait alone receives them.
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);

  // Debian's Abseil looks for cycles at every lock, gRPC's locks included; tests have it look.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const zoufang::server::Flags flags = zoufang::server::ParseFlags(argc, argv);
  if (flags.exit_code >= 0) return flags.exit_code;
  RaiseOpenFiles();
  google::protobuf::SetLogHandler(nullptr);  // What a peer sends wrong is answered, not logged.
  zoufang::base::SystemClock clock;
  zoufang::base::SystemRandom random;
  auto server = zoufang::server::Server::Start(flags.options, clock, random);
  if (!server.ok()) {
    PrintError(server.status());
    return absl::IsInvalidArgument(server.status()) ? 2 : 1;
  }
  const std::pair<std::string, int> ports[] = {
      {flags.port_file, (*server)->port()}, {flags.tablets_port_file, (*server)->tablets_port()}};
  for (const auto& [file, port] : ports) {
    if (WritePort(file, port)) continue;
    std::fprintf(stderr, "zoufangd: cannot write %s\n", file.c_str());
    return 1;
  }
  std::printf("listening on port %d\n", (*server)->port());
  if (!flags.options.listen_tablets.empty()) {
    std::printf("tablets on port %d\n", (*server)->tablets_port());
  }
  if (!flags.options.http.empty()) std::printf("http on port %d\n", (*server)->http_port());
  if (!flags.options.metrics.empty()) {
    std::printf("metrics on port %d\n", (*server)->metrics_port());
  }
  std::fflush(stdout);
  int signal = 0;
  sigwait(&stop, &signal);
  (*server)->Shutdown();
  return 0;
}
