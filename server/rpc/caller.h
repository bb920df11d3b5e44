// Who makes a call.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/metrics/call_metrics.h"
#include "server/storage/audit.h"
#include "server/storage/tokens.h"

namespace zoufang::rpc {

// What a call's metadata says, before anything is believed.
struct CallInfo {
  absl::string_view method;  // "VisitService.CreateVisit": a constant.
  std::string call_id;       // x-request-id: the caller's, or made here.
  std::string peer;          // Address without port. For limits of attempts only; never logged.
  std::string token;         // After "Bearer "; "" when there is no authorization.
  std::string filing_work;   // As FilingWork takes it; "": none.
  bool bad_authorization = false;  // There is one, and it is not "Bearer <token>".
  metrics::Door door = metrics::Door::kGrpc;
  absl::Time started;
};

// A caller who was let in.
struct Caller {
  storage::Principal principal;
  std::string token_hash;  // "": nobody signed in.
  absl::string_view method;
  std::string call_id;
  std::string peer;
  std::string filing_work;

  const std::string& user_id() const { return principal.user_id; }
  bool signed_in() const { return !principal.user_id.empty(); }
  bool CoversArea(absl::string_view area_code) const;

  // What to write into the audit of a change of `subject`.
  storage::AuditEntry Did(absl::string_view subject) const {
    return {.user_id = principal.user_id,
            .device_id = principal.device_id,
            .call_id = call_id,
            .method = method,
            .subject = subject};
  }
};

}  // namespace zoufang::rpc
