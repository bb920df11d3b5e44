// Takes a complaint in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/rpc/checks.h"
#include "server/rpc/complaint_settings.h"
#include "server/rpc/once.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/complaint_service.pb.h"

namespace zoufang::rpc {

// For one caller. Nothing that identifies a person is stored but the sealed box: neither the
// person's account nor a hash of the reporter, which could be found by trying names.
class ComplaintFiling {
 public:
  ComplaintFiling(const Parts& parts, const ComplaintSettings& settings, const Caller& caller)
      : parts_(parts), settings_(settings), caller_(caller) {}

  // A repeat within 24 hours gets number and secret again, a later one the number alone. A repeat
  // with another reporter is still a repeat: the reporter is not part of what is compared.
  absl::StatusOr<v1::FileComplaintResponse> File(const v1::FileComplaintRequest& request);

 private:
  absl::Status CheckReporter(const v1::FileComplaintRequest& request) const;
  // Only an integrator has numbers of its own.
  absl::Status CheckSource(const v1::Complaint& wanted) const;
  // The case that the caller filed under that number before, as an answer; nullopt: none.
  absl::StatusOr<std::optional<v1::FileComplaintResponse>> Existing(
      sql::Database& database, const v1::Complaint& wanted) const;
  // True when it was this request that made its case: the secret is that case's.
  absl::StatusOr<bool> MadeIt(const RequestKey& key) const;
  // The row to write, without its number.
  absl::StatusOr<v1::Complaint> MakeComplaint(sql::Database& database,
                                              const v1::Complaint& wanted) const;
  absl::StatusOr<v1::IllegalOrgClue> MakeClue(const v1::FileComplaintRequest& request,
                                              const RequestKey& key, const v1::Complaint& complaint,
                                              Checks& checks) const;
  // Everything to write, checked; each wrong field is named.
  absl::StatusOr<std::vector<sync::v1::Edit>> EditsOf(sql::Database& database,
                                                      const v1::FileComplaintRequest& request,
                                                      const RequestKey& key,
                                                      const v1::Complaint& complaint) const;
  absl::StatusOr<v1::FileComplaintResponse> Save(sql::Database& database,
                                                 const v1::FileComplaintRequest& request,
                                                 const RequestKey& key,
                                                 const std::string& secret_hash);
  // The same for the same request: sixteen digits that only this server and the citizen can know.
  std::string SecretOf(const std::string& request_id) const;
  bool integrator() const { return caller_.principal.role == v1::ROLE_INTEGRATOR; }

  const Parts& parts_;
  const ComplaintSettings& settings_;
  const Caller& caller_;
};

}  // namespace zoufang::rpc
