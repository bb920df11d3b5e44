// The model's entities, declared as the engine wants them.
#pragma once

#include "sync/schema/catalogue.h"

namespace zoufang::model {

// "note" (a root by its area), "part" (a child of note), each with a field of every policy named as
// in the model, and "conflict".
const schema::Catalogue& ModelCatalogue();

}  // namespace zoufang::model
