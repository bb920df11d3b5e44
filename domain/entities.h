// The product's entities: what tablets and server replicate.
#pragma once

#include "absl/status/statusor.h"
#include "sync/schema/catalogue.h"
#include "zoufang/sync/v1/annotations.pb.h"

namespace zoufang::domain {

// Builds the catalogue of every entity that is declared in protos/zoufang. A new entity is added to
// the list in entities.cc and nowhere else.
absl::StatusOr<schema::Catalogue> ProductCatalogue();

// The entity that `Message` declares; the message must be in the catalogue.
template <typename Message>
const schema::Entity& EntityOf(const schema::Catalogue& catalogue) {
  return *catalogue.Find(Message::descriptor()->options().GetExtension(sync::v1::entity).number());
}

}  // namespace zoufang::domain
