#include "domain/complaint_workflow.h"

namespace zoufang::domain {
namespace {

constexpr ComplaintTransition kTransitions[] = {
    {v1::COMPLAINT_STATE_RECEIVED, ComplaintStep::kAccept, v1::COMPLAINT_STATE_ACCEPTED},
    {v1::COMPLAINT_STATE_RECEIVED, ComplaintStep::kDecline, v1::COMPLAINT_STATE_DECLINED},
    {v1::COMPLAINT_STATE_ACCEPTED, ComplaintStep::kDecide, v1::COMPLAINT_STATE_DECIDED},
    {v1::COMPLAINT_STATE_DECIDED, ComplaintStep::kClose, v1::COMPLAINT_STATE_CLOSED},
    {v1::COMPLAINT_STATE_DECLINED, ComplaintStep::kClose, v1::COMPLAINT_STATE_CLOSED},
};

}  // namespace

absl::Span<const ComplaintTransition> ComplaintTransitions() { return kTransitions; }

std::optional<v1::ComplaintState> NextState(v1::ComplaintState from, ComplaintStep step) {
  for (const ComplaintTransition& transition : kTransitions) {
    if (transition.from == from && transition.step == step) return transition.to;
  }
  return std::nullopt;
}

bool TakesMessages(v1::ComplaintState state) { return state != v1::COMPLAINT_STATE_CLOSED; }

absl::string_view StateInChinese(v1::ComplaintState state) {
  switch (state) {
    case v1::COMPLAINT_STATE_RECEIVED:
      return "已收到，待决定是否受理";
    case v1::COMPLAINT_STATE_ACCEPTED:
      return "已受理，办理中";
    case v1::COMPLAINT_STATE_DECLINED:
      return "不予受理";
    case v1::COMPLAINT_STATE_DECIDED:
      return "已作出处理决定";
    case v1::COMPLAINT_STATE_CLOSED:
      return "已结案";
    default:
      return "状态未知";
  }
}

}  // namespace zoufang::domain
