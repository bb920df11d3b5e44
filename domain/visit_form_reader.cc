// A form out of its JSON, with the path of everything that is wrong.
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/plan_errors.h"
#include "domain/visit_form.h"

namespace zoufang::domain {
namespace {

using Json = nlohmann::json;

constexpr size_t kLongestId = 40;  // Bytes; VisitAnswer.question_id holds no more.

class FormReader {
 public:
  VisitForm Read(const Json& json) {
    VisitForm form{.version = Id(json, "version", "content")};
    const std::string kind = Required(json, "kind", "content");
    if (!kind.empty() && (!v1::VisitKind_Parse(absl::StrCat("VISIT_KIND_", kind), &form.kind) ||
                          form.kind == v1::VISIT_KIND_UNSPECIFIED)) {
      Note("content.kind", "没有这种走访", "is no kind of visit");
    }
    ForEach(json, "sections", "content", [&](const Json& section, const std::string& path) {
      form.sections.push_back(Section(section, path));
    });
    return form;
  }

  std::vector<base::FieldViolation>& problems() { return problems_; }

 private:
  void Note(std::string path, absl::string_view zh, absl::string_view en) {
    problems_.push_back({.field = std::move(path), .zh = std::string(zh), .en = std::string(en)});
  }

  // "" when the key is not there, or noted to be no text.
  std::string Text(const Json& json, const char* key, const std::string& path) {
    const auto found = json.find(key);
    if (found == json.end()) return "";
    if (found->is_string()) return found->get<std::string>();
    Note(absl::StrCat(path, ".", key), "须为文字", "must be a text");
    return "";
  }
  std::string Required(const Json& json, const char* key, const std::string& path) {
    const size_t noted = problems_.size();
    std::string text = Text(json, key, path);
    if (text.empty() && problems_.size() == noted) {
      Note(absl::StrCat(path, ".", key), "必须填写", "is required");
    }
    return text;
  }
  std::string Id(const Json& json, const char* key, const std::string& path) {
    std::string id = Required(json, key, path);
    if (id.size() > kLongestId) {
      Note(absl::StrCat(path, ".", key), "最多40个字节", "at most 40 bytes");
    }
    return id;
  }
  void RequireNew(const std::string& id, std::set<std::string>& known, const std::string& path) {
    if (!id.empty() && !known.insert(id).second) {
      Note(absl::StrCat(path, ".id"), "与前面的编号重复", "stands here twice");
    }
  }

  // The objects of a list that must not be empty.
  template <typename Take>
  void ForEach(const Json& json, const char* key, const std::string& path, Take take) {
    const std::string list = absl::StrCat(path, ".", key);
    const auto found = json.find(key);
    if (found == json.end() || !found->is_array() || found->empty()) {
      return Note(list, "须为非空列表", "must be a list that is not empty");
    }
    for (size_t i = 0; i < found->size(); ++i) {
      const std::string place = absl::StrCat(list, "[", i, "]");
      if ((*found)[i].is_object()) {
        take((*found)[i], place);
      } else {
        Note(place, "须为对象", "must be an object");
      }
    }
  }

  FormSection Section(const Json& json, const std::string& path) {
    FormSection section{
        .id = Id(json, "id", path), .zh = Required(json, "zh", path), .en = Text(json, "en", path)};
    RequireNew(section.id, sections_, path);
    ForEach(json, "questions", path, [&](const Json& question, const std::string& place) {
      section.questions.push_back(Question(question, place));
    });
    return section;
  }

  VisitQuestion Question(const Json& json, const std::string& path) {
    VisitQuestion question{.id = Id(json, "id", path),
                           .kind = Kind(json, path),
                           .zh = Required(json, "zh", path),
                           .en = Text(json, "en", path),
                           .basis = Text(json, "basis", path)};
    RequireNew(question.id, questions_, path);
    const auto required = json.find("required");
    if (required != json.end() && !required->is_boolean()) {
      Note(absl::StrCat(path, ".required"), "须为 true 或 false", "must be true or false");
    } else if (required != json.end()) {
      question.required = required->get<bool>();
    }
    if (question.required && question.basis.empty()) {
      Note(absl::StrCat(path, ".basis"), "必答的问题须写明法律依据",
           "a required question names the law that requires it");
    }
    return question;
  }

  AnswerKind Kind(const Json& json, const std::string& path) {
    const std::string kind = Required(json, "kind", path);
    if (!kind.empty() && kind != "text" && kind != "yes_no") {
      Note(absl::StrCat(path, ".kind"), "须为 yes_no 或 text", "must be yes_no or text");
    }
    return kind == "text" ? AnswerKind::kText : AnswerKind::kYesNo;
  }

  std::vector<base::FieldViolation> problems_;
  std::set<std::string> sections_, questions_;
};

}  // namespace

absl::StatusOr<VisitForm> ParseVisitForm(absl::string_view json) {
  const Json document = Json::parse(json.begin(), json.end(), nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) {
    return FormInvalid({{.field = "content", .zh = "不是 JSON 对象", .en = "is no JSON object"}});
  }
  FormReader reader;
  VisitForm form = reader.Read(document);
  if (!reader.problems().empty()) return FormInvalid(std::move(reader.problems()));
  return form;
}

}  // namespace zoufang::domain
