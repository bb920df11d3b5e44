// What must hold in a tablet's file whatever it was sent.
#pragma once

#include <string>
#include <vector>

#include "sync/schema/catalogue.h"
#include "sync/sql/database.h"

namespace zoufang::testing {

// One sentence for each that does not hold, inside a read with nothing captured and not yet folded:
//   - every table shows its rows' images with the held edits on them that they do not contain, by a
//     computation from scratch;
//   - a shadow stands for an image that own edits lie on, and for nothing else;
//   - the chain is gapless above its base, and each mutation is hashed over the one before;
//   - captures are on.
std::vector<std::string> ScreenProblems(sql::Database& db, const schema::Catalogue& catalogue);

}  // namespace zoufang::testing
