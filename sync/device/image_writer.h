// Writes images: what a checkpoint does to rows (protocol T10).
#pragma once

#include <cstdint>
#include <map>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "sync/device/context.h"
#include "sync/device/foreign.h"
#include "sync/device/held.h"
#include "sync/device/image.h"
#include "sync/device/row_pages.h"
#include "sync/device/scopes.h"
#include "sync/schema/row.h"

namespace zoufang::device {

// How a row leaves.
enum class Leaving {
  kForGood,  // Deleted, or its scope was withdrawn.
  kPerhaps,  // Into another scope that may be held: with own edits it stays on screen in transit.
};

// Within one write transaction without capture. A row that own edits lie on is written aside and
// becomes `unsettled`: its screen is to be rebuilt once all images are in place. Keeps the digests
// and row counts of `scopes` right, whose list must not change meanwhile.
class ImageWriter {
 public:
  ImageWriter(const Context& context, ScopeSet& scopes, HeldIndex& held)
      : context_(context), scopes_(scopes), held_(held), foreign_(context.db) {}

  absl::Status Open() { return foreign_.Open(); }
  // Rows are new, most of them, from here on.
  void ExpectNewRows() { expect_new_ = true; }

  // Makes `row` the image of its id in `scope`, whose images contain own mutations up to
  // `included`.
  absl::Status Put(Scope& scope, int64_t included, const RowView& row);
  // Removes the image of a row if it is `scope`'s.
  absl::Status Remove(Scope& scope, uint32_t entity, absl::string_view id, Leaving leaving);
  // Removes every image of `scope`.
  absl::Status RemoveAll(Scope& scope, Leaving leaving);
  // Ends the transit of rows that left `scope`, or of all.
  absl::Status EndTransitFrom(int64_t scope);
  absl::Status EndTransit();

  // Rows whose screen does not show image and held edits yet; and rows with held edits that were
  // written whole, because their image contains them.
  const absl::flat_hash_set<RowKey>& unsettled() const { return unsettled_; }
  const absl::flat_hash_set<RowKey>& settled() const { return settled_; }
  // Lets go of its statements, so that tables may change.
  void Close() { tables_.clear(); }

 private:
  // The statements of one entity's table, kept while many rows are written.
  struct Table {
    const schema::Entity* entity;
    sql::Statement place;
    sql::Statement insert;
    sql::Statement upsert;
  };

  // Whether the image that the table's row stands for is still in its scope's count.
  enum class Old { kCounted, kUncounted };

  absl::StatusOr<Table*> TableOf(uint32_t entity);  // nullptr: an entity of a newer schema.
  absl::Status PutInTable(Scope& scope, const RowView& row, absl::string_view id, Table& table,
                          Old old);
  absl::Status PutAside(Scope& scope, const RowView& row, absl::string_view id, Table& table);
  absl::Status PutForeign(Scope& scope, const RowView& row, absl::string_view id);
  // Of an entity that is known, with a content that is not.
  absl::Status PutUnreadable(Scope& scope, const RowView& row, absl::string_view id, Table& table,
                             Old old);
  absl::Status Bind(const Scope& scope, const RowView& row, const schema::Entity& entity,
                    sql::Statement& statement);
  // Takes the old image of a row out of the count: the shadow's, which goes, else the table's.
  absl::Status UncountShadow(absl::string_view id, uint32_t entity, bool& found);
  absl::Status UncountTable(absl::string_view id, Table& table);

  absl::Status RemoveHeld(const RowKey& row, Leaving leaving);
  absl::Status RemoveFromTable(const schema::Entity& entity, absl::string_view id);
  absl::Status RemoveHeldOf(const Scope& scope, const schema::Entity& entity, Leaving leaving);
  absl::Status EndTransit(absl::string_view where, int64_t scope);
  void Count(Scope* scope, absl::string_view id, int64_t rev, int sign);

  const Context& context_;
  ScopeSet& scopes_;
  HeldIndex& held_;
  ForeignRows foreign_;
  bool expect_new_ = false;
  schema::BindScratch scratch_;  // What the last Bind made, and the bytes of unknown fields.
  std::string unknown_;
  std::map<uint32_t, Table> tables_;
  absl::flat_hash_set<RowKey> unsettled_;
  absl::flat_hash_set<RowKey> settled_;
};

}  // namespace zoufang::device
