#include "sync/merge/merge_field.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "sync/merge/merge_text.h"
#include "sync/schema/row.h"

namespace zoufang::merge {
namespace {

using schema::Field;

int64_t Number(const sql::Value& value) {
  const auto* integer = std::get_if<int64_t>(&value);
  return integer == nullptr ? 0 : *integer;
}

const std::string& Text(const sql::Value& value) {
  static const auto* const kEmpty = new std::string;
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? *kEmpty : *text;
}

Current Cell(const Incoming& incoming, sql::Value value) {
  return {.value = std::move(value), .stamp = incoming.stamp, .adds = {}};
}

Merged Set(const Incoming& incoming, sql::Value value, Verdict verdict) {
  return {.verdict = verdict, .cell = Cell(incoming, std::move(value))};
}

Merged Park(const char* reason) { return {.verdict = Verdict::kParked, .reason = reason}; }

Merged Conflict(const Incoming& incoming, bool incoming_shown) {
  Merged merged{.verdict = Verdict::kConflict, .incoming_shown = incoming_shown};
  if (incoming_shown) merged.cell = Cell(incoming, incoming.new_value);
  return merged;
}

std::set<std::string> Members(const sql::Value& value) {
  absl::StatusOr<std::vector<std::string>> members = schema::SetMembers(Text(value));
  if (!members.ok()) return {};  // Ingest checks sets before it merges them.
  return std::set<std::string>(members->begin(), members->end());
}

// What an author removes acts only on adds that he had seen: those up to his trunk, and his own.
void RemoveSeen(const Incoming& incoming, const std::string& element, SetAdds& adds) {
  const auto found = adds.find(element);
  if (found == adds.end()) return;
  std::erase_if(found->second, [&incoming](const std::pair<int64_t, std::string>& add) {
    return add.first <= incoming.trunk || std::find(incoming.after.begin(), incoming.after.end(),
                                                    add.second) != incoming.after.end();
  });
  if (found->second.empty()) adds.erase(found);
}

Merged MergeSet(const Current& current, const Incoming& incoming) {
  const std::set<std::string> before = Members(incoming.old_value);
  const std::set<std::string> after = Members(incoming.new_value);
  SetAdds adds = current.adds;
  for (const std::string& element : before) {
    if (!after.contains(element)) RemoveSeen(incoming, element, adds);
  }
  for (const std::string& element : after) {
    if (!before.contains(element)) {
      adds[element].emplace(incoming.stamp.rev, incoming.stamp.uuid);
    }
  }
  std::vector<std::string> members;
  for (const auto& [element, live] : adds) members.push_back(element);
  Merged merged{.verdict = current.stamp.rev > incoming.trunk ? Verdict::kMerged : Verdict::kSet};
  merged.cell = Cell(incoming, schema::SetText(std::move(members)));
  merged.cell->adds = std::move(adds);
  return merged;
}

Merged MergeSum(const Current& current, const Incoming& incoming) {
  const int64_t difference = Number(incoming.new_value) - Number(incoming.old_value);
  return Set(incoming, Number(current.value) + difference,
             current.stamp.rev > incoming.trunk ? Verdict::kMerged : Verdict::kSet);
}

Merged MergeState(const Field& field, const Current& current, const Incoming& incoming,
                  bool concurrent) {
  const bool legal =
      field.transitions.contains({Number(current.value), Number(incoming.new_value)});
  if (concurrent) {
    const bool stands = field.prevails.contains(Number(current.value));
    const bool prevails = field.prevails.contains(Number(incoming.new_value));
    return Conflict(incoming, prevails || (legal && !stands));
  }
  if (!legal) return Park("STATE_NOT_ALLOWED");
  return Set(incoming, incoming.new_value, Verdict::kSet);
}

// NULL gives way to any value.
Merged MergeExtreme(const Current& current, const Incoming& incoming, bool greater) {
  const bool take =
      sql::IsNull(current.value) ||
      (!sql::IsNull(incoming.new_value) &&
       (greater ? current.value < incoming.new_value : incoming.new_value < current.value));
  if (!take) return {.verdict = Verdict::kMerged};
  return Set(incoming, incoming.new_value, Verdict::kMerged);
}

Merged Keep(const Current& current, const Incoming& incoming) {
  return Conflict(incoming, incoming.clock_trusted &&
                                incoming.stamp.observed_at_us > current.stamp.observed_at_us);
}

Merged MergeLines(const Current& current, const Incoming& incoming) {
  std::optional<std::string> both =
      MergeText(Text(incoming.old_value), Text(current.value), Text(incoming.new_value));
  if (!both.has_value()) return Keep(current, incoming);
  return Set(incoming, *std::move(both), Verdict::kMerged);
}

}  // namespace

bool IsUnseen(const Current& current, const sql::Value& old_value, int64_t trunk, bool trunk_lost) {
  return (trunk_lost || current.stamp.rev > trunk) && current.value != old_value;
}

Merged MergeField(const Field& field, const Current& current, const Incoming& incoming) {
  if (field.merge == sync::v1::SUM) return MergeSum(current, incoming);
  if (field.merge == sync::v1::UNION) return MergeSet(current, incoming);
  if (field.merge == sync::v1::APPEND) return Park("WRITTEN_ONCE");
  if (current.value == incoming.new_value) return {.verdict = Verdict::kUnchanged};
  const bool concurrent =
      IsUnseen(current, incoming.old_value, incoming.trunk, incoming.trunk_lost);
  if (field.merge == sync::v1::STATE) return MergeState(field, current, incoming, concurrent);
  if (!concurrent || field.merge == sync::v1::SERVER) {
    return Set(incoming, incoming.new_value, Verdict::kSet);
  }
  switch (field.merge) {
    case sync::v1::MAX:
      return MergeExtreme(current, incoming, /*greater=*/true);
    case sync::v1::MIN:
      return MergeExtreme(current, incoming, /*greater=*/false);
    case sync::v1::TEXT:
      return MergeLines(current, incoming);
    default:
      return Keep(current, incoming);
  }
}

Current FirstValue(const Field& field, sql::Value value, Stamp stamp) {
  Current first{.value = std::move(value), .stamp = std::move(stamp), .adds = {}};
  if (field.merge == sync::v1::UNION) {
    for (const std::string& element : Members(first.value)) {
      first.adds[element].emplace(first.stamp.rev, first.stamp.uuid);
    }
  }
  return first;
}

}  // namespace zoufang::merge
