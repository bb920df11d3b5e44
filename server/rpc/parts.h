// What every service stands on.
#pragma once

#include "server/rpc/gate.h"
#include "server/storage/lookup.h"
#include "server/storage/passwords.h"
#include "server/storage/store.h"
#include "sync/base/clock.h"
#include "sync/base/random.h"
#include "sync/hub/hub.h"
#include "sync/schema/catalogue.h"

namespace zoufang::rpc {

// Borrowed; all of it outlives the services.
struct Parts {
  Gate& gate;
  storage::Store& store;
  hub::Hub& hub;
  const schema::Catalogue& catalogue;
  storage::Lookup& lookup;
  storage::Passwords& passwords;
  const base::Clock& clock;
  base::Random& random;
};

}  // namespace zoufang::rpc
