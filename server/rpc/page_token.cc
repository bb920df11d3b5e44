#include "server/rpc/page_token.h"

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/errors.h"
#include "sync/base/errors.h"
#include "sync/base/hash.h"

namespace zoufang::rpc {
namespace {

constexpr size_t kQueryBytes = 8;

std::string QueryPart(absl::string_view query) {
  return base::Hash128({"page", query}).substr(0, kQueryBytes);
}

}  // namespace

std::string MakePageToken(absl::string_view query, absl::string_view place) {
  std::string token;
  absl::WebSafeBase64Escape(absl::StrCat(QueryPart(query), place), &token);
  return token;
}

absl::StatusOr<std::string> PlaceInPageToken(absl::string_view query, absl::string_view token) {
  if (token.empty()) return "";
  std::string bytes;
  const bool whole = absl::WebSafeBase64Unescape(token, &bytes) && bytes.size() > kQueryBytes;
  if (!whole || bytes.substr(0, kQueryBytes) != QueryPart(query)) return domain::PageTokenInvalid();
  return bytes.substr(kQueryBytes);
}

absl::StatusOr<int> PageSize(int asked, int standard, int most) {
  if (asked < 0) {
    return base::FieldsInvalid(
        {{.field = "page_size", .zh = "每页条数不能为负", .en = "must not be negative"}});
  }
  return asked == 0 ? standard : std::min(asked, most);
}

std::string TimePlace(int64_t us, absl::string_view id) { return absl::StrCat(us, " ", id); }

absl::Status ReadTimePlace(absl::string_view place, int64_t& us, std::string& id) {
  if (place.empty()) return absl::OkStatus();
  const std::vector<std::string> parts = absl::StrSplit(place, absl::MaxSplits(' ', 1));
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &us)) return domain::PageTokenInvalid();
  id = parts[1];
  return absl::OkStatus();
}

}  // namespace zoufang::rpc
