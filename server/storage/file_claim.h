// A row that names a file: an attachment of a visit, or evidence of a complaint.
#pragma once

#include <cstdint>
#include <string>

#include "zoufang/v1/complaint.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::storage {

// Made from either row, without being asked, so that both go the same way.
struct FileClaim {
  enum class Of { kVisit, kComplaint };

  FileClaim(const v1::Attachment& row) : FileClaim(Of::kVisit, row) {}         // NOLINT
  FileClaim(const v1::ComplaintFile& row) : FileClaim(Of::kComplaint, row) {}  // NOLINT

  Of of;
  std::string id;
  std::string sha256;
  int64_t size = 0;
  std::string mime_type;  // "": whatever its content is.
  v1::AttachmentState state;
  std::string clean_sha256;  // "": there is no clean copy.
  int64_t clean_size = 0;

  bool stored() const { return state == v1::ATTACHMENT_STATE_STORED; }
  // Whether a file that somebody else brought is taken for this row's. Not for evidence: it would
  // tell who knows a file's hash that it was handed in.
  bool shares() const { return of == Of::kVisit; }

 private:
  template <typename Row>
  FileClaim(Of whose, const Row& row)
      : of(whose),
        id(row.id()),
        sha256(row.sha256()),
        size(row.size_bytes()),
        mime_type(row.mime_type()),
        state(row.state()),
        clean_sha256(row.clean_sha256()),
        clean_size(row.clean_size_bytes()) {}
};

}  // namespace zoufang::storage
