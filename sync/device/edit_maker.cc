#include "sync/device/edit_maker.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "sync/base/status.h"
#include "sync/schema/validate.h"

namespace zoufang::device {
namespace {

using sync::v1::Edit;
using sync::v1::FieldEdit;
using sync::v1::MutationBody;

void Start(Edit::Kind kind, const RowChange& change, int64_t trunk, Edit& edit) {
  edit.set_kind(kind);
  edit.set_entity(change.entity->number);
  edit.set_row_id(change.id);
  edit.set_trunk(trunk);
}

bool Differs(const schema::Field& field, const sql::Value& before, const sql::Value& after) {
  return before != after && schema::Canonical(field, before) != schema::Canonical(field, after);
}

}  // namespace

void CheckChange(const RowChange& change, std::vector<base::FieldViolation>& violations) {
  if (!change.after.has_value()) return;
  const schema::Entity& entity = *change.entity;
  if (!change.before.has_value()) {
    for (auto& violation : schema::CheckRow(entity, *change.after, entity.table)) {
      violations.push_back(std::move(violation));
    }
    return;
  }
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    const sql::Value& before = change.before->values[i];
    const sql::Value& after = change.after->values[i];
    if (before == after) continue;
    const schema::Field& field = entity.fields[i];
    const std::string path = absl::StrCat(entity.table, ".", field.name);
    schema::CheckValue(field, after, path, violations);
    if (!schema::LowersRaised(field, before, after)) continue;
    violations.push_back({path, absl::StrCat(field.Label(), "：只能调高；需调低请联系工作人员"),
                          "may only be raised; ask the bureau's staff to lower it"});
  }
}

absl::Status EditMaker::Make(const RowChange& change, MutationBody& body) {
  if (!change.before.has_value()) {
    return change.after.has_value() ? Create(change, *body.add_edits()) : absl::OkStatus();
  }
  const bool gone = !change.after.has_value();
  if (!gone && !change.uprooted && change.before->values == change.after->values) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Image image, ImageUnder(change));
  if (change.uprooted && !gone) RETURN_IF_ERROR(Replant(change, image));
  Edit& edit = *body.add_edits();
  RETURN_IF_ERROR(gone ? Delete(change, image, edit) : Update(change, image, edit));
  if (edit.fields().empty() && !gone) {
    body.mutable_edits()->RemoveLast();
    return absl::OkStatus();
  }
  if (image.place != ImagePlace::kTable) return absl::OkStatus();
  return WriteShadow(context_, change.entity->number, change.id, image);
}

absl::Status EditMaker::Create(const RowChange& change, Edit& edit) {
  const schema::Entity& entity = *change.entity;
  RETURN_IF_ERROR(Unplace(change));
  ASSIGN_OR_RETURN(const int64_t trunk, ParentRev(entity, *change.after));
  Start(Edit::CREATE, change, trunk, edit);
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    const schema::Field& field = entity.fields[i];
    const sql::Value& value = change.after->values[i];
    if (value == schema::DefaultValue(field)) continue;
    FieldEdit* added = edit.add_fields();
    added->set_number(field.number);
    *added->mutable_new_value() = schema::ToWire(schema::Canonical(field, value));
  }
  return absl::OkStatus();
}

absl::Status EditMaker::Update(const RowChange& change, const Image& image, Edit& edit) {
  ASSIGN_OR_RETURN(const Footing footing, Stand(change, image));
  Start(Edit::UPDATE, change, image.rev, edit);
  const schema::Entity& entity = *change.entity;
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    const schema::Field& field = entity.fields[i];
    const sql::Value& before = change.before->values[i];
    const sql::Value& after = change.after->values[i];
    if (!Differs(field, before, after)) continue;
    FieldEdit* added = edit.add_fields();
    added->set_number(field.number);
    *added->mutable_old_value() = schema::ToWire(schema::Canonical(field, before));
    *added->mutable_new_value() = schema::ToWire(schema::Canonical(field, after));
    added->set_trunk(footing.TrunkOf(field));
    for (const std::string& uuid : footing.AfterOf(field)) added->add_after(uuid);
  }
  return absl::OkStatus();
}

absl::Status EditMaker::Delete(const RowChange& change, const Image& image, Edit& edit) {
  ASSIGN_OR_RETURN(const Footing footing, Stand(change, image));
  Start(Edit::DELETE, change, image.rev, edit);
  const schema::Entity& entity = *change.entity;
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    const schema::Field& field = entity.fields[i];
    FieldEdit* added = edit.add_fields();
    added->set_number(field.number);
    *added->mutable_old_value() =
        schema::ToWire(schema::Canonical(field, change.before->values[i]));
    added->set_trunk(footing.TrunkOf(field));
  }
  return absl::OkStatus();
}

constexpr char kSelectHeld[] = "SELECT 1 FROM _held WHERE row_id=?1 AND entity=?2 LIMIT 1";

absl::StatusOr<bool> EditMaker::HasHeldEdits(const RowKey& row) {
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectHeld));
  select.BindBorrowed(1, row.id);
  select.Bind(2, row.entity);
  return select.Step();
}

absl::StatusOr<Image> EditMaker::ImageUnder(const RowChange& change) {
  const schema::Entity& entity = *change.entity;
  ASSIGN_OR_RETURN(const bool held, HasHeldEdits({entity.number, change.id}));
  if (held) {
    ASSIGN_OR_RETURN(Image aside, FindImageAside(context_, entity.number, change.id));
    if (aside.place != ImagePlace::kNone) return aside;
  }
  ASSIGN_OR_RETURN(RowTag tag, TagOf(change));
  if (tag.scope == 0) return Image();
  schema::Row row = *change.before;
  row.unknown = std::move(tag.unknown);
  return Image{.place = ImagePlace::kTable,
               .rev = tag.rev,
               .scope = tag.scope,
               .body = schema::EncodeRow(entity, row)};
}

absl::StatusOr<RowTag> EditMaker::TagOf(const RowChange& change) {
  if (change.tag.has_value()) return *change.tag;
  ASSIGN_OR_RETURN(sql::Statement select,
                   context_.db.Prepare(context_.SqlOf(*change.entity).place));
  select.BindBorrowed(1, change.id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return RowTag();
  return RowTag{select.Int(0), select.Int(1), std::string(select.Blob(2))};
}

absl::StatusOr<Footing> EditMaker::Stand(const RowChange& change, const Image& image) {
  const RowKey row = {change.entity->number, change.id};
  ASSIGN_OR_RETURN(const bool held, HasHeldEdits(row));
  if (!held) return FootingOf(*change.entity, image, {});
  if (!scopes_.has_value()) {
    ASSIGN_OR_RETURN(scopes_, ScopeSet::Load(context_.db));
  }
  ASSIGN_OR_RETURN(const std::vector<HeldEdit> edits, held_.Of(row, image.Included(*scopes_)));
  return FootingOf(*change.entity, image, edits);
}

absl::Status EditMaker::Replant(const RowChange& change, const Image& image) {
  ASSIGN_OR_RETURN(sql::Statement replant,
                   context_.db.Prepare(context_.SqlOf(*change.entity).replant));
  replant.BindBorrowed(1, change.id);
  replant.Bind(2, image.rev);
  replant.BindNull(3);
  if (image.is_image()) replant.Bind(3, image.scope);
  replant.BindNull(4);
  if (change.tag.has_value() && !change.tag->unknown.empty()) {
    replant.BindBlob(4, change.tag->unknown);
  }
  return replant.Run();
}

absl::Status EditMaker::Unplace(const RowChange& change) {
  RowChange bare{.entity = change.entity, .id = change.id};
  ASSIGN_OR_RETURN(const RowTag tag, TagOf(bare));
  return tag.rev == 0 && tag.scope == 0 ? absl::OkStatus() : Replant(bare, Image());
}

absl::StatusOr<int64_t> EditMaker::ParentRev(const schema::Entity& entity, const schema::Row& row) {
  if (!entity.is_child()) return 0;
  uint32_t number = entity.parent;
  if (entity.parent_entity_field >= 0) {
    const auto* named = std::get_if<int64_t>(&row.values[entity.parent_entity_field]);
    number = named == nullptr ? 0 : static_cast<uint32_t>(*named);
  }
  const schema::Entity* parent = context_.catalogue.Find(number);
  const auto* id = std::get_if<std::string>(&row.values[entity.parent_field]);
  if (parent == nullptr || id == nullptr) return 0;
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(context_.SqlOf(*parent).place));
  select.BindBorrowed(1, *id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  return found ? select.Int(0) : 0;
}

}  // namespace zoufang::device
