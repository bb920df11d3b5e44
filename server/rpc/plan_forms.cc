#include "server/rpc/plan_forms.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/entities.h"
#include "domain/plan_errors.h"
#include "domain/visit_form.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/checks.h"
#include "server/rpc/once.h"
#include "server/rpc/page_token.h"
#include "server/storage/plans.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::TimeUtil;

constexpr size_t kLongestContent = 60000;

bool IsBuiltIn(absl::string_view version) {
  const auto& forms = domain::BuiltInForms();
  return std::any_of(forms.begin(), forms.end(),
                     [&](const domain::VisitForm& form) { return form.version == version; });
}

}  // namespace

absl::StatusOr<v1::VisitForm> PlanForms::Publish(const v1::PublishVisitFormRequest& request) {
  Checks checks;
  checks.RequireWords(request.content(), 1, kLongestContent, "content");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  ASSIGN_OR_RETURN(const domain::VisitForm read, domain::ParseVisitForm(request.content()));
  v1::VisitForm form;
  form.set_id(
      storage::RowIdFor(key.uuid, domain::EntityOf<v1::VisitForm>(parts_.catalogue).table, 0));
  form.set_version(read.version);
  form.set_kind(read.kind);
  form.set_content(request.content());
  v1::VisitForm response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    return RunOnce(database, key, response, now, [&]() -> absl::Status {
      ASSIGN_OR_RETURN(const bool published, storage::HasForm(database, form.version()));
      if (published || IsBuiltIn(form.version())) return domain::FormVersionExists(form.version());
      *form.mutable_published_at() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
      RETURN_IF_ERROR(Save(database, key.uuid, form));
      RETURN_IF_ERROR(storage::Audit(database, caller_.Did(form.id()), now));
      response = form;
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::Status PlanForms::Save(sql::Database& database, const std::string& uuid,
                             const v1::VisitForm& form) {
  const schema::Entity& entity = domain::EntityOf<v1::VisitForm>(parts_.catalogue);
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, form));
  return storage::Save(parts_.hub, database, {.user_id = caller_.user_id(), .server = true}, uuid,
                       {hub::CreateEdit(entity, row)});
}

absl::StatusOr<v1::ListVisitFormsResponse> PlanForms::List(
    const v1::ListVisitFormsRequest& request) {
  Checks checks;
  checks.Require(v1::VisitKind_IsValid(request.kind()), "kind", "不是走访的类别",
                 "is no kind of visit");
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 10, 20));
  const std::string filter = absl::StrCat("forms ", request.kind());
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  storage::FormQuery query{.kind = request.kind(), .limit = size + 1};
  RETURN_IF_ERROR(ReadTimePlace(place, query.before_us, query.before_id));
  v1::ListVisitFormsResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(auto forms, storage::ListForms(database, parts_.catalogue, query));
    response.mutable_forms()->Add(forms.begin(), forms.end());
    return absl::OkStatus();
  }));
  if (response.forms_size() > size) {
    response.mutable_forms()->RemoveLast();
    const v1::VisitForm& last = response.forms(size - 1);
    response.set_next_page_token(MakePageToken(
        filter, TimePlace(TimeUtil::TimestampToMicroseconds(last.published_at()), last.id())));
  }
  return response;
}

}  // namespace zoufang::rpc
