#include "server/rpc/quarantine_work.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/desk.h"
#include "server/rpc/page_token.h"
#include "server/storage/attention.h"
#include "server/storage/quarantine.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::TimeUtil;
using storage::Quarantined;
using sync::v1::EditOutcome;

constexpr size_t kUuidBytes = 16;

google::protobuf::Timestamp ToProto(absl::Time time) {
  return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

absl::string_view VerdictInChinese(EditOutcome::Verdict verdict) {
  switch (verdict) {
    case EditOutcome::APPLIED:
    case EditOutcome::MERGED:
      return "已采用";
    case EditOutcome::CONFLICT:
      return "与他人冲突，两个值都已保留";
    case EditOutcome::HELD:
      return "等待所属记录";
    default:
      return "未采用，已列入待处理";
  }
}

std::string OutcomeInChinese(const sync::v1::MutationOutcome& outcome) {
  return absl::StrJoin(outcome.edits(), "；", [](std::string* out, const EditOutcome& edit) {
    absl::StrAppend(out, VerdictInChinese(edit.verdict()));
    if (!edit.message().empty()) absl::StrAppend(out, "（", edit.message(), "）");
  });
}

v1::QuarantinedMutation ToProto(const Quarantined& mutation, const schema::Catalogue& catalogue) {
  v1::QuarantinedMutation proto;
  proto.set_id(absl::BytesToHexString(mutation.uuid));
  proto.set_device_id(mutation.device_id);
  proto.set_user_name(mutation.user_name);
  *proto.mutable_surrendered_at() = ToProto(mutation.surrendered);
  sync::v1::MutationBody body;
  if (body.ParseFromString(mutation.body)) {
    *proto.mutable_observed_at() = TimeUtil::MicrosecondsToTimestamp(body.observed_at_us());
    const auto content = [&](std::string* out, const sync::v1::Edit& edit) {
      const schema::Entity* entity = catalogue.Find(edit.entity());
      absl::StrAppend(out, "{\"entity\":\"", entity == nullptr ? "" : entity->table,
                      "\",\"row_id\":\"", absl::CHexEscape(edit.row_id()), "\",\"kind\":\"",
                      sync::v1::Edit::Kind_Name(edit.kind()),
                      "\",\"fields\":", storage::ContentJson(catalogue, edit), "}");
    };
    proto.set_content_json(absl::StrCat("[", absl::StrJoin(body.edits(), ",", content), "]"));
  }
  sync::v1::MutationOutcome outcome;
  proto.set_ingested(!mutation.outcome.empty() && outcome.ParseFromString(mutation.outcome));
  if (proto.ingested()) proto.set_outcome(OutcomeInChinese(outcome));
  return proto;
}

absl::Status Check(const sync::v1::SurrenderRequest& request) {
  if (request.mutations_size() > hub::kMaxMutationsPerPush) {
    return base::PushMalformed("more than 1,000 mutations");
  }
  for (const auto& mutation : request.mutations()) {
    if (mutation.uuid().size() != kUuidBytes) return base::PushMalformed("uuid is not 16 bytes");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<sync::v1::SurrenderReply> QuarantineWork::Take(
    const Caller& caller, const sync::v1::SurrenderRequest& request) {
  RETURN_IF_ERROR(Check(request));
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    for (const auto& mutation : request.mutations()) {
      const auto outcome = parts_.hub.OutcomeOf(database, mutation.uuid());
      if (outcome.ok()) continue;
      if (!absl::IsNotFound(outcome.status())) return outcome.status();
      RETURN_IF_ERROR(
          storage::InsertQuarantined(database, {.uuid = mutation.uuid(),
                                                .device_id = caller.principal.device_id,
                                                .user_id = caller.user_id(),
                                                .install_id = request.install_id(),
                                                .seq = static_cast<int64_t>(mutation.seq()),
                                                .body = mutation.body(),
                                                .surrendered = now}));
    }
    return storage::Audit(database, caller.Did(caller.principal.device_id), now);
  }));
  sync::v1::SurrenderReply reply;
  reply.set_kept(request.mutations_size());
  return reply;
}

absl::StatusOr<v1::ListQuarantineResponse> QuarantineWork::List(
    const v1::ListQuarantineRequest& request) {
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 50, 200));
  const std::string filter = absl::StrCat("quarantine ", request.device_id());
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  storage::QuarantineQuery query{.device_id = request.device_id(), .limit = size + 1};
  RETURN_IF_ERROR(ReadTimePlace(place, query.after_us, query.after_uuid));
  v1::ListQuarantineResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const auto found, storage::ListQuarantined(database, query));
    for (const Quarantined& mutation : found) {
      if (response.mutations_size() == size) {
        response.set_next_page_token(MakePageToken(filter, query.after_uuid));
        break;
      }
      *response.add_mutations() = ToProto(mutation, parts_.catalogue);
      query.after_uuid = TimePlace(absl::ToUnixMicros(mutation.surrendered),
                                   absl::AsciiStrToUpper(absl::BytesToHexString(mutation.uuid)));
    }
    return absl::OkStatus();
  }));
  return response;
}

absl::StatusOr<v1::QuarantinedMutation> QuarantineWork::Decide(
    const Caller& caller, const v1::DecideQuarantinedRequest& request) {
  Checks checks;
  RequireReason(request.reason(), "reason", checks);
  RETURN_IF_ERROR(checks.Result());
  v1::QuarantinedMutation response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    ASSIGN_OR_RETURN(Quarantined mutation, storage::FindQuarantined(database, request.id()));
    if (mutation.decided.has_value()) return domain::QuarantinedDecided(request.id());
    if (request.ingest()) {
      ASSIGN_OR_RETURN(
          const auto outcome,
          parts_.hub.IngestSurrendered(database, mutation.user_id, mutation.uuid, mutation.body));
      mutation.outcome = outcome.SerializeAsString();
    }
    RETURN_IF_ERROR(storage::DecideQuarantined(database, mutation.uuid,
                                               {.user_name = caller.principal.user_name,
                                                .reason = request.reason(),
                                                .at = now,
                                                .outcome = mutation.outcome}));
    response = ToProto(mutation, parts_.catalogue);
    return storage::Audit(database, caller.Did(request.id()), now);
  }));
  return response;
}

}  // namespace zoufang::rpc
