// Own edits that were not taken in: nothing of them vanishes until their author says so.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/fieldwork/tablet.h"

namespace zoufang::fieldwork {

// One field of a lost edit, as text for a person.
struct LostField {
  std::string name;
  std::string label;
  std::string before;
  std::string after;
};

struct AttentionView {
  device::Attention item;
  std::string entity;        // The table's name; "" for one of a newer version.
  std::string entity_label;  // "走访"
  std::vector<LostField> fields;
};

absl::StatusOr<std::vector<AttentionView>> ListAttention(Tablet& tablet);

// A saved edit that the server has not answered; also of a record that has left the tablet.
struct UnsentView {
  device::Unsent item;
  std::string entity;
  std::string entity_label;
  std::vector<LostField> fields;
};

absl::StatusOr<std::vector<UnsentView>> ListUnsent(Tablet& tablet);

// Makes the lost edit once more, as an ordinary save against the row as it is now: sets by what was
// added and removed, other fields by their new values; a new record whose number is taken gets
// another one. The entry is settled in the same save. ATTENTION_UNKNOWN, ATTENTION_NOT_AGAIN,
// ROW_NOT_ON_TABLET; FIELDS_INVALID when the content still breaks a rule.
absl::Status SaveAgain(Tablet& tablet, absl::string_view id);

// Takes an entry off the list, with a reason; its content stays in the file. ATTENTION_UNKNOWN.
absl::Status DismissAttention(Tablet& tablet, absl::string_view id, absl::string_view reason);

// One line a field: id, verdict, reason, entity, row, field, before, after (RFC 4180, with a
// header).
std::string AttentionAsCsv(const std::vector<AttentionView>& views);

}  // namespace zoufang::fieldwork
