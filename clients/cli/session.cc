#include "clients/cli/session.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"
#include "clients/cli/files.h"
#include "clients/cli/json.h"
#include "clients/cli/secrets.h"
#include "sync/base/status.h"

namespace zoufang::cli {

std::string DefaultSessionPath() {
  const std::string config = FromEnvironment("XDG_CONFIG_HOME");
  if (!config.empty()) return absl::StrCat(config, "/zoufang/session.json");
  return absl::StrCat(FromEnvironment("HOME"), "/.config/zoufang/session.json");
}

absl::StatusOr<std::optional<Session>> LoadSession(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::optional<Session>();
  ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path));
  const Json document = Json::parse(text, nullptr, false);
  if (!document.is_object()) return SessionDamaged(path);
  Session session;
  for (const auto& [name, field] : {std::pair("server", &Session::server),
                                    {"ca_file", &Session::ca_file},
                                    {"token", &Session::token},
                                    {"user_name", &Session::user_name},
                                    {"role", &Session::role},
                                    {"expires_at", &Session::expires_at}}) {
    if (!document.contains(name) || !document[name].is_string()) return SessionDamaged(path);
    session.*field = document[name].get<std::string>();
  }
  return std::optional<Session>(std::move(session));
}

absl::Status SaveSession(const std::string& path, const Session& session) {
  const Json document = {{"server", session.server}, {"ca_file", session.ca_file},
                         {"token", session.token},   {"user_name", session.user_name},
                         {"role", session.role},     {"expires_at", session.expires_at}};
  return WritePrivateFile(path, document.dump(2) + "\n");
}

absl::Status DeleteSession(const std::string& path) {
  std::error_code error;
  std::filesystem::remove(path, error);
  return error ? FileUnwritable(path, error.message()) : absl::OkStatus();
}

}  // namespace zoufang::cli
