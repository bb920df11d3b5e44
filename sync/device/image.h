// Where a row's image is, and what it holds.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sync/device/context.h"
#include "sync/device/scopes.h"
#include "sync/schema/row.h"

namespace zoufang::device {

enum class ImagePlace {
  kNone,
  kTable,    // The entity's table: nothing of one's own lies on it.
  kShadow,   // _shadow.
  kTransit,  // _transit: it left its scope, and is kept on screen meanwhile.
};

// What held edits of a row lie on. In the entity's table `_rev` is the image's or the transit
// row's, and `_scope` the image's; 0 and NULL without one.
struct Image {
  ImagePlace place = ImagePlace::kNone;
  int64_t rev = 0;
  int64_t scope = 0;
  int64_t included = -1;  // kTransit: frozen.
  std::string body;       // kShadow and kTransit.

  // In one of the user's scopes: not none, not in transit.
  bool is_image() const { return place == ImagePlace::kTable || place == ImagePlace::kShadow; }
  // What of the own chain it contains.
  Inclusion Included(ScopeSet& scopes) const;
};

// Finds the image of a row: its shadow, else the table's row if that is one, else a transit row.
absl::StatusOr<Image> FindImage(const Context& context, const schema::Entity& entity,
                                absl::string_view id);
// The same but for the table's row: of a row that has held edits.
absl::StatusOr<Image> FindImageAside(const Context& context, uint32_t entity, absl::string_view id);

// Keeps `image` as the row's shadow.
absl::Status WriteShadow(const Context& context, uint32_t entity, absl::string_view id,
                         const Image& image);
absl::Status DeleteShadow(const Context& context, uint32_t entity, absl::string_view id);
absl::Status WriteTransit(const Context& context, uint32_t entity, absl::string_view id,
                          const Image& image);
absl::Status DeleteTransit(const Context& context, uint32_t entity, absl::string_view id);

// The table's row with its _rev and _scope, as it stands on screen; found = false: there is none.
struct TableRow {
  bool found = false;
  schema::Row row;
  int64_t rev = 0;
  int64_t scope = 0;  // 0: NULL.
};
absl::StatusOr<TableRow> ReadTableRow(const Context& context, const schema::Entity& entity,
                                      absl::string_view id);

}  // namespace zoufang::device
