// Which version of the sync protocol this program speaks.
#pragma once

#include <cstdint>

namespace zoufang::base {

// Rises only with a change that an older end would misread; new fields and entities need none.
inline constexpr uint32_t kProtocol = 1;
// The oldest that a server still takes.
inline constexpr uint32_t kOldestProtocol = 1;

}  // namespace zoufang::base
