// Look-up results, the same from the tablet and from the server.
#pragma once

#include "clients/cli/json.h"
#include "clients/cli/output.h"
#include "clients/fieldwork/registry.h"
#include "zoufang/v1/organization_service.pb.h"

namespace zoufang::cli {

// What the tablet found, in the form in which the server answers.
v1::OrganizationMatch ToMatch(const fieldwork::RegistryHit& hit);

// The organisation's fields, and beside them how it matched.
Json MatchJson(const v1::OrganizationMatch& match);

// A line of it: name, code, status, how it matched, what to beware of.
void AddMatch(const v1::OrganizationMatch& match, Output& out, Table& table);

}  // namespace zoufang::cli
