// Who is signed in: a file that only its owner can read.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace zoufang::cli {

struct Session {
  std::string server;
  std::string ca_file;
  std::string token;
  std::string user_name;
  std::string role;        // "ADMINISTRATOR".
  std::string expires_at;  // RFC 3339; "": unknown.
};

// $XDG_CONFIG_HOME/zoufang/session.json, or the same under ~/.config.
std::string DefaultSessionPath();

// nullopt: nobody is signed in. SESSION_DAMAGED.
absl::StatusOr<std::optional<Session>> LoadSession(const std::string& path);
absl::Status SaveSession(const std::string& path, const Session& session);
absl::Status DeleteSession(const std::string& path);

}  // namespace zoufang::cli
