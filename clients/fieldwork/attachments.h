// Files of visits on the tablet: attached, shown, fetched from what is here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/fieldwork/tablet.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::fieldwork {

// An attachment, with how far its file is when it was attached here.
struct AttachedFile {
  v1::Attachment row;
  std::optional<device::Upload> upload;
};

class Attachments {
 public:
  explicit Attachments(Tablet& tablet) : tablet_(tablet) {}

  // Copies the file at `path` to the tablet and makes its row, in one save; returns the row's id.
  // The type is told by the content (ATTACHMENT_TYPE when it is none that is kept). VISIT_STATE
  // when the visit is no draft; FILE_MISSING, FILE_TOO_LARGE. Of a finding when one is named.
  absl::StatusOr<std::string> Attach(absl::string_view visit_id, const std::string& path,
                                     absl::string_view caption, absl::string_view finding_id = "");
  absl::StatusOr<std::vector<AttachedFile>> OfVisit(absl::string_view visit_id);
  // ROW_NOT_ON_TABLET.
  absl::StatusOr<AttachedFile> Find(absl::string_view id);
  // The original of a file that was attached on this tablet; nullopt: it is not here.
  absl::StatusOr<std::optional<std::string>> ReadOwn(const v1::Attachment& row);
  // How many files wait to be sent.
  absl::StatusOr<int64_t> CountWaiting();
  // Sends again the files of which the server says that it lost them.
  absl::Status SendLostAgain();

 private:
  absl::StatusOr<std::optional<device::Upload>> UploadOf(absl::string_view id);

  Tablet& tablet_;
};

}  // namespace zoufang::fieldwork
