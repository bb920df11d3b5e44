// Where and as whom a caller decides what others wrote.
#pragma once

#include <string>
#include <vector>

#include "domain/access.h"
#include "server/rpc/caller.h"
#include "server/rpc/checks.h"
#include "sync/hub/hub.h"

namespace zoufang::rpc {

// The division-code prefixes of a caller's desk; an administrator's covers all ("").
inline std::vector<std::string> DeskAreas(const Caller& caller) {
  if (caller.principal.role == v1::ROLE_ADMINISTRATOR) return {""};
  return caller.principal.area_prefixes;
}

// True when the caller decides on rows of `scope`; "", a row that is nowhere: administrators only.
inline bool DecidesIn(const Caller& caller, absl::string_view scope) {
  if (caller.principal.role == v1::ROLE_ADMINISTRATOR) return true;
  return caller.CoversArea(schema::AreaOf(scope));
}

// Staff and administrators decide for the bureau; an integrator for itself.
inline bool IsStaff(const Caller& caller) {
  return caller.principal.role == v1::ROLE_STAFF || caller.principal.role == v1::ROLE_ADMINISTRATOR;
}

inline void RequireReason(absl::string_view reason, absl::string_view field, Checks& checks) {
  const size_t length = Characters(reason);
  checks.Require(length >= 1 && length <= 500, field, "须写明理由，最多500个字符",
                 "must have 1 to 500 characters");
}

inline void RequireAreaPrefix(absl::string_view prefix, Checks& checks) {
  checks.Require(prefix.empty() || domain::IsAreaPrefix(prefix), "area_prefix",
                 "区划前缀须为2至12位数字", "must be 2 to 12 digits");
}

}  // namespace zoufang::rpc
