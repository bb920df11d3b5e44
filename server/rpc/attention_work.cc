#include "server/rpc/attention_work.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/access.h"
#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/desk.h"
#include "server/rpc/once.h"
#include "server/rpc/page_token.h"
#include "server/storage/accounts.h"
#include "server/storage/save.h"
#include "sync/base/status.h"
#include "sync/hub/outcome_text.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::TimeUtil;
using storage::AttentionEntry;
using sync::v1::Edit;
using sync::v1::EditOutcome;

// How many entries are looked at for one page before it is handed over shorter than asked.
constexpr int kMostLookedAt = 2000;

bool Touches(const AttentionEntry& entry, const std::string& row_id) {
  const std::vector<Edit> edits = entry.Edits();
  return row_id.empty() || std::any_of(edits.begin(), edits.end(),
                                       [&](const Edit& edit) { return edit.row_id() == row_id; });
}

// True when one of the fields is the registry's.
bool TouchesRegistry(const schema::Catalogue& catalogue, const Edit& edit) {
  const schema::Entity& entity = *catalogue.Find(edit.entity());
  return std::any_of(edit.fields().begin(), edit.fields().end(), [&](const auto& field) {
    const int index = entity.IndexOf(static_cast<int>(field.number()));
    return index >= 0 && index != entity.scope_field &&
           entity.fields[index].merge == sync::v1::SERVER;
  });
}

}  // namespace

v1::AttentionItem AttentionWork::ToItem(const AttentionEntry& entry) const {
  v1::AttentionItem item;
  item.set_id(entry.Id());
  const int at = std::max(entry.edit, 0);
  if (at < entry.outcome.edits_size()) {
    const EditOutcome& outcome = entry.outcome.edits(at);
    item.set_verdict(EditOutcome::Verdict_Name(outcome.verdict()));
    item.set_message(outcome.message());
  }
  item.set_reason(entry.reason);
  item.set_author(entry.user_id);
  *item.mutable_received_at() =
      TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(entry.received));
  if (entry.readable) {
    *item.mutable_observed_at() = TimeUtil::MicrosecondsToTimestamp(entry.body.observed_at_us());
  }
  std::string content;
  for (const Edit& edit : entry.Edits()) {
    const schema::Entity* entity = parts_.catalogue.Find(edit.entity());
    item.set_entity(entity == nullptr ? "" : entity->table);
    item.set_row_id(edit.row_id());
    absl::StrAppend(&content, content.empty() ? "" : ",",
                    storage::ContentJson(parts_.catalogue, edit));
  }
  item.set_content_json(entry.edit == storage::kWholeMutation ? absl::StrCat("[", content, "]")
                                                              : content);
  if (entry.settled.has_value()) {
    item.set_settled(true);
    item.set_settled_by(entry.settled->user_name);
    item.set_settled_reason(entry.settled->reason);
  }
  return item;
}

absl::StatusOr<bool> AttentionWork::IsMine(sql::Database& database, const AttentionEntry& entry,
                                           const std::string& area_prefix) {
  const std::vector<std::string> areas = domain::NarrowAreas(DeskAreas(caller_), area_prefix);
  ASSIGN_OR_RETURN(const std::string scope, storage::ScopeOf(database, parts_.catalogue, entry));
  const absl::string_view area = schema::AreaOf(scope);
  const auto covers = [&](absl::string_view code) {
    return std::any_of(areas.begin(), areas.end(), [&](const std::string& prefix) {
      return prefix.empty() || domain::CoversArea({prefix}, code);
    });
  };
  if (!area.empty()) return covers(area);
  ASSIGN_OR_RETURN(const auto author, storage::FindAccountById(database, entry.user_id));
  const bool known = author.has_value() && !author->area_prefixes.empty();
  if (!known) return covers("");
  return std::any_of(author->area_prefixes.begin(), author->area_prefixes.end(), covers);
}

absl::StatusOr<v1::ListAttentionResponse> AttentionWork::List(
    const v1::ListAttentionRequest& request) {
  Checks checks;
  RequireAreaPrefix(request.area_prefix(), checks);
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 50, 200));
  const std::string filter = absl::StrCat("attention ", request.area_prefix(), " ",
                                          request.row_id(), " ", request.include_settled());
  ASSIGN_OR_RETURN(const std::string place, PlaceInPageToken(filter, request.page_token()));
  int64_t n = 0;
  std::string after = absl::StrCat(std::numeric_limits<int>::max());
  RETURN_IF_ERROR(ReadTimePlace(place, n, after));
  int edit = 0;
  if (!absl::SimpleAtoi(after, &edit)) return domain::PageTokenInvalid();
  v1::ListAttentionResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(
        const std::vector<AttentionEntry> entries,
        storage::ListAttention(database, n, edit, request.include_settled(), kMostLookedAt));
    for (const AttentionEntry& entry : entries) {
      if (response.items_size() == size) break;
      n = entry.n;
      edit = entry.edit;
      if (!Touches(entry, request.row_id())) continue;
      ASSIGN_OR_RETURN(const bool mine, IsMine(database, entry, request.area_prefix()));
      if (mine) *response.add_items() = ToItem(entry);
    }
    const bool last = entries.empty() || (entries.size() < kMostLookedAt && entries.back().n == n &&
                                          entries.back().edit == edit);
    if (!last) response.set_next_page_token(MakePageToken(filter, absl::StrCat(n, " ", edit)));
    return absl::OkStatus();
  }));
  return response;
}

absl::StatusOr<AttentionEntry> AttentionWork::Load(sql::Database& database, const std::string& id) {
  ASSIGN_OR_RETURN(AttentionEntry entry, storage::FindAttention(database, id));
  ASSIGN_OR_RETURN(const bool mine, IsMine(database, entry, ""));
  if (!mine) return domain::AttentionNotFound(id);
  if (entry.settled.has_value()) return domain::AttentionSettled(id);
  return entry;
}

absl::StatusOr<v1::AttentionItem> AttentionWork::Settle(sql::Database& database,
                                                        const AttentionEntry& entry,
                                                        const std::string& reason,
                                                        const std::string& again) {
  const absl::Time now = parts_.clock.Now();
  RETURN_IF_ERROR(storage::Settle(
      database, entry,
      {.user_name = caller_.principal.user_name, .reason = reason, .at = now, .again = again}));
  RETURN_IF_ERROR(storage::Audit(database, caller_.Did(entry.Id()), now));
  ASSIGN_OR_RETURN(const AttentionEntry settled, storage::FindAttention(database, entry.Id()));
  return ToItem(settled);
}

absl::StatusOr<v1::AttentionItem> AttentionWork::Resubmit(const v1::ResubmitEditRequest& request) {
  Checks checks;
  RequireReason(request.reason(), "reason", checks);
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  v1::AttentionItem response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    return RunOnce(database, key, response, parts_.clock.Now(), [&]() -> absl::Status {
      ASSIGN_OR_RETURN(const AttentionEntry entry, Load(database, request.id()));
      if (entry.held) return domain::AttentionWaits(request.id());
      RETURN_IF_ERROR(Submit(database, entry, key.uuid, request.fields_json()));
      ASSIGN_OR_RETURN(response, Settle(database, entry, request.reason(), key.uuid));
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::Status AttentionWork::Submit(sql::Database& database, const AttentionEntry& entry,
                                   const std::string& uuid, const std::string& mended_json) {
  const std::vector<Edit> lost = entry.Edits();
  if (lost.empty() || (lost.size() > 1 && !mended_json.empty())) {
    return domain::AttentionUnreadable(entry.Id());
  }
  std::vector<Edit> edits;
  bool registry = false;
  for (const Edit& edit : lost) {
    absl::StatusOr<Edit> again =
        storage::MakeAgain(database, parts_.catalogue, entry, edit, mended_json);
    if (absl::IsNotFound(again.status())) {
      return domain::EditNotTaken(hub::reason::kDeleted, hub::OutcomeText(hub::reason::kDeleted));
    }
    RETURN_IF_ERROR(again.status());
    registry = registry || TouchesRegistry(parts_.catalogue, *again);
    edits.push_back(*std::move(again));
  }
  // Facts of the registry come by its import only, whoever asks.
  return storage::Save(parts_.hub, database,
                       {.user_id = caller_.user_id(), .server = IsStaff(caller_) && !registry},
                       uuid, std::move(edits));
}

absl::StatusOr<v1::AttentionItem> AttentionWork::Dismiss(const v1::DismissEditRequest& request) {
  Checks checks;
  RequireReason(request.reason(), "reason", checks);
  RETURN_IF_ERROR(checks.Result());
  ASSIGN_OR_RETURN(const RequestKey key, KeyOf(caller_, request));
  v1::AttentionItem response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    return RunOnce(database, key, response, parts_.clock.Now(), [&]() -> absl::Status {
      ASSIGN_OR_RETURN(const AttentionEntry entry, Load(database, request.id()));
      ASSIGN_OR_RETURN(response, Settle(database, entry, request.reason(), ""));
      return absl::OkStatus();
    });
  }));
  return response;
}

}  // namespace zoufang::rpc
