#include "clients/fieldwork/visit_form.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "clients/fieldwork/errors.h"

namespace zoufang::fieldwork {
namespace {

constexpr VisitQuestion kQuestions[] = {
    {"certificate_displayed", AnswerKind::kYesNo, "登记证书是否悬挂并在有效期内",
     "Is the certificate displayed and valid?"},
    {"address_matches", AnswerKind::kYesNo, "实际地址与登记住所是否一致",
     "Is the actual address the registered one?"},
    {"officers_in_post", AnswerKind::kYesNo,
     "法定代表人和负责人是否在任、在岗，年龄和兼职是否符合规定",
     "Are the legal representative and responsible persons in post, by the rules on age and "
     "posts?"},
    {"meetings_recorded", AnswerKind::kYesNo, "会员(代表)大会、理事会是否按章程召开并有记录",
     "Are the meetings of the charter held and recorded?"},
    {"within_charter_scope", AnswerKind::kYesNo, "活动是否在章程规定的业务范围内",
     "Are the activities within the charter's scope?"},
    {"accounts_separate", AnswerKind::kYesNo, "是否单独建账、资金来源清楚",
     "Are there separate books with clear sources of funds?"},
    {"fees_published", AnswerKind::kYesNo, "收费项目和标准是否合规并公示",
     "Are fees lawful and published?"},
    {"branches_in_order", AnswerKind::kYesNo, "分支(代表)机构是否规范管理",
     "Are the branches managed by the rules?"},
    {"party_work", AnswerKind::kYesNo, "党建是否写入章程，“三会一课”等组织生活是否落实",
     "Does the charter have the party clause, and does party life take place?"},
    {"annual_report_filed", AnswerKind::kYesNo, "年度报告是否报送、信息是否公开",
     "Is the annual report filed and information disclosed?"},
    {"premises_safe", AnswerKind::kYesNo, "场所和活动(养老、培训等)是否符合安全要求",
     "Are premises and activities (care, training) safe?"},
    {"activities", AnswerKind::kText, "近一年主要活动、评比表彰和涉外事项",
     "Main activities, awards and foreign matters of the last year"},
    {"difficulties", AnswerKind::kText, "困难和诉求", "Needs and difficulties"},
};

struct Choice {
  absl::string_view zh;
  absl::string_view en;
};
// A longer choice stands before one that it begins with.
constexpr Choice kChoices[] = {{"不适用", "n/a"}, {"是", "yes"}, {"否", "no"}};

// What may stand between an answer and its note.
constexpr absl::string_view kNoteSeparators[] = {"：", ":", "，", ",", "；", ";", "。", " "};

// The note in what follows a choice; nullopt: it is no note, so the choice was none.
std::optional<std::string> NoteIn(absl::string_view rest) {
  for (const absl::string_view separator : kNoteSeparators) {
    if (absl::ConsumePrefix(&rest, separator)) {
      return std::string(absl::StripAsciiWhitespace(rest));
    }
  }
  return std::nullopt;
}

// nullopt: the text does not begin with the choice.
std::optional<ParsedAnswer> Match(const Choice& choice, absl::string_view text) {
  for (const absl::string_view word : {choice.zh, choice.en}) {
    if (!absl::StartsWithIgnoreCase(text, word)) continue;
    const absl::string_view rest = text.substr(word.size());
    if (rest.empty()) return ParsedAnswer{std::string(choice.zh), std::nullopt};
    if (auto note = NoteIn(rest)) return ParsedAnswer{std::string(choice.zh), std::move(note)};
  }
  return std::nullopt;
}

}  // namespace

absl::Span<const VisitQuestion> VisitQuestions() { return kQuestions; }

const VisitQuestion* FindVisitQuestion(absl::string_view id) {
  for (const VisitQuestion& question : kQuestions) {
    if (question.id == id) return &question;
  }
  return nullptr;
}

absl::StatusOr<ParsedAnswer> ParseAnswer(const VisitQuestion& question, absl::string_view text) {
  const absl::string_view trimmed = absl::StripAsciiWhitespace(text);
  if (question.kind == AnswerKind::kText || trimmed.empty()) {
    return ParsedAnswer{std::string(trimmed), std::nullopt};
  }
  for (const Choice& choice : kChoices) {
    if (auto answer = Match(choice, trimmed)) return *std::move(answer);
  }
  return AnswerNotOffered(question.zh, question.id, trimmed);
}

}  // namespace zoufang::fieldwork
