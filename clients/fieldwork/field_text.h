// Values of fields as people type and read them.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "sync/schema/catalogue.h"
#include "sync/sql/value.h"

namespace zoufang::fieldwork {

// Reads what somebody typed for the field: an enum by its short name or Chinese word, a time as
// "2026-03-04 10:30" (Asia/Shanghai) or RFC 3339, a set by members separated by ";", "" as nothing
// where the field may be nothing. VALUE_UNREADABLE says what is expected.
absl::StatusOr<sql::Value> ParseFieldText(const schema::Field& field, absl::string_view text);

// The value in Chinese for a person; "" for nothing.
std::string FieldText(const schema::Field& field, const sql::Value& value);

// "2026-03-04 10:30", Asia/Shanghai.
std::string TimeText(absl::Time time);
// nullopt: neither of the two forms above.
std::optional<absl::Time> ParseTime(absl::string_view text);

}  // namespace zoufang::fieldwork
