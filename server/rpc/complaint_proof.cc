#include "server/rpc/complaint_proof.h"

#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/complaint_number.h"
#include "domain/errors.h"
#include "server/rpc/checks.h"
#include "server/storage/complaint_secrets.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

// People type secrets in groups.
std::string DigitsOnly(absl::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (absl::ascii_isdigit(c)) digits += c;
  }
  return digits;
}

}  // namespace

absl::StatusOr<std::string> ComplaintProof::Identify(
    const v1::GetComplaintStatusRequest& proof) const {
  const std::string number = domain::NormalizeComplaintNumber(proof.number());
  Checks checks;
  checks.Require(domain::IsComplaintNumber(number), "number",
                 "编号有误，请核对：形如 ZB-20260102-000001-5",
                 "is mistyped: the form is ZB-YYYYMMDD-NNNNNN-C, and C must check");
  RETURN_IF_ERROR(checks.Result());
  const std::vector<std::string> keys = {absl::StrCat("number ", number),
                                         absl::StrCat("peer ", caller_.peer)};
  RETURN_IF_ERROR(limiter_.Begin(keys));
  std::optional<storage::ComplaintSecret> known;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(known, storage::FindComplaintSecret(database, number));
    return absl::OkStatus();
  }));
  const std::string hash = known.has_value() ? known->secret_hash : "";
  if (!parts_.passwords.Matches(hash, DigitsOnly(proof.secret()))) {
    return domain::ComplaintSecretWrong();
  }
  limiter_.Forgive(keys);
  return known->complaint_id;
}

}  // namespace zoufang::rpc
