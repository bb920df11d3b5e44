// How an error carries its reason: an absl::Status with google.rpc details as payloads.
//
// Errors are made only by named factories (sync/base/errors.h, domain/errors.h); this header is for
// them and for what turns a status into a wire form.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace zoufang::base {

inline constexpr char kErrorDomain[] = "zoufang";

// One refused field: its path in proto terms and what is allowed, in Chinese and English.
struct FieldViolation {
  std::string field;
  std::string zh;
  std::string en;
};

// What a factory says.
struct ErrorText {
  absl::StatusCode code;
  absl::string_view reason;  // UPPER_SNAKE_CASE, at most 63 characters, never re-used.
  std::string zh;            // For the officer or the clerk: what happened and what to do.
  std::string en;
};

absl::Status MakeError(const ErrorText& text);
absl::Status MakeError(const ErrorText& text, const std::vector<FieldViolation>& violations);

// Adds google.rpc.RetryInfo.
absl::Status WithRetryAfter(absl::Status status, absl::Duration delay);

// The reason of the status' ErrorInfo, or "".
std::string ReasonOf(const absl::Status& status);

// The Chinese message of the status, or its English one.
std::string ChineseMessageOf(const absl::Status& status);

// The refused fields that the status names (`zh` filled).
std::vector<FieldViolation> ViolationsOf(const absl::Status& status);

// The wire form (a serialized google.rpc.Status) and back.
std::string SerializeDetails(const absl::Status& status);
absl::Status StatusFromDetails(absl::StatusCode code, absl::string_view message,
                               absl::string_view details);

}  // namespace zoufang::base
