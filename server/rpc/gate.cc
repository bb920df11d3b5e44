#include "server/rpc/gate.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "domain/access.h"
#include "domain/errors.h"
#include "server/rpc/filing_work.h"
#include "server/rpc/forwarded_peer.h"
#include "server/rpc/status.h"
#include "server/rpc/unary_call.h"
#include "sync/base/error.h"
#include "sync/base/log.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

constexpr char kCallIdKey[] = "x-request-id";
constexpr char kAuthorizationKey[] = "authorization";
constexpr size_t kMostCallIdBytes = 64;

absl::string_view Find(const grpc::CallbackServerContext& context, const char* key) {
  const auto found = context.client_metadata().find(key);
  if (found == context.client_metadata().end()) return {};
  return {found->second.data(), found->second.size()};
}

bool IsCallId(absl::string_view text) {
  if (text.empty() || text.size() > kMostCallIdBytes) return false;
  for (const char c : text) {
    if (!absl::ascii_isalnum(c) && c != '-' && c != '_' && c != '.') return false;
  }
  return true;
}

// "ipv4:10.1.2.3:5000" -> "ipv4:10.1.2.3".
std::string WithoutPort(const std::string& peer) { return peer.substr(0, peer.rfind(':')); }

base::Severity SeverityOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return base::Severity::kInfo;
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return base::Severity::kError;
    default:
      return base::Severity::kWarning;
  }
}

}  // namespace

bool Caller::CoversArea(absl::string_view area_code) const {
  return domain::CoversArea(principal.area_prefixes, area_code);
}

grpc::ServerUnaryReactor* Gate::Handle(grpc::CallbackServerContext* context,
                                       absl::string_view method, Work work) {
  auto* const call = new UnaryCall(*this, context, Read(context, method), std::move(work));
  const absl::Status entered = Enter(call->info(), [call] { call->Run(); });
  if (!entered.ok()) call->Refuse(entered);
  return call;
}

absl::Status Gate::Enter(const CallInfo& info, base::Executor::Task task) {
  const domain::MethodRule* rule = domain::FindMethodRule(info.method);
  if (rule != nullptr && rule->tablet_only && !info.token.empty()) {
    RETURN_IF_ERROR(quota_.Take(info.token));
  }
  return executor_.Submit(std::move(task)) ? absl::OkStatus() : domain::ServerBusy();
}

CallInfo Gate::Read(grpc::CallbackServerContext* context, absl::string_view method) {
  const bool forwarded = Find(*context, kGatewayKeyKey) == gateway_key_;
  CallInfo info{.method = method,
                .peer = forwarded ? std::string(Find(*context, kForwardedPeerKey))
                                  : WithoutPort(context->peer()),
                .door = forwarded ? metrics::Door::kHttp : metrics::Door::kGrpc,
                .started = clock_.Now()};
  const absl::string_view sent = Find(*context, kCallIdKey);
  info.call_id = IsCallId(sent) ? std::string(sent) : base::NewUuid(info.started, random_);
  context->AddTrailingMetadata(kCallIdKey, info.call_id);
  info.filing_work = std::string(Find(*context, kFilingWorkKey));
  absl::string_view authorization = Find(*context, kAuthorizationKey);
  if (!authorization.empty()) {
    const bool bearer = absl::ConsumePrefix(&authorization, "Bearer ") ||
                        absl::ConsumePrefix(&authorization, "bearer ");
    info.token = std::string(absl::StripAsciiWhitespace(authorization));
    info.bad_authorization = !bearer || info.token.empty();
  }
  return info;
}

absl::StatusOr<Caller> Gate::Admit(const CallInfo& info) {
  const domain::MethodRule* rule = domain::FindMethodRule(info.method);
  if (rule == nullptr) return domain::RoleNotAllowed(info.method);
  if (info.bad_authorization) return domain::TokenInvalid();
  Caller caller{.method = info.method,
                .call_id = info.call_id,
                .peer = info.peer,
                .filing_work = info.filing_work};
  if (!info.token.empty()) {
    caller.token_hash = storage::TokenHash(info.token);
    RETURN_IF_ERROR(store_.Read([&](sql::Database& database) -> absl::Status {
      ASSIGN_OR_RETURN(caller.principal,
                       rule->withdrawn
                           ? storage::FindWithdrawn(database, caller.token_hash)
                           : storage::FindPrincipal(database, caller.token_hash, clock_.Now()));
      return absl::OkStatus();
    }));
  }
  if (!domain::MayCall(*rule, caller.principal.role)) {
    return caller.signed_in() ? domain::RoleNotAllowed(info.method) : domain::NotSignedIn();
  }
  if (rule->tablet_only && caller.principal.device_id.empty()) return domain::TabletTokenNeeded();
  return caller;
}

absl::Status Gate::StillAdmitted(sql::Database& database, const Caller& caller) {
  return storage::FindPrincipal(database, caller.token_hash, clock_.Now()).status();
}

grpc::Status Gate::Settle(const CallInfo& info, const storage::Principal& principal,
                          const absl::Status& status) {
  const absl::Status seen = PublicStatus(status);
  const domain::MethodRule* rule = domain::FindMethodRule(info.method);
  const bool nameless = rule == nullptr || rule->nameless;
  const absl::Duration took = clock_.Now() - info.started;
  metrics_.Ended(info.method, info.door, seen.code(), took);
  base::Log(SeverityOf(seen), "call",
            {{"method", info.method},
             {"call_id", info.call_id},
             {"user_id", nameless ? "" : principal.user_id},
             {"device_id", nameless ? "" : principal.device_id},
             {"code", absl::StatusCodeToString(seen.code())},
             {"reason", base::ReasonOf(seen)},
             {"ms", absl::ToInt64Milliseconds(took)}});
  if (seen != status) {
    base::Log(base::Severity::kError, "call_failed",
              {{"call_id", info.call_id},
               {"reason", base::ReasonOf(status)},
               {"message", std::string(status.message())}});
  }
  return ToGrpc(seen);
}

}  // namespace zoufang::rpc
