#include "sync/hub/row_store.h"

#include <algorithm>
#include <utility>

#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::hub {
namespace {

const sync::v1::FieldMeta* FindMeta(const sync::v1::RowMeta& meta, int number) {
  for (const auto& field : meta.fields()) {
    if (static_cast<int>(field.number()) == number) return &field;
  }
  return nullptr;
}

sync::v1::FieldMeta* MutableMeta(sync::v1::RowMeta& meta, int number) {
  for (auto& field : *meta.mutable_fields()) {
    if (static_cast<int>(field.number()) == number) return &field;
  }
  auto* added = meta.add_fields();
  added->set_number(number);
  return added;
}

}  // namespace

sync::v1::FieldStamp ToProto(const merge::Stamp& stamp) {
  sync::v1::FieldStamp proto;
  proto.set_rev(stamp.rev);
  proto.set_uuid(stamp.uuid);
  proto.set_observed_at_us(stamp.observed_at_us);
  proto.set_author(stamp.author);
  return proto;
}

merge::Stamp FromProto(const sync::v1::FieldStamp& stamp) {
  return {.rev = stamp.rev(),
          .uuid = stamp.uuid(),
          .observed_at_us = stamp.observed_at_us(),
          .author = stamp.author()};
}

merge::Current RowState::FieldState(int index) const {
  const schema::Field& field = entity->fields[index];
  const sync::v1::FieldMeta* known = FindMeta(meta, field.number);
  if (known == nullptr) {
    return merge::FirstValue(field, row.values[index], FromProto(meta.created()));
  }
  merge::Current state{.value = row.values[index], .stamp = FromProto(known->stamp()), .adds = {}};
  for (const auto& element : known->elements()) {
    auto& adds = state.adds[element.text()];
    for (const auto& add : element.adds()) adds.emplace(add.rev(), add.uuid());
  }
  return state;
}

void RowState::SetFieldState(int index, const merge::Current& state) {
  row.values[index] = state.value;
  sync::v1::FieldMeta* known = MutableMeta(meta, entity->fields[index].number);
  *known->mutable_stamp() = ToProto(state.stamp);
  known->clear_elements();
  for (const auto& [text, adds] : state.adds) {
    auto* element = known->add_elements();
    element->set_text(text);
    for (const auto& [add_rev, add_uuid] : adds) {
      auto* add = element->add_adds();
      add->set_rev(add_rev);
      add->set_uuid(add_uuid);
    }
  }
}

std::string RowState::Text(int index) const {
  const auto* text = std::get_if<std::string>(&row.values[index]);
  return text == nullptr ? "" : *text;
}

std::string RowState::ScopeName() const {
  if (entity->scope_field < 0) return entity->fixed_scope;
  return schema::AreaScope(Text(entity->scope_field));
}

bool RowState::HadRev(int64_t at_rev) const {
  const auto is_up_to = [at_rev](int64_t last) {
    return IncarnationOf(last) == IncarnationOf(at_rev) && at_rev <= last;
  };
  return is_up_to(rev) || std::any_of(meta.past_revs().begin(), meta.past_revs().end(), is_up_to);
}

void RowState::SetRev(int64_t new_rev) {
  if (IncarnationOf(new_rev) != IncarnationOf(rev)) meta.add_past_revs(rev);
  rev = new_rev;
}

RowState::Place RowState::PlaceAt(int64_t at_rev) const {
  if (meta.scopes().empty()) return {.scope = scope};
  Place place{.scope = meta.scopes(0).scope()};
  for (const auto& since : meta.scopes()) {
    if (since.rev() > at_rev) {
      place.left = absl::FromUnixMicros(since.at_us());
      break;
    }
    place.scope = since.scope();
  }
  return place;
}

absl::StatusOr<std::optional<RowState>> RowStore::Load(const schema::Entity& entity,
                                                       absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement select,
                   context_.db.Prepare(context_.sql.at(entity.number).select));
  select.BindBorrowed(1, id);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::optional<RowState>();
  const int after = static_cast<int>(entity.fields.size());
  RowState state{.entity = &entity,
                 .row = schema::ReadRow(entity, select, 0),
                 .rev = select.Int(after),
                 .scope = select.Int(after + 1)};
  const absl::string_view meta = select.Blob(after + 2);
  if (!state.meta.ParseFromArray(meta.data(), static_cast<int>(meta.size()))) {
    return base::DatabaseDamaged(context_.db.path());
  }
  return std::optional<RowState>(std::move(state));
}

absl::Status RowStore::Run(const std::string& sql, const RowState& state) {
  ASSIGN_OR_RETURN(sql::Statement write, context_.db.Prepare(sql));
  const int count = static_cast<int>(state.row.values.size());
  for (int i = 0; i < count; ++i) write.Bind(i + 1, state.row.values[i]);
  write.Bind(count + 1, state.rev);
  write.Bind(count + 2, state.scope);
  write.BindBlob(count + 3, state.meta.SerializeAsString());
  return write.Run();
}

absl::Status RowStore::Insert(const RowState& state) {
  return Run(context_.sql.at(state.entity->number).insert, state);
}

absl::Status RowStore::Update(const RowState& state) {
  return Run(context_.sql.at(state.entity->number).update, state);
}

absl::Status RowStore::Delete(const RowState& state) {
  ASSIGN_OR_RETURN(sql::Statement remove,
                   context_.db.Prepare(context_.sql.at(state.entity->number).remove));
  remove.Bind(1, state.id());
  return remove.Run();
}

absl::StatusOr<std::vector<std::string>> RowStore::Children(const schema::Entity& child,
                                                            absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement select,
                   context_.db.Prepare(context_.sql.at(child.number).children));
  select.Bind(1, id);
  std::vector<std::string> ids;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return ids;
    ids.emplace_back(select.Text(0));
  }
}

constexpr char kSelectGrave[] = "SELECT 1 FROM _grave WHERE row_id=?1";

absl::StatusOr<bool> RowStore::IsBuried(absl::string_view id) {
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectGrave));
  select.BindBorrowed(1, id);
  return select.Step();
}

constexpr char kInsertGrave[] = "INSERT INTO _grave(row_id, entity, rev) VALUES (?1, ?2, ?3)";

absl::Status RowStore::Bury(const RowState& state, int64_t rev) {
  ASSIGN_OR_RETURN(sql::Statement insert, context_.db.Prepare(kInsertGrave));
  insert.Bind(1, state.id());
  insert.Bind(2, state.entity->number);
  insert.Bind(3, rev);
  return insert.Run();
}

}  // namespace zoufang::hub
