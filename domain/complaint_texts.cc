#include "domain/complaint_texts.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "domain/embedded_data.h"

namespace zoufang::domain {
namespace {

struct ActionText {
  v1::ComplaintAction action;
  absl::string_view zh;
  bool is_public;
};

constexpr ActionText kActions[] = {
    {v1::COMPLAINT_ACTION_FILE, "已收到", true},
    {v1::COMPLAINT_ACTION_ACCEPT, "受理", true},
    {v1::COMPLAINT_ACTION_DECLINE, "不予受理", true},
    {v1::COMPLAINT_ACTION_TRANSFER, "移送其他机关", true},
    {v1::COMPLAINT_ACTION_ASK_INFORMATION, "请您补充材料", true},
    {v1::COMPLAINT_ACTION_GIVE_INFORMATION, "补充材料", true},
    {v1::COMPLAINT_ACTION_INVESTIGATE, "开始调查", true},
    {v1::COMPLAINT_ACTION_PAUSE, "期限中止", true},
    {v1::COMPLAINT_ACTION_RESUME, "恢复办理", true},
    {v1::COMPLAINT_ACTION_ASK_EXTENSION, "申请延期", false},
    {v1::COMPLAINT_ACTION_APPROVE_EXTENSION, "办理期限延长", true},
    {v1::COMPLAINT_ACTION_REFUSE_EXTENSION, "不同意延期", false},
    {v1::COMPLAINT_ACTION_DECIDE, "作出处理决定", false},
    {v1::COMPLAINT_ACTION_NOTIFY, "告知处理结果", true},
    {v1::COMPLAINT_ACTION_CLOSE, "结案", true},
    {v1::COMPLAINT_ACTION_REQUEST_REVIEW, "申请复核", true},
    {v1::COMPLAINT_ACTION_UPHOLD, "复核维持原结果", true},
    {v1::COMPLAINT_ACTION_REOPEN, "重新办理", true},
    {v1::COMPLAINT_ACTION_MERGE, "与同一事项的另一件合并办理", true},
    {v1::COMPLAINT_ACTION_WITHDRAW, "撤回", true},
    {v1::COMPLAINT_ACTION_ASSIGN, "指定承办人", false},
    {v1::COMPLAINT_ACTION_RECUSE, "回避", false},
    {v1::COMPLAINT_ACTION_EVALUATE, "满意度评价", true},
    {v1::COMPLAINT_ACTION_ADD_EVIDENCE, "提交证据材料", true},
    {v1::COMPLAINT_ACTION_ASK_IDENTITY, "申请查看举报人身份", false},
    {v1::COMPLAINT_ACTION_APPROVE_IDENTITY, "同意查看举报人身份", false},
    {v1::COMPLAINT_ACTION_REFUSE_IDENTITY, "不同意查看举报人身份", false},
    {v1::COMPLAINT_ACTION_OPEN_IDENTITY, "查看举报人身份", false},
    {v1::COMPLAINT_ACTION_ERASE_IDENTITY, "删除举报人身份信息", false},
    {v1::COMPLAINT_ACTION_OPEN_ORIGINAL, "调阅证据原件", false},
    {v1::COMPLAINT_ACTION_ADVANCE_CLUE, "非法社会组织线索核查", false},
};

const ActionText* Find(v1::ComplaintAction action) {
  const auto* found = std::find_if(std::begin(kActions), std::end(kActions),
                                   [&](const ActionText& one) { return one.action == action; });
  return found == std::end(kActions) ? nullptr : found;
}

std::vector<v1::ReplyTemplate> ReadTemplates() {
  const auto document = nlohmann::json::parse(kReplyTemplatesJson);
  std::vector<v1::ReplyTemplate> templates;
  for (const auto& json : document.at("templates")) {
    v1::ReplyTemplate& one = templates.emplace_back();
    one.set_id(json.at("id").get<std::string>());
    v1::ComplaintAction action = v1::COMPLAINT_ACTION_UNSPECIFIED;
    v1::ComplaintAction_Parse(
        absl::StrCat("COMPLAINT_ACTION_", json.at("action").get<std::string>()), &action);
    one.set_action(action);
    one.set_title(json.at("title").get<std::string>());
    one.set_text(json.at("text").get<std::string>());
  }
  return templates;
}

}  // namespace

absl::string_view StateInChinese(v1::ComplaintState state) {
  switch (state) {
    case v1::COMPLAINT_STATE_RECEIVED:
      return "已收到，待决定是否受理";
    case v1::COMPLAINT_STATE_NEEDS_INFO:
      return "请您补充材料，补充后继续办理";
    case v1::COMPLAINT_STATE_ACCEPTED:
      return "已受理，办理中";
    case v1::COMPLAINT_STATE_INVESTIGATING:
      return "调查办理中";
    case v1::COMPLAINT_STATE_PAUSED:
      return "办理期限中止";
    case v1::COMPLAINT_STATE_DECLINED:
      return "不予受理";
    case v1::COMPLAINT_STATE_TRANSFERRED:
      return "已移送有权处理的机关";
    case v1::COMPLAINT_STATE_MERGED:
      return "已与同一事项的另一件合并办理";
    case v1::COMPLAINT_STATE_DECIDED:
      return "已作出处理决定，即将告知您";
    case v1::COMPLAINT_STATE_NOTIFIED:
      return "处理结果已告知";
    case v1::COMPLAINT_STATE_CLOSED:
      return "已结案";
    case v1::COMPLAINT_STATE_REVIEW_REQUESTED:
      return "复核办理中";
    case v1::COMPLAINT_STATE_UPHELD:
      return "复核维持原结果";
    case v1::COMPLAINT_STATE_WITHDRAWN:
      return "您已撤回";
    default:
      return "状态未知";
  }
}

absl::string_view OutcomeInChinese(v1::ComplaintOutcome outcome) {
  switch (outcome) {
    case v1::COMPLAINT_OUTCOME_SUBSTANTIATED:
      return "属实";
    case v1::COMPLAINT_OUTCOME_PARTLY_SUBSTANTIATED:
      return "部分属实";
    case v1::COMPLAINT_OUTCOME_NOT_SUBSTANTIATED:
      return "不属实";
    case v1::COMPLAINT_OUTCOME_MEDIATED:
      return "调解解决";
    case v1::COMPLAINT_OUTCOME_CASE_FILED:
      return "已立案查处";
    case v1::COMPLAINT_OUTCOME_NO_JURISDICTION:
      return "不属于本机关职责";
    default:
      return "";
  }
}

absl::string_view ActionInChinese(v1::ComplaintAction action) {
  const ActionText* const text = Find(action);
  return text == nullptr ? "" : text->zh;
}

bool IsPublic(v1::ComplaintAction action) {
  const ActionText* const text = Find(action);
  return text != nullptr && text->is_public;
}

const std::vector<v1::ReplyTemplate>& ReplyTemplates() {
  static const auto* const kTemplates = new std::vector<v1::ReplyTemplate>(ReadTemplates());
  return *kTemplates;
}

}  // namespace zoufang::domain
