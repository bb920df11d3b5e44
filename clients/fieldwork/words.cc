#include "clients/fieldwork/words.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace zoufang::fieldwork {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

struct Word {
  absl::string_view name;  // The value's full name.
  absl::string_view zh;
};

constexpr Word kWords[] = {
    {"DIVISION_LEVEL_CITY", "市"},
    {"DIVISION_LEVEL_DISTRICT", "区县"},
    {"DIVISION_LEVEL_TOWN", "镇街"},
    {"DIVISION_LEVEL_VILLAGE", "村居"},
    {"ORGANIZATION_KIND_ASSOCIATION", "社会团体"},
    {"ORGANIZATION_KIND_SERVICE_INSTITUTION", "社会服务机构"},
    {"ORGANIZATION_KIND_FOUNDATION", "基金会"},
    {"REGISTRATION_STATUS_REGISTERED", "正常登记"},
    {"REGISTRATION_STATUS_SUSPENDED", "停止活动"},
    {"REGISTRATION_STATUS_LIQUIDATING", "清算中"},
    {"REGISTRATION_STATUS_DEREGISTERED", "已注销"},
    {"REGISTRATION_STATUS_REVOKED", "已撤销"},
    {"CREDIT_LISTING_NONE", "未列入"},
    {"CREDIT_LISTING_ABNORMAL", "活动异常名录"},
    {"CREDIT_LISTING_SERIOUS", "严重违法失信名单"},
    {"ORGANIZATION_LEVEL_MUNICIPAL", "市级"},
    {"ORGANIZATION_LEVEL_DISTRICT", "区县级"},
    {"FUNCTIONAL_CLASS_NONE", "一般"},
    {"FUNCTIONAL_CLASS_INDUSTRY_ASSOCIATION", "行业协会商会"},
    {"VISIT_KIND_OUTREACH", "走访"},
    {"VISIT_KIND_INSPECTION", "执法检查"},
    {"VISIT_KIND_SELF_CHECK", "自查核验"},
    {"VISIT_KIND_INSTRUCTOR", "党建指导"},
    {"VISIT_KIND_FOLLOW_UP", "跟进"},
    {"VISIT_STATE_DRAFT", "草稿"},
    {"VISIT_STATE_FINALISED", "已完成"},
    {"VISIT_STATE_VOIDED", "已作废"},
    {"ACKNOWLEDGEMENT_SIGNED", "已签收"},
    {"ACKNOWLEDGEMENT_DECLINED", "未签收"},
    {"VISIT_PLAN_STATE_OPEN", "待走访"},
    {"VISIT_PLAN_STATE_DONE", "已走访"},
    {"VISIT_PLAN_STATE_DECLINED", "无法走访"},
    {"VISIT_PLAN_STATE_CANCELLED", "已取消"},
    {"FINDING_STATE_OPEN", "待整改"},
    {"FINDING_STATE_RECTIFYING", "整改中"},
    {"FINDING_STATE_RECHECK", "待复查"},
    {"FINDING_STATE_CLOSED", "已销号"},
    {"FINDING_STATE_WITHDRAWN", "已撤回"},
    {"RECHECK_RESULT_PASS", "通过"},
    {"RECHECK_RESULT_FAIL", "未通过"},
    {"ATTACHMENT_STATE_PENDING", "待上传"},
    {"ATTACHMENT_STATE_STORED", "已上传"},
    {"ATTACHMENT_STATE_REFUSED", "未收"},
    {"TASK_KIND_MERGE_ORGANIZATIONS", "合并社会组织"},
    {"TASK_KIND_SAME_DAY_VISITS", "核对同日走访"},
    {"TASK_STATE_OPEN", "待办"},
    {"TASK_STATE_CLOSED", "已办"},
    {"NEED_KIND_POLICY", "政策"},
    {"NEED_KIND_FUNDING", "资金"},
    {"NEED_KIND_PREMISES", "场地"},
    {"NEED_KIND_TALENT", "人才"},
    {"NEED_KIND_PARTY_BUILDING", "党建"},
    {"NEED_KIND_OTHER", "其他"},
    {"COMPLAINT_KIND_DISPUTE", "投诉"},
    {"COMPLAINT_KIND_VIOLATION", "举报"},
    {"REPORTER_MODE_NAMED", "实名"},
    {"REPORTER_MODE_NAMED_SECRET", "实名保密"},
    {"REPORTER_MODE_ANONYMOUS", "匿名"},
    {"COMPLAINT_STATE_RECEIVED", "已收到"},
    {"COMPLAINT_STATE_ACCEPTED", "已受理"},
    {"COMPLAINT_STATE_DECLINED", "不予受理"},
    {"COMPLAINT_STATE_DECIDED", "已办结"},
    {"COMPLAINT_STATE_CLOSED", "已结案"},
    {"COMPLAINT_STATE_NEEDS_INFO", "待补充材料"},
    {"COMPLAINT_STATE_TRANSFERRED", "已移送"},
    {"COMPLAINT_STATE_MERGED", "已并案"},
    {"COMPLAINT_STATE_INVESTIGATING", "调查中"},
    {"COMPLAINT_STATE_PAUSED", "已中止计时"},
    {"COMPLAINT_STATE_NOTIFIED", "已告知"},
    {"COMPLAINT_STATE_REVIEW_REQUESTED", "已申请复核"},
    {"COMPLAINT_STATE_UPHELD", "维持原结果"},
    {"COMPLAINT_STATE_WITHDRAWN", "已撤回"},
    {"COMPLAINT_ACTION_FILE", "提交"},
    {"COMPLAINT_ACTION_ACCEPT", "受理"},
    {"COMPLAINT_ACTION_DECLINE", "不予受理"},
    {"COMPLAINT_ACTION_TRANSFER", "移送"},
    {"COMPLAINT_ACTION_ASSIGN", "分派"},
    {"COMPLAINT_ACTION_ASK_INFORMATION", "要求补充材料"},
    {"COMPLAINT_ACTION_GIVE_INFORMATION", "补充材料"},
    {"COMPLAINT_ACTION_INVESTIGATE", "开始调查"},
    {"COMPLAINT_ACTION_PAUSE", "中止计时"},
    {"COMPLAINT_ACTION_RESUME", "恢复计时"},
    {"COMPLAINT_ACTION_ASK_EXTENSION", "申请延期"},
    {"COMPLAINT_ACTION_APPROVE_EXTENSION", "批准延期"},
    {"COMPLAINT_ACTION_REFUSE_EXTENSION", "不批准延期"},
    {"COMPLAINT_ACTION_DECIDE", "作出结论"},
    {"COMPLAINT_ACTION_NOTIFY", "告知"},
    {"COMPLAINT_ACTION_CLOSE", "结案"},
    {"COMPLAINT_ACTION_REQUEST_REVIEW", "申请复核"},
    {"COMPLAINT_ACTION_REOPEN", "重新办理"},
    {"COMPLAINT_ACTION_UPHOLD", "维持原结果"},
    {"COMPLAINT_ACTION_MERGE", "并案"},
    {"COMPLAINT_ACTION_WITHDRAW", "撤回"},
    {"COMPLAINT_ACTION_RECUSE", "回避"},
    {"COMPLAINT_ACTION_EVALUATE", "评价"},
    {"COMPLAINT_ACTION_ADVANCE_CLUE", "推进线索核查"},
    {"COMPLAINT_ACTION_OPEN_IDENTITY", "查看身份"},
    {"COMPLAINT_ACTION_ERASE_IDENTITY", "删除身份"},
    {"COMPLAINT_ACTION_OPEN_ORIGINAL", "查看原件"},
    {"COMPLAINT_ACTION_ASK_IDENTITY", "申请查看身份"},
    {"COMPLAINT_ACTION_APPROVE_IDENTITY", "同意查看身份"},
    {"COMPLAINT_ACTION_REFUSE_IDENTITY", "不同意查看身份"},
    {"COMPLAINT_ACTION_ADD_EVIDENCE", "提交证据"},
    {"CLUE_STATE_RECEIVED", "已收到"},
    {"CLUE_STATE_VERIFYING", "核查中"},
    {"CLUE_STATE_CONFIRMED", "认定为非法社会组织"},
    {"CLUE_STATE_NOT_ILLEGAL", "不属非法社会组织"},
    {"CLUE_STATE_ADVISED_TO_DISSOLVE", "已劝散"},
    {"CLUE_STATE_BANNED", "已取缔"},
    {"CLUE_STATE_TRANSFERRED_TO_POLICE", "已移送公安机关"},
    {"SATISFACTION_SATISFIED", "满意"},
    {"SATISFACTION_MOSTLY_SATISFIED", "基本满意"},
    {"SATISFACTION_DISSATISFIED", "不满意"},
    {"DECLINE_REASON_NOT_OUR_JURISDICTION", "不属于本机关管辖"},
    {"DECLINE_REASON_ALREADY_PENDING", "同一事项已在办理"},
    {"DECLINE_REASON_IN_COURT", "已进入诉讼、仲裁或复议"},
    {"DECLINE_REASON_NO_FACTS", "没有可核查的事实"},
    {"DECLINE_REASON_NOT_A_SOCIAL_ORGANIZATION", "对象不是社会组织"},
    {"COMPLAINT_OUTCOME_SUBSTANTIATED", "属实"},
    {"COMPLAINT_OUTCOME_PARTLY_SUBSTANTIATED", "部分属实"},
    {"COMPLAINT_OUTCOME_NOT_SUBSTANTIATED", "不属实"},
    {"COMPLAINT_OUTCOME_MEDIATED", "调解解决"},
    {"COMPLAINT_OUTCOME_CASE_FILED", "立案查处"},
    {"COMPLAINT_OUTCOME_NO_JURISDICTION", "不属于本机关职责"},
    {"REPORT_REVIEW_ACCEPTED", "已采纳"},
    {"REPORT_REVIEW_DECLINED", "未采纳"},
    {"CONFLICT_STATE_OPEN", "待处理"},
    {"CONFLICT_STATE_RESOLVED", "已处理"},
    {"ROLE_OFFICER", "网格员"},
    {"ROLE_STAFF", "工作人员"},
    {"ROLE_ADMINISTRATOR", "管理员"},
    {"ROLE_INTEGRATOR", "对接系统"},
    {"CREDIT_CODE", "信用代码"},
    {"NAME", "名称"},
    {"FORMER_NAME", "曾用名"},
    {"PINYIN", "拼音"},
    {"INITIALS", "拼音首字母"},
    {"FOUND", "已登记"},
    {"AMBIGUOUS", "有多个"},
    {"POSSIBLE", "未登记，有相近名称"},
    {"NOT_FOUND", "未登记"},
    {"INVALID", "无法核对"},
};

const absl::flat_hash_map<absl::string_view, absl::string_view>& Words() {
  static const auto* const kMap = [] {
    auto* map = new absl::flat_hash_map<absl::string_view, absl::string_view>;
    for (const Word& word : kWords) map->emplace(word.name, word.zh);
    return map;
  }();
  return *kMap;
}

// "VISIT_STATE_" of VISIT_STATE_UNSPECIFIED; "" for an enum whose values have no prefix.
absl::string_view PrefixOf(const EnumDescriptor& type) {
  absl::string_view zero = type.value(0)->name();
  if (!absl::ConsumeSuffix(&zero, "UNSPECIFIED")) return "";
  const bool shared = type.value_count() > 1 && absl::StartsWith(type.value(1)->name(), zero);
  return shared ? zero : "";
}

}  // namespace

absl::string_view ShortName(const EnumValueDescriptor& value) {
  return absl::StripPrefix(value.name(), PrefixOf(*value.type()));
}

absl::string_view ChineseWord(const EnumValueDescriptor& value) {
  if (value.number() == 0) return "";
  const auto word = Words().find(value.name());
  return word == Words().end() ? ShortName(value) : word->second;
}

const EnumValueDescriptor* FindEnumValue(const EnumDescriptor& type, absl::string_view text) {
  const std::string wanted =
      absl::StrReplaceAll(absl::AsciiStrToUpper(absl::StripAsciiWhitespace(text)), {{"-", "_"}});
  for (int i = 0; i < type.value_count(); ++i) {
    const EnumValueDescriptor* value = type.value(i);
    if (value->number() == 0) continue;
    if (wanted == value->name() || wanted == ShortName(*value) || wanted == ChineseWord(*value)) {
      return value;
    }
  }
  return nullptr;
}

std::string ShortNames(const EnumDescriptor& type) {
  std::string names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    absl::StrAppend(&names, names.empty() ? "" : ", ", ShortName(*type.value(i)));
  }
  return names;
}

}  // namespace zoufang::fieldwork
