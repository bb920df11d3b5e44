// The keys that seal and open who complains.
#pragma once

#include "absl/status/statusor.h"
#include "server/options.h"
#include "server/storage/reporters.h"

namespace zoufang::server {

struct IdentityKeys {
  storage::IdentitySealer sealer;
  storage::IdentityOpener opener;
};

// As the options name them; a secret key alone is enough for both. OPTION_INVALID, also when the
// two do not belong together; PATH_UNUSABLE.
absl::StatusOr<IdentityKeys> LoadIdentityKeys(const ServerOptions& options);

}  // namespace zoufang::server
