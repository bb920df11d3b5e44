#include "sync/device/footing.h"

#include <algorithm>

namespace zoufang::device {
namespace {

using sync::v1::Edit;

void Add(const std::string& uuid, std::vector<std::string>& after) {
  if (std::find(after.begin(), after.end(), uuid) == after.end()) after.push_back(uuid);
}

// A row made here has seen nothing of the server's in any field.
void Begin(const schema::Entity& entity, const HeldEdit& made, Footing& footing) {
  for (const schema::Field& field : entity.fields) {
    FieldPast& past = footing.past[field.number];
    if (field.merge == sync::v1::UNION) past.after = {made.uuid};
  }
}

void Continue(const schema::Entity& entity, const HeldEdit& held, Footing& footing) {
  for (const auto& change : held.edit.fields()) {
    const int number = static_cast<int>(change.number());
    FieldPast& past = footing.past.try_emplace(number, FieldPast{change.trunk(), {}}).first->second;
    const int index = entity.IndexOf(number);
    if (index < 0 || entity.fields[index].merge != sync::v1::UNION) continue;
    Add(held.uuid, past.after);
    for (const std::string& uuid : change.after()) Add(uuid, past.after);
  }
}

}  // namespace

int64_t Footing::TrunkOf(const schema::Field& field) const {
  if (field.merge == sync::v1::UNION || field.merge == sync::v1::SUM) return rev;
  const auto found = past.find(field.number);
  return found == past.end() ? rev : found->second.trunk;
}

const std::vector<std::string>& Footing::AfterOf(const schema::Field& field) const {
  static const auto* const kNone = new std::vector<std::string>;
  const auto found = past.find(field.number);
  return found == past.end() ? *kNone : found->second.after;
}

Footing FootingOf(const schema::Entity& entity, const Image& image,
                  const std::vector<HeldEdit>& edits) {
  Footing footing{.rev = image.rev};
  bool present = image.place != ImagePlace::kNone;
  for (const HeldEdit& held : edits) {
    const bool create = held.edit.kind() == Edit::CREATE;
    if (create == present) continue;  // Shows nothing: as in OverlayEdit.
    if (held.edit.kind() == Edit::DELETE) {
      present = false;
      footing.past.clear();
    } else if (create) {
      present = true;
      Begin(entity, held, footing);
    } else {
      Continue(entity, held, footing);
    }
  }
  return footing;
}

}  // namespace zoufang::device
