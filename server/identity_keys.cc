#include "server/identity_keys.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "domain/errors.h"
#include "sync/base/status.h"

namespace zoufang::server {

absl::StatusOr<IdentityKeys> LoadIdentityKeys(const ServerOptions& options) {
  IdentityKeys keys;
  if (!options.identity_public_key.empty()) {
    ASSIGN_OR_RETURN(keys.sealer,
                     storage::IdentitySealer::FromPublicKey(options.identity_public_key));
  }
  const std::string& path = options.identity_secret_key_file;
  if (path.empty()) return keys;
  std::ifstream file(path, std::ios::binary);
  if (!file) return domain::PathUnusable(path, std::strerror(errno));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  ASSIGN_OR_RETURN(keys.opener, storage::IdentityOpener::FromSecretKey(text));
  const std::string public_key = keys.opener.PublicKey();
  if (!keys.sealer.ready()) {
    ASSIGN_OR_RETURN(keys.sealer, storage::IdentitySealer::FromPublicKey(public_key));
  }
  if (keys.sealer.PublicKey() != public_key) {
    return domain::OptionInvalid("--identity-public-key", "与 --identity-secret-key-file 不是一对",
                                 "does not belong to --identity-secret-key-file");
  }
  return keys;
}

}  // namespace zoufang::server
