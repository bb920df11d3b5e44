#include "server/storage/save.h"

#include <utility>

#include "domain/errors.h"
#include "sync/base/hash.h"
#include "sync/base/random.h"
#include "sync/base/status.h"

namespace zoufang::storage {

using sync::v1::EditOutcome;

absl::Status Save(hub::Hub& hub, sql::Database& database, const hub::Author& author,
                  absl::string_view uuid, std::vector<sync::v1::Edit> edits) {
  std::erase_if(edits, [](const sync::v1::Edit& edit) {
    return edit.kind() == sync::v1::Edit::UPDATE && edit.fields().empty();
  });
  if (edits.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const sync::v1::MutationOutcome outcome,
                   hub.Ingest(database, author, uuid, edits));
  for (const EditOutcome& edit : outcome.edits()) {
    switch (edit.verdict()) {
      case EditOutcome::APPLIED:
      case EditOutcome::MERGED:
      case EditOutcome::CONFLICT:
        break;
      default:
        return domain::EditNotTaken(edit.reason(), edit.message());
    }
  }
  return absl::OkStatus();
}

std::string RowIdFor(absl::string_view request, absl::string_view table, int index) {
  return base::UuidFromDigest(base::Sha256({"row", request, table, base::BigEndian(index)}));
}

}  // namespace zoufang::storage
