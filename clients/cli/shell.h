// What a command works with: the world, the output, and where tablet and server are.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/output.h"
#include "clients/cli/session.h"
#include "clients/connection/remote.h"
#include "clients/fieldwork/tablet.h"
#include "sync/device/env.h"

namespace zoufang::cli {

using connection::CheckConfidential;
using connection::Endpoint;
using connection::Explained;
using connection::Remote;

// Options that many commands share. Those left empty come from the environment.
struct Settings {
  std::string tablet;   // ZOUFANG_TABLET
  std::string server;   // ZOUFANG_SERVER
  std::string ca_file;  // ZOUFANG_CA
  std::string session;  // ZOUFANG_SESSION
};

class Shell {
 public:
  Shell(device::Env env, Output& out, Settings settings)
      : env_(env), out_(out), settings_(std::move(settings)) {}

  Output& out() { return out_; }
  Language language() const { return out_.language(); }
  device::Env env() const { return env_; }
  absl::Time Now() const { return env_.clock.Now(); }
  std::string NewId() const { return base::NewUuid(Now(), env_.random); }

  // WRONG_USAGE when no tablet is named.
  absl::StatusOr<std::string> TabletPath() const;
  absl::StatusOr<std::unique_ptr<fieldwork::Tablet>> OpenTablet() const;

  std::string SessionPath() const;
  // The server of --server, else of the session. WRONG_USAGE when neither is there.
  absl::StatusOr<Endpoint> AnonymousEndpoint() const;
  // As whoever is signed in at that server, or as nobody.
  absl::StatusOr<Endpoint> AnyEndpoint() const;
  // NOT_SIGNED_IN.
  absl::StatusOr<Endpoint> SignedInEndpoint() const;

  absl::StatusOr<Remote> Anonymous() const;
  absl::StatusOr<Remote> Anyone() const;
  absl::StatusOr<Remote> SignedIn() const;

 private:
  absl::StatusOr<std::optional<Session>> CurrentSession() const;

  const device::Env env_;
  Output& out_;
  const Settings settings_;
};

// Fills what is empty from the environment.
Settings WithEnvironment(Settings settings);

}  // namespace zoufang::cli
