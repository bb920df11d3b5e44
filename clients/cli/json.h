// JSON documents whose keys stay in the order in which they were set.
#pragma once

#include <nlohmann/json.hpp>

namespace zoufang::cli {

using Json = nlohmann::ordered_json;

}  // namespace zoufang::cli
