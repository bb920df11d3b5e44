// Makes the edit that a row's change is.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/base/error.h"
#include "sync/device/captured.h"
#include "sync/device/context.h"
#include "sync/device/footing.h"
#include "sync/device/held.h"
#include "sync/device/image.h"
#include "sync/device/scopes.h"
#include "zoufang/sync/v1/mutation.pb.h"

namespace zoufang::device {

// Appends to `violations` what of the change breaks its fields' rules.
void CheckChange(const RowChange& change, std::vector<base::FieldViolation>& violations);

// Makes edits of changes that lie on the screen already, and puts the tables in order for them: the
// first edit on an image leaves a shadow of it, and a row that was replaced gets back what its
// table held beside it. Within one write transaction.
class EditMaker {
 public:
  explicit EditMaker(const Context& context) : context_(context), held_(context) {}

  // Adds the change's edit to `body`; nothing when the row ends as it began.
  absl::Status Make(const RowChange& change, sync::v1::MutationBody& body);

 private:
  absl::Status Create(const RowChange& change, sync::v1::Edit& edit);
  absl::Status Update(const RowChange& change, const Image& image, sync::v1::Edit& edit);
  absl::Status Delete(const RowChange& change, const Image& image, sync::v1::Edit& edit);

  absl::StatusOr<bool> HasHeldEdits(const RowKey& row);
  // The image under the change; of one that was in the table the body is set, too.
  absl::StatusOr<Image> ImageUnder(const RowChange& change);
  absl::StatusOr<RowTag> TagOf(const RowChange& change);
  absl::StatusOr<Footing> Stand(const RowChange& change, const Image& image);
  // Takes from a new row the rev and scope that it got by a copy or a changed id.
  absl::Status Unplace(const RowChange& change);
  absl::Status Replant(const RowChange& change, const Image& image);
  absl::StatusOr<int64_t> ParentRev(const schema::Entity& entity, const schema::Row& row);

  const Context& context_;
  HeldEdits held_;
  std::optional<ScopeSet> scopes_;  // Read when first needed.
};

}  // namespace zoufang::device
