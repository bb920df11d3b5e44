// The visit's form.
#include "clients/fieldwork/visit_form.h"

#include <gtest/gtest.h>

#include <set>

#include "sync/base/error.h"

namespace zoufang::fieldwork {
namespace {

TEST(VisitFormTest, QuestionsHaveDistinctIdsAndBothTexts) {
  for (const VisitForm& form : BuiltInForms()) {
    std::set<std::string> ids;
    for (const VisitQuestion* const question : form.Questions()) {
      EXPECT_TRUE(ids.insert(question->id).second) << question->id;
      EXPECT_LE(question->id.size(), 40u);  // VisitAnswer.question_id
      EXPECT_FALSE(question->zh.empty()) << question->id;
      EXPECT_FALSE(question->en.empty()) << question->id;
      EXPECT_EQ(form.Find(question->id), question);
      EXPECT_EQ(question->required, !question->basis.empty()) << "required by which law?";
    }
  }
  EXPECT_EQ(FindVisitQuestion("colour"), nullptr);
}

TEST(VisitFormTest, AFormIsReadFromJsonOrRefusedWithWhy) {
  const auto form = ParseVisitForm(R"({"version": "outreach-2027.1", "kind": "OUTREACH", "sections":
      [{"id": "a", "zh": "甲", "questions": [{"id": "q", "kind": "text", "zh": "问"}]}]})");
  ASSERT_TRUE(form.ok()) << form.status();
  EXPECT_EQ(form->version, "outreach-2027.1");
  EXPECT_EQ(form->sections[0].questions[0].kind, AnswerKind::kText);
  for (const char* wrong :
       {"", "{}", "[1]", R"({"version": "x", "kind": "OUTREACH", "sections": []})",
        R"({"version": 1, "kind": "OUTREACH", "sections": []})"}) {
    EXPECT_EQ(base::ReasonOf(ParseVisitForm(wrong).status()), "FORM_INVALID") << wrong;
  }
}

TEST(VisitFormTest, AYesNoQuestionTakesItsChoicesWithNotes) {
  struct Case {
    std::string typed, answer;
    std::optional<std::string> note;
  };
  const Case cases[] = {
      {"是", "是", std::nullopt},         {" 否 ", "否", std::nullopt},
      {"不适用", "不适用", std::nullopt}, {"yes", "是", std::nullopt},
      {"No", "否", std::nullopt},         {"N/A", "不适用", std::nullopt},
      {"否：已搬迁", "否", "已搬迁"},     {"否，门牌 3 号", "否", "门牌 3 号"},
      {"no: moved", "否", "moved"},       {"", "", std::nullopt},
  };
  const VisitQuestion& question = *FindVisitQuestion("address_matches");
  for (const Case& c : cases) {
    const auto parsed = ParseAnswer(question, c.typed);
    ASSERT_TRUE(parsed.ok()) << c.typed;
    EXPECT_EQ(parsed->answer, c.answer) << c.typed;
    EXPECT_EQ(parsed->note, c.note) << c.typed;
  }
}

TEST(VisitFormTest, AYesNoQuestionRefusesWhatIsNeither) {
  const VisitQuestion& question = *FindVisitQuestion("address_matches");
  for (const char* typed : {"也许", "是的吧", "yesterday", "nothing", "1"}) {
    EXPECT_EQ(base::ReasonOf(ParseAnswer(question, typed).status()), "ANSWER_NOT_OFFERED") << typed;
  }
}

TEST(VisitFormTest, AQuestionForTextTakesAnyText) {
  const auto parsed = ParseAnswer(*FindVisitQuestion("difficulties"), "是否需要场地: 是");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->answer, "是否需要场地: 是");
  EXPECT_FALSE(parsed->note.has_value());
}

}  // namespace
}  // namespace zoufang::fieldwork
