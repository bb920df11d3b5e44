// How a server takes complaints.
#pragma once

#include <string>

#include "domain/complaint_clock.h"
#include "server/rpc/filing_work.h"
#include "server/storage/reporters.h"

namespace zoufang::rpc {

struct ComplaintSettings {
  std::string server_key;             // Secrets are derived with it.
  storage::IdentitySealer sealer;     // Not ready: anonymous complaints only.
  storage::IdentityOpener opener;     // Not ready: no identity is opened here.
  const domain::ClockProfile& clock;  // What new cases run under.
  FilingWork& work;                   // Asked of who has no account.
};

}  // namespace zoufang::rpc
