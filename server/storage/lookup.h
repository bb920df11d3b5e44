// The look-up of organisations, kept in step with the database.
#pragma once

#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "domain/lookup/name_index.h"
#include "server/storage/organizations.h"
#include "server/storage/store.h"

namespace zoufang::storage {

// Thread-safe. Organisations are written by the import only (their fields are the server's), which
// calls Refresh with what it committed.
class Lookup {
 public:
  explicit Lookup(const schema::Catalogue& catalogue) : organizations_(catalogue) {}

  // Takes every organisation in. Before the server listens.
  absl::Status Load(sql::Database& database);
  // Takes in what these organisations are now. After the commit that changed them.
  absl::Status Refresh(Store& store, const std::vector<std::string>& ids);

  domain::LookupResult Search(const domain::LookupQuery& query) const;
  std::vector<domain::LookupHit> LookAlikes(absl::string_view name, int limit) const;

 private:
  const Organizations organizations_;
  // Two refreshes of one organisation, one behind the other: rows are read under it, so that the
  // later read is put last.
  absl::Mutex refreshing_;
  mutable absl::Mutex mu_ ABSL_ACQUIRED_AFTER(refreshing_);
  domain::NameIndex index_ ABSL_GUARDED_BY(mu_);
};

}  // namespace zoufang::storage
