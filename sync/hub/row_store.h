// A row of the server with what is known about each of its fields.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/hub/context.h"
#include "sync/merge/merge_field.h"
#include "sync/schema/row.h"
#include "zoufang/sync/v1/storage.pb.h"

namespace zoufang::hub {

struct RowState {
  const schema::Entity* entity = nullptr;
  schema::Row row;
  int64_t rev = 0;
  int64_t scope = 0;  // _scope.n
  sync::v1::RowMeta meta;

  const std::string& id() const { return row.id(); }
  std::string Text(int index) const;  // "" when the field holds none.
  // The scope that a row without a parent belongs to: its area's, or its entity's only one.
  std::string ScopeName() const;
  // A field's value with its stamp and, for a set, its live adds.
  merge::Current FieldState(int index) const;
  void SetFieldState(int index, const merge::Current& state);
  // Whether the row ever was at `at_rev` here, and not only on a server that a restore has undone.
  bool HadRev(int64_t at_rev) const;
  void SetRev(int64_t new_rev);
  // The scope (_scope.n) in which the row was at `rev`, and when it left it.
  struct Place {
    int64_t scope;
    absl::Time left = absl::InfiniteFuture();
  };
  Place PlaceAt(int64_t at_rev) const;
};

// Reads and writes entity tables. The log is the caller's business.
class RowStore {
 public:
  explicit RowStore(const Context& context) : context_(context) {}

  absl::StatusOr<std::optional<RowState>> Load(const schema::Entity& entity, absl::string_view id);
  absl::Status Insert(const RowState& state);
  absl::Status Update(const RowState& state);
  absl::Status Delete(const RowState& state);
  // Ids of the live rows of `child` whose parent is `id`.
  absl::StatusOr<std::vector<std::string>> Children(const schema::Entity& child,
                                                    absl::string_view id);

  absl::StatusOr<bool> IsBuried(absl::string_view id);
  absl::Status Bury(const RowState& state, int64_t rev);

 private:
  absl::Status Run(const std::string& sql, const RowState& state);

  const Context& context_;
};

sync::v1::FieldStamp ToProto(const merge::Stamp& stamp);
merge::Stamp FromProto(const sync::v1::FieldStamp& stamp);

}  // namespace zoufang::hub
