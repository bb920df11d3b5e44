// Writes rows of the entities' tables as they are to be shown.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "sync/device/context.h"
#include "sync/device/held.h"
#include "sync/device/scopes.h"
#include "sync/schema/row.h"
#include "sync/sql/database.h"

namespace zoufang::device {

// Runs `body` while nothing is captured: for what writes rows itself, in a write transaction.
absl::Status WithoutCapture(sql::Database& database, absl::FunctionRef<absl::Status()> body);

// Makes a row's table show its image with every held edit on it that the image does not contain,
// and keeps a shadow of the image if and only if there are any. In a write transaction, without
// capture.
class ScreenWriter {
 public:
  ScreenWriter(const Context& context, ScopeSet& scopes)
      : context_(context), scopes_(scopes), held_(context) {}
  absl::Status Rebuild(const RowKey& row);

 private:
  absl::Status Show(const schema::Entity& entity, const schema::Row& row, int64_t rev,
                    int64_t scope);
  absl::Status Hide(const schema::Entity& entity, absl::string_view id);

  const Context& context_;
  ScopeSet& scopes_;
  HeldEdits held_;
};

}  // namespace zoufang::device
