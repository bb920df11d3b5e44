#include "server/flags.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

namespace zoufang::server {
namespace {

constexpr int kUsage = 2;

constexpr char kAbout[] =
    "zoufangd serves Zoufang: tablets, citizens, integrators and the console, over gRPC and HTTP.\n"
    "走访服务器：为平板、公众、对接系统和管理端提供 gRPC 与 HTTP 服务。\n";

constexpr char kFooter[] =
    "\nFirst run `zoufang init` on the data directory. SIGTERM or SIGINT stops the server in an\n"
    "orderly way. Logs are JSON lines on standard error.\n"
    "Exit codes: 0 stopped as asked, 1 could not run, 2 wrong usage.";

void AddOptions(CLI::App& app, Flags& flags) {
  ServerOptions& options = flags.options;
  app.add_option("--data", options.data, "Data directory, made by `zoufang init`")
      ->envname("ZOUFANG_DATA")
      ->required();
  app.add_option("--listen", options.listen,
                 "host:port to listen on; port 0 takes any free one. Off loopback TLS is required")
      ->envname("ZOUFANG_LISTEN")
      ->capture_default_str();
  app.add_option("--listen-tablets", options.listen_tablets,
                 "host:port that offers what tablets call and nothing else: signing in, sync,\n"
                 "files. For the network of the field, while --listen stays inside; a tablet\n"
                 "that only waits takes a quarter less memory here. Off loopback TLS is required")
      ->envname("ZOUFANG_LISTEN_TABLETS");
  app.add_option("--http", options.http,
                 "host:port to listen on for HTTP by the Connect protocol; port 0 takes any free\n"
                 "one. Off loopback TLS is required. Without it there is no HTTP")
      ->envname("ZOUFANG_HTTP");
  app.add_option(
         "--web", options.web,
         "Folder with the built web pages (clients/web/dist), served at --http; read at the\n"
         "start")
      ->envname("ZOUFANG_WEB");
  app.add_option("--http-streams", options.http_streams,
                 "Streams that clients of --http may have open at once, one thread each; of one\n"
                 "address a quarter of them")
      ->envname("ZOUFANG_HTTP_STREAMS")
      ->capture_default_str();
  app.add_option("--http-allow-origin", options.http_allow_origins,
                 "Site whose pages may call --http too, as https://desk.example; may be repeated.\n"
                 "Without it only pages of --http itself may")
      ->envname("ZOUFANG_HTTP_ALLOW_ORIGIN");
  app.add_flag(
         "--http-behind-proxy", options.http_behind_proxy,
         "A reverse proxy stands before --http and sets X-Forwarded-For; without one anybody\n"
         "could claim any address")
      ->envname("ZOUFANG_HTTP_BEHIND_PROXY");
  app.add_option("--metrics", options.metrics,
                 "host:port to listen on for GET /metrics, for Prometheus; a port of its own, so\n"
                 "that the public's does not show it. Off loopback TLS is required. Names no\n"
                 "person. Without it there are no metrics")
      ->envname("ZOUFANG_METRICS");
  app.add_option(
         "--notify-file", options.notify_file,
         "File that a line of JSON is appended to for each step of a case that its citizen\n"
         "may see: case number, state, due date, step. Names no person")
      ->envname("ZOUFANG_NOTIFY_FILE");
  app.add_option(
         "--notify-webhook", options.notify_webhook,
         "https:// address that the same is POSTed to, signed by Standard Webhooks; http://\n"
         "on this machine only. Repeated until it is taken")
      ->envname("ZOUFANG_NOTIFY_WEBHOOK");
  app.add_option(
         "--notify-webhook-secret-file", options.notify_webhook_secret_file,
         "File with the secret that signs them, whsec_ and base64; or the secret itself in\n"
         "the environment as ZOUFANG_NOTIFY_WEBHOOK_SECRET")
      ->envname("ZOUFANG_NOTIFY_WEBHOOK_SECRET_FILE");
  app.add_option("--tls-cert", options.tls_cert, "Certificate chain, a PEM file")
      ->envname("ZOUFANG_TLS_CERT");
  app.add_option("--tls-key", options.tls_key, "Private key of the certificate, a PEM file")
      ->envname("ZOUFANG_TLS_KEY");
  app.add_option("--threads", options.threads, "Threads that work calls off, 1 to 256")
      ->envname("ZOUFANG_THREADS")
      ->capture_default_str();
  app.add_option("--queue", options.queue,
                 "Calls that may wait for a thread; more are told to come back later")
      ->envname("ZOUFANG_QUEUE")
      ->capture_default_str();
  app.add_option("--tablet-calls", options.tablet_calls,
                 "Calls a minute that one tablet may make, so that none crowds the others out; 0:\n"
                 "any number")
      ->envname("ZOUFANG_TABLET_CALLS")
      ->capture_default_str();
  app.add_option(
         "--identity-public-key", options.identity_public_key,
         "X25519 public key (64 hexadecimal digits or base64) that seals who complains; its\n"
         "secret half stays elsewhere. Without either only anonymous complaints are taken")
      ->envname("ZOUFANG_IDENTITY_PUBLIC_KEY");
  app.add_option(
         "--identity-secret-key-file", options.identity_secret_key_file,
         "File with the secret half (hexadecimal, base64 or PEM), outside the data directory;\n"
         "read at the start. Without it no identity can be opened on this server")
      ->envname("ZOUFANG_IDENTITY_SECRET_KEY_FILE");
  app.add_option("--complaint-clock", options.complaint_clock,
                 "Time limits that new complaints run under: default/1, petition-2022/1,\n"
                 "hotline-2020/1 or service-line-2017/1")
      ->envname("ZOUFANG_COMPLAINT_CLOCK")
      ->capture_default_str();
  app.add_option("--filing-work", options.filing_work,
                 "While there is a flood of complaints: bits of proof of work, 0 to 24, that\n"
                 "somebody without an account does before each; 18 are a second or two of a\n"
                 "desktop's core, more of a phone's. 0: none")
      ->envname("ZOUFANG_FILING_WORK")
      ->capture_default_str();
  app.add_flag("--reflection,!--no-reflection", options.reflection,
               "Offer gRPC reflection; unless said, on loopback only")
      ->envname("ZOUFANG_REFLECTION");
  app.add_option("--port-file", flags.port_file,
                 "Write the port into this file once the server listens; for scripts")
      ->envname("ZOUFANG_PORT_FILE");
  app.add_option("--tablets-port-file", flags.tablets_port_file,
                 "The same for the port of --listen-tablets")
      ->envname("ZOUFANG_TABLETS_PORT_FILE");
}

}  // namespace

Flags ParseFlags(int argc, char** argv) {
  Flags flags;
  CLI::App app(kAbout, "zoufangd");
  app.footer(kFooter);
  AddOptions(app, flags);
  // Of the environment only: arguments are shown to every user of the machine.
  const char* const secret = std::getenv("ZOUFANG_NOTIFY_WEBHOOK_SECRET");
  if (secret != nullptr) flags.options.notify_webhook_secret = secret;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    flags.exit_code = app.exit(error) == 0 ? 0 : kUsage;
  }
  return flags;
}

}  // namespace zoufang::server
