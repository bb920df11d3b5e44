// Where notifications go, as the options say.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/notify/channel.h"
#include "server/options.h"

namespace zoufang::server {

// OPTION_INVALID for an address or a secret that does not serve; the secret is never named.
absl::StatusOr<std::vector<std::unique_ptr<notify::Channel>>> OpenChannels(
    const ServerOptions& options);

}  // namespace zoufang::server
