// How services write: through the hub's ingest, like everybody.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "sync/hub/hub.h"
#include "sync/sql/database.h"

namespace zoufang::storage {

// Ingests `edits` as one mutation. An edit that is not taken (parked, held, rejected) is an error
// here, FAILED_PRECONDITION EDIT_NOT_TAKEN, and the write it is part of undoes everything: a
// service's caller waits for the answer, there is nothing to keep for later. Edits without fields
// are dropped.
absl::Status Save(hub::Hub& hub, sql::Database& database, const hub::Author& author,
                  absl::string_view uuid, std::vector<sync::v1::Edit> edits);

// An id that follows from the request and the row's place in it, so that a repeat names the same
// row.
std::string RowIdFor(absl::string_view request, absl::string_view table, int index);

}  // namespace zoufang::storage
