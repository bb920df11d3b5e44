#include "sync/device/image_digests.h"

#include "sync/base/hash.h"
#include "sync/base/status.h"

namespace zoufang::device {

constexpr char kSelectShadows[] = "SELECT row_id, rev, entity FROM _shadow WHERE scope=?1";
constexpr char kSelectForeign[] = "SELECT row_id, rev, entity FROM _foreign WHERE scope=?1";

absl::Status ForEachImage(
    const Context& context, int64_t scope,
    absl::FunctionRef<void(uint32_t entity, absl::string_view id, int64_t rev)> take) {
  for (const schema::Entity& entity : context.catalogue.entities()) {
    ASSIGN_OR_RETURN(sql::Statement select, context.db.Prepare(context.SqlOf(entity).in_scope));
    select.Bind(1, scope);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      take(entity.number, select.Text(0), select.Int(1));
    }
  }
  for (const char* text : {kSelectShadows, kSelectForeign}) {
    ASSIGN_OR_RETURN(sql::Statement select, context.db.Prepare(text));
    select.Bind(1, scope);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      take(static_cast<uint32_t>(select.Int(2)), select.Text(0), select.Int(1));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<ImageSum> SumOfImages(const Context& context, int64_t scope) {
  ImageSum sum;
  RETURN_IF_ERROR(ForEachImage(context, scope, [&sum](uint32_t, absl::string_view id, int64_t rev) {
    sum.digest += base::RowDigest(id, rev);
    ++sum.rows;
  }));
  return sum;
}

}  // namespace zoufang::device
