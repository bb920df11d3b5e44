// Words for what happens to a complaint.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "zoufang/v1/complaint_service.pb.h"

namespace zoufang::domain {

// The state in words for the citizen.
absl::string_view StateInChinese(v1::ComplaintState state);
// The outcome in words.
absl::string_view OutcomeInChinese(v1::ComplaintOutcome outcome);
// What an action is called.
absl::string_view ActionInChinese(v1::ComplaintAction action);
// True for the actions that the citizen sees in the timeline.
bool IsPublic(v1::ComplaintAction action);

// Texts to begin replies with: data/reply_templates.json.
const std::vector<v1::ReplyTemplate>& ReplyTemplates();

}  // namespace zoufang::domain
