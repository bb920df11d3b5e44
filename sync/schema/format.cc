#include "sync/schema/format.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "sync/base/random.h"

namespace zoufang::schema {
namespace {

constexpr size_t kMaxDecimals = 8;  // About a millimetre.

bool AllDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

bool IsDate(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int year = 0, month = 0, day = 0;
  if (!AllDigits(text.substr(0, 4)) || !absl::SimpleAtoi(text.substr(0, 4), &year) ||
      !AllDigits(text.substr(5, 2)) || !absl::SimpleAtoi(text.substr(5, 2), &month) ||
      !AllDigits(text.substr(8, 2)) || !absl::SimpleAtoi(text.substr(8, 2), &day)) {
    return false;
  }
  const absl::CivilDay date(year, month, day);  // Carries over what no calendar has.
  return year > 0 && date.month() == month && date.day() == day;
}

bool IsDivision(absl::string_view text) {
  return AllDigits(text) && (text.size() == 6 || text.size() == 9 || text.size() == 12);
}

bool IsSha256(absl::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

// "-12.5": a plain decimal number within ±limit.
bool IsDegrees(absl::string_view text, double limit) {
  absl::string_view digits = text;
  absl::ConsumePrefix(&digits, "-");
  const size_t point = digits.find('.');
  if (!AllDigits(digits.substr(0, point))) return false;
  if (point != absl::string_view::npos) {
    const absl::string_view decimals = digits.substr(point + 1);
    if (!AllDigits(decimals) || decimals.size() > kMaxDecimals) return false;
  }
  double degrees = 0;
  return absl::SimpleAtod(text, &degrees) && std::abs(degrees) <= limit;
}

bool IsPoint(absl::string_view text) {
  const size_t comma = text.find(',');
  return comma != absl::string_view::npos && IsDegrees(text.substr(0, comma), 90) &&
         IsDegrees(text.substr(comma + 1), 180);
}

}  // namespace

bool HasFormat(sync::v1::Format format, absl::string_view text) {
  switch (format) {
    case sync::v1::FORMAT_UNSPECIFIED:
      return true;
    case sync::v1::UUID:
      return base::IsUuid(text);
    case sync::v1::DATE:
      return IsDate(text);
    case sync::v1::DIVISION:
      return IsDivision(text);
    case sync::v1::POINT:
      return IsPoint(text);
    case sync::v1::SHA256:
      return IsSha256(text);
    default:
      return false;
  }
}

FormatName NameOf(sync::v1::Format format) {
  switch (format) {
    case sync::v1::UUID:
      return {"应为 36 位小写 UUID", "must be a UUID of 36 lower-case characters"};
    case sync::v1::DATE:
      return {"应为真实日期，写作 2026-03-01", "must be a calendar date such as 2026-03-01"};
    case sync::v1::DIVISION:
      return {"应为 6、9 或 12 位区划代码", "must be a division code of 6, 9 or 12 digits"};
    case sync::v1::POINT:
      return {"应为“纬度,经度”，如 36.81350,118.05480",
              "must be \"latitude,longitude\" in degrees, such as 36.81350,118.05480"};
    case sync::v1::SHA256:
      return {"应为 64 位小写十六进制 SHA-256", "must be a SHA-256 of 64 lower-case hex digits"};
    default:
      return {"格式未知，请升级程序", "has a format unknown to this program"};
  }
}

}  // namespace zoufang::schema
