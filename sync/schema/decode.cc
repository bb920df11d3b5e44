// Serialized message -> values, and -> parameters of a statement.
#include "sync/base/status.h"
#include "sync/schema/row.h"
#include "sync/schema/slots.h"
#include "sync/schema/wire.h"

namespace zoufang::schema {
namespace {

constexpr char kEmptySet[] = "[]";

// The canonical text of the members of the field at `index`.
std::string SetTextOf(const Slots& slots, int index) {
  std::vector<std::string> members;
  for (const auto& [field, member] : slots.members) {
    if (field == index) members.emplace_back(member);
  }
  return SetText(std::move(members));
}

sql::Value ValueOf(const Field& field, const Slots& slots, int index) {
  const Slot& slot = slots.fields[index];
  if (!slot.present) return DefaultValue(field);
  switch (field.kind) {
    case Kind::kText:
      return std::string(slot.bytes);
    case Kind::kBytes:
      return sql::Blob{std::string(slot.bytes)};
    case Kind::kReal:
      return slot.Real();
    case Kind::kTimestamp:
      return slot.Micros();
    case Kind::kSet:
      return SetTextOf(slots, index);
    case Kind::kBool:
    case Kind::kInteger:
    case Kind::kEnum:
      break;
  }
  return static_cast<int64_t>(slot.number);
}

void BindSlot(const Field& field, const Slots& slots, int index, int parameter,
              sql::Statement& statement, std::string& scratch) {
  const Slot& slot = slots.fields[index];
  if (!slot.present && field.nullable) return statement.BindNull(parameter);
  switch (field.kind) {
    case Kind::kText:
      return statement.BindBorrowed(parameter, slot.bytes);
    case Kind::kBytes:
      return statement.BindBlobBorrowed(parameter, slot.bytes);
    case Kind::kReal:
      return statement.Bind(parameter, slot.Real());
    case Kind::kTimestamp:
      return statement.Bind(parameter, slot.Micros());
    case Kind::kSet:
      if (!slot.present) return statement.BindBorrowed(parameter, kEmptySet);
      scratch = SetTextOf(slots, index);
      return statement.BindBorrowed(parameter, scratch);
    case Kind::kBool:
    case Kind::kInteger:
    case Kind::kEnum:
      return statement.Bind(parameter, static_cast<int64_t>(slot.number));
  }
}

}  // namespace

absl::StatusOr<Row> DecodeRow(const Entity& entity, absl::string_view body) {
  Slots slots;
  RETURN_IF_ERROR(ReadSlots(entity, body, slots));
  Row row;
  row.values.reserve(entity.fields.size());
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    row.values.push_back(ValueOf(entity.fields[i], slots, static_cast<int>(i)));
  }
  row.unknown = std::move(slots.unknown);
  return row;
}

absl::StatusOr<std::string> BindBody(const Entity& entity, absl::string_view body, int first,
                                     sql::Statement& statement, BindScratch& scratch) {
  Slots slots;
  RETURN_IF_ERROR(ReadSlots(entity, body, slots));
  // Grown before anything is bound: growing moves the texts.
  const int count = static_cast<int>(entity.fields.size());
  if (scratch.texts.size() < entity.fields.size()) scratch.texts.resize(entity.fields.size());
  for (int i = 0; i < count; ++i) {
    BindSlot(entity.fields[i], slots, i, first + i, statement, scratch.texts[i]);
  }
  return std::move(slots.unknown);
}

absl::string_view IdInBody(absl::string_view body) {
  absl::string_view id;
  WireReader reader(body);
  while (!reader.done()) {
    const uint32_t tag = reader.Tag();
    if (tag == WireTag(1, WireType::kBytes)) {
      id = reader.Bytes();
    } else {
      reader.Skip(tag);
    }
  }
  return reader.ok() ? id : absl::string_view();
}

}  // namespace zoufang::schema
