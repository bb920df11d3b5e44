#include "clients/cli/shell.h"

#include "clients/cli/errors.h"
#include "clients/cli/secrets.h"
#include "sync/base/status.h"

namespace zoufang::cli {

absl::StatusOr<std::string> Shell::TabletPath() const {
  if (settings_.tablet.empty()) return OptionMissing("--tablet", "ZOUFANG_TABLET");
  return settings_.tablet;
}

absl::StatusOr<std::unique_ptr<fieldwork::Tablet>> Shell::OpenTablet() const {
  ASSIGN_OR_RETURN(const std::string path, TabletPath());
  return fieldwork::Tablet::Open(path, env_);
}

std::string Shell::SessionPath() const {
  return settings_.session.empty() ? DefaultSessionPath() : settings_.session;
}

absl::StatusOr<std::optional<Session>> Shell::CurrentSession() const {
  return LoadSession(SessionPath());
}

absl::StatusOr<Endpoint> Shell::AnyEndpoint() const {
  ASSIGN_OR_RETURN(const std::optional<Session> session, CurrentSession());
  if (settings_.server.empty() && !session.has_value()) {
    return OptionMissing("--server", "ZOUFANG_SERVER");
  }
  Endpoint endpoint{settings_.server, settings_.ca_file, ""};
  if (endpoint.server.empty()) endpoint.server = session->server;
  // A token goes to the server that gave it and to no other.
  if (session.has_value() && session->server == endpoint.server) {
    endpoint.token = session->token;
    if (endpoint.ca_file.empty()) endpoint.ca_file = session->ca_file;
  }
  return endpoint;
}

absl::StatusOr<Endpoint> Shell::AnonymousEndpoint() const {
  ASSIGN_OR_RETURN(Endpoint endpoint, AnyEndpoint());
  endpoint.token.clear();
  return endpoint;
}

absl::StatusOr<Endpoint> Shell::SignedInEndpoint() const {
  ASSIGN_OR_RETURN(const std::optional<Session> session, CurrentSession());
  if (!session.has_value()) return NoSession();
  return Endpoint{session->server, settings_.ca_file.empty() ? session->ca_file : settings_.ca_file,
                  session->token};
}

absl::StatusOr<Remote> Shell::Anonymous() const {
  ASSIGN_OR_RETURN(const Endpoint endpoint, AnonymousEndpoint());
  return Remote::Open(endpoint);
}

absl::StatusOr<Remote> Shell::Anyone() const {
  ASSIGN_OR_RETURN(const Endpoint endpoint, AnyEndpoint());
  return Remote::Open(endpoint);
}

absl::StatusOr<Remote> Shell::SignedIn() const {
  ASSIGN_OR_RETURN(const Endpoint endpoint, SignedInEndpoint());
  return Remote::Open(endpoint);
}

Settings WithEnvironment(Settings settings) {
  const auto fill = [](std::string& value, const char* variable) {
    if (value.empty()) value = FromEnvironment(variable);
  };
  fill(settings.tablet, "ZOUFANG_TABLET");
  fill(settings.server, "ZOUFANG_SERVER");
  fill(settings.ca_file, "ZOUFANG_CA");
  fill(settings.session, "ZOUFANG_SESSION");
  return settings;
}

}  // namespace zoufang::cli
