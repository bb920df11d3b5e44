// zoufang search, match
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/commands.h"
#include "clients/cli/enum_option.h"
#include "clients/cli/files.h"
#include "clients/cli/match_text.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "domain/credit_code.h"
#include "sync/base/status.h"
#include "zoufang/v1/organization_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

using Organizations = v1::OrganizationService::Stub;

struct SearchOptions {
  std::string text;
  std::string district;
  std::vector<std::string> kinds;
  std::vector<std::string> statuses;
  int limit = 20;
};

absl::StatusOr<v1::SearchOrganizationsRequest> ToRequest(const SearchOptions& options) {
  v1::SearchOrganizationsRequest request;
  request.set_query(options.text);
  request.set_division_prefix(options.district);
  request.set_page_size(options.limit);
  ASSIGN_OR_RETURN(const auto kinds, ParseEnums<v1::OrganizationKind>("--kind", options.kinds));
  for (const v1::OrganizationKind kind : kinds) request.add_kinds(kind);
  ASSIGN_OR_RETURN(const auto statuses,
                   ParseEnums<v1::RegistrationStatus>("--status", options.statuses));
  for (const v1::RegistrationStatus status : statuses) request.add_statuses(status);
  return request;
}

absl::Status Search(const SearchOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const v1::SearchOrganizationsRequest request, ToRequest(options));
  ASSIGN_OR_RETURN(const Remote remote, shell.Anyone());
  ASSIGN_OR_RETURN(const v1::SearchOrganizationsResponse answer,
                   remote.Call(&Organizations::SearchOrganizations, request));
  Output& out = shell.out();
  Json matches = Json::array();
  Table table;
  for (const v1::OrganizationMatch& match : answer.matches()) {
    matches.push_back(MatchJson(match));
    AddMatch(match, out, table);
  }
  const bool more = !answer.next_page_token().empty();
  if (out.json()) {
    out.Document({{"matches", std::move(matches)}, {"more", more}});
    return absl::OkStatus();
  }
  if (table.empty()) out.Line(TextId::kNotRegistered, options.text);
  out.Print(table);
  if (more) out.Line(TextId::kMoreMatches);
  return absl::OkStatus();
}

constexpr int kQueriesPerCall = 500;

// What is meant as a code has its length and begins with a digit; everything else is a name.
v1::MatchQuery ToMatchQuery(absl::string_view text) {
  v1::MatchQuery query;
  const std::string code = domain::NormalizeCreditCode(text);
  const bool is_code = code.size() == domain::kCreditCodeLength &&
                       absl::ascii_isdigit(static_cast<unsigned char>(code[0]));
  if (is_code) {
    query.set_credit_code(code);
  } else {
    query.set_name(std::string(text));
  }
  return query;
}

absl::StatusOr<std::vector<std::string>> ReadQueries(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string content, ReadWholeFile(path));
  std::vector<std::string> queries;
  for (absl::string_view line : absl::StrSplit(content, '\n')) {
    line = absl::StripAsciiWhitespace(absl::StripPrefix(line, "\xEF\xBB\xBF"));
    if (!line.empty()) queries.emplace_back(line);
  }
  return queries;
}

absl::StatusOr<std::vector<v1::MatchResult>> MatchAll(const std::vector<std::string>& queries,
                                                      const Remote& remote) {
  std::vector<v1::MatchResult> results;
  v1::BatchMatchOrganizationsRequest request;
  for (const std::string& query : queries) {
    *request.add_queries() = ToMatchQuery(query);
    const bool last = &query == &queries.back();
    if (!last && request.queries_size() < kQueriesPerCall) continue;
    ASSIGN_OR_RETURN(const v1::BatchMatchOrganizationsResponse answer,
                     remote.Call(&Organizations::BatchMatchOrganizations, request));
    results.insert(results.end(), answer.results().begin(), answer.results().end());
    request.Clear();
  }
  return results;
}

Json ResultJson(const std::string& query, const v1::MatchResult& result) {
  Json document = {{"query", query}};
  const Json whole = ToJson(result);
  document["verdict"] = whole["verdict"];
  document["explanation"] = whole["explanation"];
  document["candidates"] = Json::array();
  for (const v1::OrganizationMatch& match : result.candidates()) {
    document["candidates"].push_back(MatchJson(match));
  }
  return document;
}

absl::Status Match(const std::string& path, Shell& shell) {
  ASSIGN_OR_RETURN(const std::vector<std::string> queries, ReadQueries(path));
  ASSIGN_OR_RETURN(const Remote remote, shell.Anyone());
  ASSIGN_OR_RETURN(const std::vector<v1::MatchResult> results, MatchAll(queries, remote));
  Output& out = shell.out();
  Json list = Json::array();
  Table table;
  for (size_t i = 0; i < results.size() && i < queries.size(); ++i) {
    const v1::MatchResult& result = results[i];
    list.push_back(ResultJson(queries[i], result));
    const std::string first =
        result.candidates().empty() ? "" : result.candidates(0).organization().name();
    table.Add({queries[i], Word(out.language(), result.verdict()), first, result.explanation()});
  }
  if (out.json()) {
    out.Document({{"results", std::move(list)}});
  } else {
    out.Print(table);
  }
  return absl::OkStatus();
}

}  // namespace

void AddSearchCommands(Commands& commands) {
  auto options = std::make_shared<SearchOptions>();
  CLI::App& search = commands.Add(commands.root(), "search", TextId::kSearchHelp,
                                  [options](Shell& shell) { return Search(*options, shell); });
  commands.Option(search, "TEXT", options->text, TextId::kLookupTextHelp)->required();
  commands.Option(search, "--district", options->district, TextId::kDistrictHelp);
  commands.Option(search, "--kind", options->kinds, TextId::kKindFilterHelp)
      ->allow_extra_args(false);
  commands.Option(search, "--status", options->statuses, TextId::kStatusFilterHelp)
      ->allow_extra_args(false);
  commands.Option(search, "--limit", options->limit, TextId::kLimitHelp)->check(CLI::Range(1, 100));
  commands.ServerOptions(search);
  auto path = std::make_shared<std::string>();
  CLI::App& match = commands.Add(commands.root(), "match", TextId::kMatchHelp,
                                 [path](Shell& shell) { return Match(*path, shell); });
  commands.Option(match, "FILE", *path, TextId::kMatchFileHelp)->required();
  commands.ServerOptions(match);
}

}  // namespace zoufang::cli
