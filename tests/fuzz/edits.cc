#include "tests/fuzz/edits.h"

#include "absl/strings/str_cat.h"
#include "sync/schema/row.h"

namespace zoufang::fuzz {
namespace {

using schema::Kind;
using sync::v1::Edit;

// Revs of the first changes of a hub's first incarnation, among them those of the rows there.
int64_t Trunk(Input& input, int64_t near) {
  return input.OneIn(8) ? input.Number() : near + input.Byte();
}

sync::v1::Value AnyValue(Input& input) {
  sync::v1::Value value;
  switch (input.Choice(5)) {
    case 0:
      value.set_integer(input.Number());
      break;
    case 1:
      value.set_text(input.Bytes(32));
      break;
    case 2:
      value.set_blob(input.Bytes(32));
      break;
    case 3:
      value.set_real(static_cast<double>(input.Number()) / 3);
      break;
    default:
      break;  // NULL
  }
  return value;
}

constexpr int64_t kNearRev = int64_t{1'780'000'000} << 20;

}  // namespace

Edit EditMaker::Make(Input& input) const {
  const schema::Entity& entity = input.OneOf(catalogue_.entities());
  Edit edit;
  edit.set_entity(input.OneIn(64) ? input.Byte() : entity.number);
  edit.set_row_id(input.OneOf(ids_));
  edit.set_trunk(Trunk(input, kNearRev));
  switch (input.Choice(5)) {
    case 0:
    case 1:
      edit.set_kind(Edit::CREATE);
      FillCreate(input, entity, edit);
      break;
    case 2:
    case 3:
      edit.set_kind(Edit::UPDATE);
      FillUpdate(input, entity, edit);
      break;
    default:
      edit.set_kind(Edit::DELETE);
      FillDelete(input, entity, edit);
  }
  if (input.OneIn(32)) edit.set_kind(Edit::KIND_UNSPECIFIED);
  return edit;
}

void EditMaker::FillCreate(Input& input, const schema::Entity& entity, Edit& edit) const {
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    const schema::Field& field = entity.fields[i];
    const bool needed = field.rules.required() || static_cast<int>(i) == entity.parent_field;
    if (!needed && !input.OneIn(8)) continue;
    auto& added = *edit.add_fields();
    added.set_number(field.number);
    *added.mutable_new_value() = Fitting(input, entity, field);
  }
}

void EditMaker::FillUpdate(Input& input, const schema::Entity& entity, Edit& edit) const {
  for (int left = 1 + input.Choice(3); left > 0; --left) {
    const schema::Field& field = input.OneOf(entity.fields);
    auto& added = *edit.add_fields();
    added.set_number(input.OneIn(64) ? input.Byte() : field.number);
    *added.mutable_old_value() = ValueOf(input, entity, field);
    *added.mutable_new_value() = ValueOf(input, entity, field);
    added.set_trunk(Trunk(input, kNearRev));
    if (input.OneIn(8)) added.add_after(input.Bytes(16));
  }
}

void EditMaker::FillDelete(Input& input, const schema::Entity& entity, Edit& edit) const {
  for (size_t i = 1; i < entity.fields.size(); ++i) {
    if (input.OneIn(32)) continue;
    auto& added = *edit.add_fields();
    added.set_number(entity.fields[i].number);
    added.set_trunk(Trunk(input, kNearRev));
    if (input.OneIn(8)) *added.mutable_old_value() = Fitting(input, entity, entity.fields[i]);
  }
}

sync::v1::Value EditMaker::ValueOf(Input& input, const schema::Entity& entity,
                                   const schema::Field& field) const {
  return input.OneIn(8) ? AnyValue(input) : Fitting(input, entity, field);
}

sync::v1::Value EditMaker::Fitting(Input& input, const schema::Entity& entity,
                                   const schema::Field& field) const {
  sync::v1::Value value;
  switch (field.kind) {
    case Kind::kText:
      value.set_text(FittingText(input, entity, field));
      break;
    case Kind::kBytes:
      value.set_blob(input.Bytes(32));
      break;
    case Kind::kReal:
      value.set_real(input.Byte());
      break;
    case Kind::kTimestamp:
      value.set_integer(1'780'000'000'000'000 + input.Byte());
      break;
    case Kind::kSet:
      value.set_text(
          schema::SetText({absl::StrCat("甲", input.Choice(3)), absl::StrCat(input.Byte())}));
      break;
    default:
      value.set_integer(1 + input.Choice(4));
  }
  return value;
}

std::string EditMaker::FittingText(Input& input, const schema::Entity& entity,
                                   const schema::Field& field) const {
  const bool is_area = entity.scope_field >= 0 && &entity.fields[entity.scope_field] == &field;
  if (is_area) return input.OneOf(areas_);
  switch (field.rules.format()) {
    case sync::v1::UUID:
      return input.OneOf(ids_);
    case sync::v1::DIVISION:
      return input.OneOf(areas_);
    case sync::v1::DATE:
      return absl::StrCat("2026-11-", 10 + input.Choice(20));
    case sync::v1::SHA256:
      return std::string(64, static_cast<char>('0' + input.Choice(10)));
    case sync::v1::POINT:
      return absl::StrCat("36.", input.Byte(), ",118.", input.Byte());
    default:
      return absl::StrCat(input.Choice(4), "\n", input.Choice(4), "\n文");
  }
}

}  // namespace zoufang::fuzz
