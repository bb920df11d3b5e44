#include "sync/hub/outcome_text.h"

namespace zoufang::hub {
namespace {

struct ReasonText {
  const char* reason;
  const char* zh;
};

constexpr ReasonText kTexts[] = {
    {reason::kUndecodable, "服务器无法解读这次保存的内容，已原样留存，请联系管理员。"},
    {reason::kTooLarge, "这次保存的内容超过 256 KiB，未采用，已原样留存；请分次保存。"},
    {reason::kServerFault, "服务器处理这次保存时出错，内容已原样留存，请联系管理员。"},
    {reason::kUnknownEntity, "服务器还不认识这类记录，内容已留存，请联系管理员升级服务器。"},
    {reason::kUnknownField, "服务器还不认识其中的字段，内容已留存，请联系管理员升级服务器。"},
    {reason::kFieldsInvalid, "填写内容不合要求，未采用，内容已留存；请改正后重新保存。"},
    {reason::kServerOnly, "登记事项不能在平板上直接修改，内容已留存；请改用“更正建议”。"},
    {reason::kWrittenOnce, "此项提交后不能再改，内容已留存；需要更正请另行报告。"},
    {reason::kStateNotAllowed, "当前状态不能这样变更，内容已留存，请核对后处理。"},
    {reason::kDeleted, "该记录已被删除，您的修改已留存，请与负责人核对。"},
    {reason::kExists, "该编号的记录已存在，您的内容已留存，请核对是否重复。"},
    {reason::kParentDeleted, "所属记录已被删除，您的内容已留存，请与负责人核对。"},
    {reason::kNotYours, "该记录已不在您的辖区，您的内容已转给现负责人处理。"},
    {reason::kOtherUser, "这次保存是另一用户所做，内容已留存，请由本人登录后处理。"},
    {reason::kEditedMeanwhile, "删除之前他人已修改该记录，未删除，请查看后再决定。"},
    {reason::kHasChildren, "该记录下还有内容，未删除，请先处理下属内容。"},
    {reason::kWaitsForRow, "所属记录尚未到达服务器，到达后会自动处理。"},
    {reason::kOnlyRaised, "此项只能调高，未采用，内容已留存；确需调低请联系工作人员处理。"},
    {reason::kConflict, "他人同时修改了同一项，两个值都已保留，请在冲突列表中选择。"},
};

}  // namespace

std::string OutcomeText(absl::string_view reason) {
  for (const ReasonText& text : kTexts) {
    if (text.reason == reason) return text.zh;
  }
  return std::string(reason);
}

}  // namespace zoufang::hub
