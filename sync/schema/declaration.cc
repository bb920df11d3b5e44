#include "sync/schema/declaration.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/schema/declared_field.h"

namespace zoufang::schema {
namespace {

absl::Status CheckId(Entity& entity) {
  if (entity.fields.empty() || entity.fields[0].number != 1 || entity.fields[0].name != "id" ||
      entity.fields[0].kind != Kind::kText || entity.fields[0].nullable) {
    return base::BadDeclaration(entity.name, "its field 1 is not `string id`");
  }
  entity.fields[0].rules.set_required(true);
  return absl::OkStatus();
}

// The index of the field that an option names. Devices must not be able to change where a row
// lives, so the field is the server's or written once.
absl::StatusOr<int> PlacingField(const Entity& entity, const std::string& name, Kind kind) {
  const int index = entity.IndexOf(name);
  if (index < 1) {
    return base::BadDeclaration(entity.name, absl::StrCat("it has no field \"", name, "\""));
  }
  const Field& field = entity.fields[index];
  if (field.kind != kind || field.nullable) {
    return base::BadDeclaration(entity.name, absl::StrCat(name, " has the wrong type"));
  }
  if (field.merge != sync::v1::SERVER && field.merge != sync::v1::APPEND) {
    return base::BadDeclaration(entity.name, absl::StrCat(name, " must be SERVER or APPEND"));
  }
  return index;
}

absl::Status ReadParent(const sync::v1::EntityOptions& options, Entity& entity) {
  if ((options.parent() != 0) == !options.parent_entity_field().empty()) {
    return base::BadDeclaration(entity.name, "a child needs one of parent and parent_entity_field");
  }
  ASSIGN_OR_RETURN(entity.parent_field, PlacingField(entity, options.parent_field(), Kind::kText));
  entity.parent = options.parent();
  if (entity.parent != 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(entity.parent_entity_field,
                   PlacingField(entity, options.parent_entity_field(), Kind::kInteger));
  return absl::OkStatus();
}

absl::Status ReadPlace(const sync::v1::EntityOptions& options, Entity& entity) {
  const int ways =
      !options.scope().empty() + !options.scope_field().empty() + !options.parent_field().empty();
  if (ways != 1) {
    return base::BadDeclaration(entity.name,
                                "it needs exactly one of scope, scope_field and parent_field");
  }
  entity.fixed_scope = options.scope();
  if (!options.scope_field().empty()) {
    ASSIGN_OR_RETURN(entity.scope_field, PlacingField(entity, options.scope_field(), Kind::kText));
  }
  return options.parent_field().empty() ? absl::OkStatus() : ReadParent(options, entity);
}

}  // namespace

absl::StatusOr<Entity> ReadDeclaration(const google::protobuf::Descriptor& message) {
  const sync::v1::EntityOptions& options = message.options().GetExtension(sync::v1::entity);
  Entity entity;
  entity.number = options.number();
  entity.name = message.name();
  entity.table = SnakeCase(message.name());
  entity.label_zh = options.label_zh();
  entity.descriptor = &message;
  if (entity.number == 0) return base::BadDeclaration(entity.name, "it has no entity number");
  for (int i = 0; i < message.field_count(); ++i) {
    ASSIGN_OR_RETURN(Field field, ReadField(*message.field(i), options));
    entity.fields.push_back(std::move(field));
  }
  std::sort(entity.fields.begin(), entity.fields.end(),
            [](const Field& a, const Field& b) { return a.number < b.number; });
  RETURN_IF_ERROR(CheckId(entity));
  RETURN_IF_ERROR(ReadPlace(options, entity));
  return entity;
}

}  // namespace zoufang::schema
