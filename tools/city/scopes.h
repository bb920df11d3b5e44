// Business scopes: clauses of the charter, as long as asked for.
#pragma once

#include <cstddef>
#include <string>

#include "tools/city/dice.h"
#include "tools/city/names.h"
#include "tools/city/words.h"

namespace zoufang::city {

// Clauses for the sort and field until about `bytes` bytes of UTF-8 are reached.
std::string BusinessScope(Sort sort, const Field& field, size_t bytes, Dice& dice);

}  // namespace zoufang::city
