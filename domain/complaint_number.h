// A complaint's human number: ZB-YYYYMMDD-NNNNNN-C.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::domain {

// The most complaints that one day can number.
inline constexpr int64_t kMostComplaintsADay = 999999;

// The number of the `serial`th complaint (from 1) of a day in the form YYYYMMDD. C is the ISO 7064
// MOD 11,10 check digit of the fourteen digits before it: it catches every single wrong digit and
// almost every swap of two neighbours.
std::string MakeComplaintNumber(absl::string_view day, int64_t serial);

// Upper case and half-width, without spaces at the ends: how people type numbers.
std::string NormalizeComplaintNumber(absl::string_view text);

// True when `number` has the form and its check digit is right. Says nothing about whether there is
// such a complaint.
bool IsComplaintNumber(absl::string_view number);

}  // namespace zoufang::domain
