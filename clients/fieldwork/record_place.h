// What a row belongs to.
#pragma once

#include <cstdint>
#include <string>

namespace zoufang::fieldwork {

// The profile, the visit or the report that a row is or is part of, and its organisation.
struct RecordPlace {
  uint32_t entity = 0;
  std::string id;
  std::string organization_id;
};

}  // namespace zoufang::fieldwork
