// What EvidenceService does, for one caller.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/complaint_proof.h"
#include "server/rpc/complaint_settings.h"
#include "server/rpc/parts.h"
#include "server/storage/attachments.h"
#include "server/storage/complaint_record.h"
#include "server/storage/complaints.h"
#include "zoufang/v1/evidence_service.pb.h"

namespace zoufang::rpc {

class EvidenceWork {
 public:
  // All outlive it.
  EvidenceWork(const Parts& parts, const ComplaintSettings& settings, AttemptLimiter& limiter,
               storage::Attachments& attachments, const Caller& caller)
      : parts_(parts),
        settings_(settings),
        attachments_(attachments),
        caller_(caller),
        proof_(parts, limiter, caller),
        complaints_(parts.catalogue),
        record_(parts.catalogue) {}

  absl::StatusOr<v1::EvidenceUpload> Add(const v1::AddEvidenceRequest& request);
  absl::StatusOr<v1::EvidenceUpload> Write(const v1::WriteEvidenceRequest& request);

  // A file that the caller may read: the clean copy, or the original after an entry in the history.
  absl::StatusOr<v1::ComplaintFile> OpenToRead(const v1::ReadEvidenceRequest& request);

 private:
  // The row of the file, which is made when it is new: a step of the case.
  absl::StatusOr<v1::ComplaintFile> FindOrAdd(sql::Database& database,
                                              const std::string& complaint_id,
                                              const v1::AddEvidenceRequest& request);
  absl::Status Enter(sql::Database& database, const v1::ComplaintFile& file);
  // EVIDENCE_NOT_FOUND.
  absl::StatusOr<v1::ComplaintFile> Load(sql::Database& database, const std::string& id);
  // As it is after its bytes came.
  absl::StatusOr<v1::EvidenceUpload> Answer(const std::string& id,
                                            const storage::UploadPlace& place);

  const Parts& parts_;
  const ComplaintSettings& settings_;
  storage::Attachments& attachments_;
  const Caller& caller_;
  const ComplaintProof proof_;
  const storage::Complaints complaints_;
  const storage::ComplaintRecord record_;
};

}  // namespace zoufang::rpc
