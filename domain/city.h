// The city that Zoufang serves.
#pragma once

namespace zoufang::domain {

// Zibo. What has no town or district of its own is looked after here.
inline constexpr char kCityCode[] = "370300";
// Every division of the city begins with it.
inline constexpr char kCityPrefix[] = "3703";

}  // namespace zoufang::domain
