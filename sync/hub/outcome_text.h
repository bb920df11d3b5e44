// What an outcome's reason says to the officer.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace zoufang::hub {

// Reasons of outcomes, spelled here only.
namespace reason {
inline constexpr char kUndecodable[] = "UNDECODABLE";
inline constexpr char kTooLarge[] = "TOO_LARGE";
inline constexpr char kServerFault[] = "SERVER_FAULT";
inline constexpr char kUnknownEntity[] = "UNKNOWN_ENTITY";
inline constexpr char kUnknownField[] = "UNKNOWN_FIELD";
inline constexpr char kFieldsInvalid[] = "FIELDS_INVALID";
inline constexpr char kServerOnly[] = "SERVER_ONLY";
inline constexpr char kWrittenOnce[] = "WRITTEN_ONCE";
inline constexpr char kStateNotAllowed[] = "STATE_NOT_ALLOWED";
inline constexpr char kDeleted[] = "DELETED";
inline constexpr char kExists[] = "EXISTS";
inline constexpr char kParentDeleted[] = "PARENT_DELETED";
inline constexpr char kNotYours[] = "NOT_YOURS";
inline constexpr char kOtherUser[] = "OTHER_USER";
inline constexpr char kEditedMeanwhile[] = "EDITED_MEANWHILE";
inline constexpr char kHasChildren[] = "HAS_CHILDREN";
inline constexpr char kWaitsForRow[] = "WAITS_FOR_ROW";
inline constexpr char kConflict[] = "CONFLICT";
inline constexpr char kOnlyRaised[] = "ONLY_RAISED";
}  // namespace reason

// The Chinese sentence of a reason: what happened, and what to do.
std::string OutcomeText(absl::string_view reason);

}  // namespace zoufang::hub
