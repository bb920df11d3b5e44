#include "server/http/metrics_listener.h"

#include <httplib.h>

#include <thread>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/time/clock.h"
#include "server/http/bind.h"
#include "server/http/patient_server.h"
#include "sync/base/status.h"

namespace zoufang::http {
namespace {

constexpr int kThreads = 2;  // A scraper, and a person beside it.
constexpr absl::Duration kIdlest = absl::Seconds(5);
constexpr char kTextFormat[] = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace

struct MetricsListener::Impl {
  std::unique_ptr<PatientServer> server;
  std::thread thread;
  int port = 0;
};

absl::StatusOr<std::unique_ptr<MetricsListener>> MetricsListener::Start(
    const MetricsOptions& options) {
  auto impl = std::make_unique<Impl>();
  impl->server =
      std::make_unique<PatientServer>(Patience(), kIdlest, options.tls_cert, options.tls_key);
  httplib::Server& server = *impl->server;
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_payload_max_length(0);
  server.set_default_headers(
      {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}});
  server.Get("/metrics",
             [page = options.page](const httplib::Request&, httplib::Response& response) {
               const absl::StatusOr<std::string> text = page();
               if (!text.ok()) {
                 response.status = 503;
                 return;
               }
               response.set_content(*text, kTextFormat);
             });
  ASSIGN_OR_RETURN(impl->port, Bind(server, options.address));
  impl->thread = std::thread([&server] { server.listen_after_bind(); });
  // httplib forgets to stop when it is asked before it began.
  while (!server.is_running()) absl::SleepFor(absl::Milliseconds(1));
  return absl::WrapUnique(new MetricsListener(std::move(impl)));
}

MetricsListener::MetricsListener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

MetricsListener::~MetricsListener() { Stop(); }

int MetricsListener::port() const { return impl_->port; }

void MetricsListener::Stop() {
  if (!impl_->thread.joinable()) return;
  impl_->server->stop();
  impl_->thread.join();
}

}  // namespace zoufang::http
