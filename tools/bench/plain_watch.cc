#include "tools/bench/plain_watch.h"

#include <grpcpp/grpcpp.h>
#include <signal.h>

#include <fstream>

#include "absl/time/clock.h"
#include "zoufang/sync/v1/sync_service.grpc.pb.h"

namespace zoufang::bench {
namespace {

class Watcher : public grpc::ServerWriteReactor<sync::v1::WatchReply> {
 public:
  Watcher() { StartWrite(&reply_); }
  void OnCancel() override { Finish(grpc::Status::CANCELLED); }
  void OnDone() override { delete this; }

 private:
  const sync::v1::WatchReply reply_;
};

class Service : public sync::v1::SyncService::CallbackService {
 public:
  grpc::ServerWriteReactor<sync::v1::WatchReply>* Watch(grpc::CallbackServerContext*,
                                                        const sync::v1::WatchRequest*) override {
    return new Watcher;
  }
};

}  // namespace

void ServePlainWatch(const std::string& port_file) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);  // Before gRPC's threads start.
  Service service;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  std::ofstream(port_file) << port << "\n";
  int signal = 0;
  sigwait(&stop, &signal);
  server->Shutdown(absl::ToChronoTime(absl::Now()));
}

}  // namespace zoufang::bench
