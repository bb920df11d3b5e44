// The states of a complaint and the steps between them, as one table.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "zoufang/v1/complaint.pb.h"

namespace zoufang::domain {

// What a person does with a complaint; each is a method of ComplaintService.
enum class ComplaintStep { kAccept, kDecline, kDecide, kClose };

struct ComplaintTransition {
  v1::ComplaintState from;
  ComplaintStep step;
  v1::ComplaintState to;
};

// Every step that is allowed.
absl::Span<const ComplaintTransition> ComplaintTransitions();

// The state that `step` leads to, or nothing where it is not allowed.
std::optional<v1::ComplaintState> NextState(v1::ComplaintState from, ComplaintStep step);

// True while citizen and bureau may still write to each other.
bool TakesMessages(v1::ComplaintState state);

// The state in words for the citizen.
absl::string_view StateInChinese(v1::ComplaintState state);

}  // namespace zoufang::domain
