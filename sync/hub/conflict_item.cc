#include "sync/hub/conflict_item.h"

#include <algorithm>

#include "sync/base/hash.h"
#include "sync/base/random.h"
#include "zoufang/sync/v1/conflict.pb.h"

namespace zoufang::hub {
namespace {

void SetTime(int64_t micros, google::protobuf::Timestamp* time) {
  time->set_seconds(micros / 1000000);
  time->set_nanos(static_cast<int32_t>(micros % 1000000) * 1000);
}

}  // namespace

std::string ConflictId(absl::string_view row_id, int field_number, absl::string_view uuid_a,
                       absl::string_view uuid_b) {
  return base::UuidFromDigest(base::Sha256({"conflict", row_id, base::BigEndian(field_number),
                                            std::min(uuid_a, uuid_b), std::max(uuid_a, uuid_b)}));
}

RowState MakeConflict(const schema::Entity& conflict_entity, const RowState& about, int field,
                      const merge::Current& current, const merge::Incoming& incoming,
                      bool incoming_shown) {
  const schema::Field& of = about.entity->fields[field];
  const merge::Stamp& shown = incoming_shown ? incoming.stamp : current.stamp;
  const merge::Stamp& kept = incoming_shown ? current.stamp : incoming.stamp;
  sync::v1::Conflict item;
  item.set_id(ConflictId(about.id(), of.number, current.stamp.uuid, incoming.stamp.uuid));
  item.set_row_id(about.id());
  item.set_row_entity(static_cast<int32_t>(about.entity->number));
  item.set_field_number(of.number);
  item.set_field_name(of.name);
  item.set_base_value(schema::ToJson(of, incoming.old_value));
  item.set_shown_value(schema::ToJson(of, incoming_shown ? incoming.new_value : current.value));
  item.set_kept_value(schema::ToJson(of, incoming_shown ? current.value : incoming.new_value));
  item.set_shown_by(shown.author);
  item.set_kept_by(kept.author);
  SetTime(shown.observed_at_us, item.mutable_shown_at());
  SetTime(kept.observed_at_us, item.mutable_kept_at());
  item.set_assignee(kept.author);
  item.set_state(sync::v1::CONFLICT_STATE_OPEN);
  RowState state{.entity = &conflict_entity};
  state.row = *schema::DecodeRow(conflict_entity, item.SerializeAsString());
  return state;
}

}  // namespace zoufang::hub
