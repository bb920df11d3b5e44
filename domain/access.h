// Who may call what, and where: roles and areas. One table for the server and its tests.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "zoufang/v1/auth_service.pb.h"

namespace zoufang::domain {

// Bits of a MethodRule. A role may call a method when its bit is set.
enum Callers : unsigned {
  kAnonymous = 1u << 0,  // Nobody signed in: citizens.
  kOfficer = 1u << v1::ROLE_OFFICER,
  kStaff = 1u << v1::ROLE_STAFF,
  kAdministrator = 1u << v1::ROLE_ADMINISTRATOR,
  kIntegrator = 1u << v1::ROLE_INTEGRATOR,
};

struct MethodRule {
  absl::string_view method;  // "VisitService.CreateVisit".
  unsigned callers;
  bool tablet_only = false;  // Needs the token of an enrolled tablet, not of a session.
  bool nameless = false;     // Who calls is not logged: it would tell who complained.
  bool withdrawn = false;    // Only with the withdrawn token of a tablet.
};

// A rule for every method of every service.
absl::Span<const MethodRule> MethodRules();

// The rule of a method; nullptr: there is none, and nobody may call it.
const MethodRule* FindMethodRule(absl::string_view method);

// True when `rule` admits the role; ROLE_UNSPECIFIED is somebody not signed in.
bool MayCall(const MethodRule& rule, v1::Role role);

// True when one of the prefixes covers the division `area_code`. Nobody covers "".
bool CoversArea(const std::vector<std::string>& prefixes, absl::string_view area_code);

// The prefixes that a caller's list for `wanted` comes to: those under `wanted`, or `wanted` itself
// where a prefix covers it. Empty when they do not meet. An empty `wanted` asks for all.
std::vector<std::string> NarrowAreas(const std::vector<std::string>& prefixes,
                                     absl::string_view wanted);

// True for what a prefix of division codes may be: 2 to 12 digits.
bool IsAreaPrefix(absl::string_view text);

}  // namespace zoufang::domain
