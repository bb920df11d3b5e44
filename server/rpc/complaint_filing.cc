#include "server/rpc/complaint_filing.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "domain/city.h"
#include "domain/complaint_due.h"
#include "domain/entities.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/storage/complaint_record.h"
#include "server/storage/complaint_secrets.h"
#include "server/storage/complaints.h"
#include "server/storage/keys.h"
#include "server/storage/organizations.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "sync/hub/edits.h"
#include "sync/schema/validate.h"

namespace zoufang::rpc {
namespace {

// How long a repeated request is told the secret again.
constexpr absl::Duration kSecretRepeated = absl::Hours(24);
// Beside who speaks for all.
constexpr int kMostOthers = 4;
constexpr uint64_t kTenToThe16 = 10'000'000'000'000'000ull;

// What repeats are compared by: all but who filed.
absl::StatusOr<RequestKey> KeyOfFiling(const Caller& caller,
                                       const v1::FileComplaintRequest& request) {
  v1::FileComplaintRequest compared = request;
  compared.clear_reporter();
  return KeyOf(caller, compared);
}

std::string CaseIdOf(const RequestKey& key) { return storage::RowIdFor(key.uuid, "complaint", 0); }

void CheckName(const std::string& name, const std::string& field, Checks& checks) {
  checks.Require(!IsBlank(name) && Characters(name) <= 60, field, "姓名须为1至60个字符",
                 "must have 1 to 60 characters");
}

void CheckOthers(const v1::Reporter& reporter, Checks& checks) {
  checks.Require(reporter.others_size() <= kMostOthers, "reporter.others",
                 "共同提出的至多5人（含本人），请推选代表",
                 "at most four: five people file together, the first included");
  for (int i = 0; i < reporter.others_size(); ++i) {
    const std::string field = absl::StrCat("reporter.others[", i, "]");
    CheckName(reporter.others(i).name(), absl::StrCat(field, ".name"), checks);
    checks.Require(Characters(reporter.others(i).phone()) <= 40, absl::StrCat(field, ".phone"),
                   "电话最多40个字符", "at most 40 characters");
  }
}

}  // namespace

absl::StatusOr<v1::FileComplaintResponse> ComplaintFiling::File(
    const v1::FileComplaintRequest& request) {
  if (!caller_.signed_in()) {
    RETURN_IF_ERROR(settings_.work.Check(caller_.filing_work, request.request_id()));
  }
  ASSIGN_OR_RETURN(const RequestKey key, KeyOfFiling(caller_, request));
  RETURN_IF_ERROR(CheckReporter(request));
  RETURN_IF_ERROR(CheckSource(request.complaint()));
  const std::string secret = SecretOf(request.request_id());
  v1::FileComplaintResponse response;
  std::optional<absl::Time> before;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(before, Answered(database, key, response));
    return absl::OkStatus();
  }));
  if (!before.has_value()) {
    ASSIGN_OR_RETURN(const std::string hash, parts_.passwords.Hash(secret));
    RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) {
      return RunOnce(database, key, response, parts_.clock.Now(), [&]() -> absl::Status {
        ASSIGN_OR_RETURN(response, Save(database, request, key, hash));
        return absl::OkStatus();
      });
    }));
  }
  const absl::Time now = parts_.clock.Now();
  if (now - before.value_or(now) >= kSecretRepeated) return response;
  if (!request.complaint().external_id().empty()) {
    ASSIGN_OR_RETURN(const bool made, MadeIt(key));
    if (!made) return response;
  }
  response.set_secret(secret);
  return response;
}

absl::Status ComplaintFiling::CheckReporter(const v1::FileComplaintRequest& request) const {
  const v1::ReporterMode mode = request.complaint().reporter_mode();
  Checks checks;
  checks.Require(v1::ReporterMode_IsValid(mode) && mode != v1::REPORTER_MODE_UNSPECIFIED,
                 "complaint.reporter_mode", "须选择实名、实名保密或匿名", "is required");
  RETURN_IF_ERROR(checks.Result());
  if (mode == v1::REPORTER_MODE_ANONYMOUS) {
    checks.Require(!request.has_reporter(), "reporter", "匿名时不得填写举报人信息",
                   "must be absent when anonymous");
    return checks.Result();
  }
  CheckName(request.reporter().name(), "reporter.name", checks);
  checks.Require(Characters(request.reporter().phone()) <= 40, "reporter.phone", "电话最多40个字符",
                 "at most 40 characters");
  CheckOthers(request.reporter(), checks);
  RETURN_IF_ERROR(checks.Result());
  return settings_.sealer.ready() ? absl::OkStatus() : domain::ReporterCannotBeSealed();
}

absl::Status ComplaintFiling::CheckSource(const v1::Complaint& wanted) const {
  Checks checks;
  checks.Require(wanted.external_id().empty() || integrator(), "complaint.external_id",
                 "只有接入系统的账号可以填写来源编号", "only an integrator states its own number");
  return checks.Result();
}

absl::StatusOr<std::optional<v1::FileComplaintResponse>> ComplaintFiling::Existing(
    sql::Database& database, const v1::Complaint& wanted) const {
  if (wanted.external_id().empty()) return std::nullopt;
  const storage::Complaints complaints(parts_.catalogue);
  ASSIGN_OR_RETURN(const auto id, complaints.FindExternal(database, caller_.principal.user_name,
                                                          wanted.external_id()));
  if (!id.has_value()) return std::nullopt;
  ASSIGN_OR_RETURN(const storage::FoundComplaint found, complaints.Find(database, *id));
  v1::FileComplaintResponse response;
  response.set_number(found.complaint.number());
  response.set_state(found.complaint.state());
  return response;
}

absl::StatusOr<bool> ComplaintFiling::MadeIt(const RequestKey& key) const {
  bool made = false;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    const auto found = storage::Complaints(parts_.catalogue).Find(database, CaseIdOf(key));
    made = found.ok();
    return made || absl::IsNotFound(found.status()) ? absl::OkStatus() : found.status();
  }));
  return made;
}

absl::StatusOr<v1::Complaint> ComplaintFiling::MakeComplaint(sql::Database& database,
                                                             const v1::Complaint& wanted) const {
  v1::Complaint complaint;
  complaint.set_kind(wanted.kind());
  complaint.set_organization_id(wanted.organization_id());
  complaint.set_subject_name(wanted.subject_name());
  complaint.set_category(wanted.category());
  complaint.set_narrative(wanted.narrative());
  complaint.set_reporter_mode(wanted.reporter_mode());
  complaint.set_area_code(wanted.area_code().empty() ? domain::kCityCode : wanted.area_code());
  complaint.set_occurred_on(wanted.occurred_on());
  complaint.set_occurred_place(wanted.occurred_place());
  complaint.set_state(v1::COMPLAINT_STATE_RECEIVED);
  complaint.set_profile(settings_.clock.id);
  if (integrator()) complaint.set_source(caller_.principal.user_name);
  complaint.set_external_id(wanted.external_id());
  if (!wanted.organization_id().empty()) {
    const storage::Organizations organizations(parts_.catalogue);
    ASSIGN_OR_RETURN(const auto organization,
                     organizations.Find(database, wanted.organization_id()));
    if (!organization.has_value()) return domain::OrganizationNotFound(wanted.organization_id());
    complaint.set_area_code(organization->area_code());
    if (complaint.subject_name().empty()) complaint.set_subject_name(organization->name());
  }
  return complaint;
}

absl::StatusOr<v1::IllegalOrgClue> ComplaintFiling::MakeClue(
    const v1::FileComplaintRequest& request, const RequestKey& key, const v1::Complaint& complaint,
    Checks& checks) const {
  checks.Require(complaint.kind() == v1::COMPLAINT_KIND_VIOLATION, "complaint.kind",
                 "非法社会组织线索须以举报提交", "must be VIOLATION for such a clue");
  checks.Require(complaint.organization_id().empty(), "complaint.organization_id",
                 "已登记的组织不是非法社会组织", "must be empty: it is not registered");
  v1::IllegalOrgClue clue = request.clue();
  clue.set_complaint_id(complaint.id());
  if (clue.name_used().empty()) clue.set_name_used(complaint.subject_name());
  clue.set_state(v1::CLUE_STATE_RECEIVED);
  const schema::Entity& entity = domain::EntityOf<v1::IllegalOrgClue>(parts_.catalogue);
  clue.set_id(storage::RowIdFor(key.uuid, entity.table, 0));
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, clue));
  checks.Add(schema::CheckRow(entity, row, "clue"));
  return clue;
}

absl::StatusOr<std::vector<sync::v1::Edit>> ComplaintFiling::EditsOf(
    sql::Database& database, const v1::FileComplaintRequest& request, const RequestKey& key,
    const v1::Complaint& complaint) const {
  const storage::ComplaintRecord record(parts_.catalogue);
  const schema::Entity& entity = domain::EntityOf<v1::Complaint>(parts_.catalogue);
  Checks checks;
  checks.Require(absl::StartsWith(complaint.area_code(), domain::kCityPrefix),
                 "complaint.area_code", "须为本市区划", "must be a division of the city");
  ASSIGN_OR_RETURN(const schema::Row row, hub::RowOf(entity, complaint));
  checks.Add(schema::CheckRow(entity, row, "complaint"));
  v1::ComplaintEvent event;
  event.set_action(v1::COMPLAINT_ACTION_FILE);
  ASSIGN_OR_RETURN(auto edits,
                   record.Edits(database, key.uuid, complaint, event, parts_.clock.Now()));
  if (request.has_clue()) {
    ASSIGN_OR_RETURN(const v1::IllegalOrgClue clue, MakeClue(request, key, complaint, checks));
    ASSIGN_OR_RETURN(edits.emplace_back(), record.Child(key.uuid, clue));
  }
  RETURN_IF_ERROR(checks.Result());
  return edits;
}

absl::StatusOr<v1::FileComplaintResponse> ComplaintFiling::Save(
    sql::Database& database, const v1::FileComplaintRequest& request, const RequestKey& key,
    const std::string& secret_hash) {
  ASSIGN_OR_RETURN(auto existing, Existing(database, request.complaint()));
  if (existing.has_value()) return *std::move(existing);
  const absl::Time now = parts_.clock.Now();
  ASSIGN_OR_RETURN(v1::Complaint complaint, MakeComplaint(database, request.complaint()));
  if (complaint.subject_name().empty()) complaint.set_subject_name(request.clue().name_used());
  complaint.set_id(CaseIdOf(key));
  *complaint.mutable_received_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
  ASSIGN_OR_RETURN(*complaint.mutable_number(), storage::TakeComplaintNumber(database, now));
  domain::MoveClock(domain::WorkingDays::OfChina(), v1::COMPLAINT_ACTION_FILE,
                    domain::DayInShanghai(now), complaint);
  ASSIGN_OR_RETURN(auto edits, EditsOf(database, request, key, complaint));
  RETURN_IF_ERROR(storage::Save(parts_.hub, database,
                                {.user_id = integrator() ? caller_.user_id() : "", .server = true},
                                key.uuid, std::move(edits)));
  RETURN_IF_ERROR(storage::InsertComplaintSecret(
      database,
      {.number = complaint.number(), .complaint_id = complaint.id(), .secret_hash = secret_hash}));
  if (request.has_reporter()) {
    RETURN_IF_ERROR(storage::InsertSealedReporter(
        database, complaint.id(), settings_.sealer.Seal(request.reporter().SerializeAsString())));
  }
  v1::FileComplaintResponse response;
  response.set_number(complaint.number());
  response.set_state(complaint.state());
  return response;
}

std::string ComplaintFiling::SecretOf(const std::string& request_id) const {
  const std::string code =
      storage::Hmac(settings_.server_key,
                    absl::StrCat("complaint secret\n", caller_.user_id(), "\n", request_id));
  uint64_t number = 0;
  for (size_t i = 0; i < 8; ++i) number = number << 8 | static_cast<unsigned char>(code[i]);
  return absl::StrFormat("%016d", number % kTenToThe16);
}

}  // namespace zoufang::rpc
