#include "sync/device/bulk_load.h"

#include "absl/strings/str_cat.h"
#include "sync/base/status.h"

namespace zoufang::device {
namespace {

// A load's pages stay in memory instead of going to the log again and again. In KiB.
constexpr int kLoadCacheKib = 64 * 1024;
constexpr int kUsualCacheKib = 8 * 1024;

}  // namespace

absl::Status BulkLoad::Begin() {
  RETURN_IF_ERROR(context_.db.Execute(absl::StrCat("PRAGMA cache_size=-", kLoadCacheKib)));
  for (const schema::Entity& entity : context_.catalogue.entities()) {
    RETURN_IF_ERROR(SetAside(entity));
  }
  return absl::OkStatus();
}

constexpr char kSelectObjects[] =
    "SELECT type, name, sql FROM sqlite_schema"
    " WHERE tbl_name=?1 AND ((type='trigger' AND instr(sql, '_capturing'))"
    " OR (type='index' AND sql IS NOT NULL AND ?2))";

absl::Status BulkLoad::SetAside(const schema::Entity& entity) {
  ASSIGN_OR_RETURN(
      const int64_t filled,
      context_.db.QueryInt(absl::StrCat("SELECT EXISTS (SELECT 1 FROM \"", entity.table, "\")")));
  std::string drop;
  {
    ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(kSelectObjects));
    select.Bind(1, entity.table);
    select.Bind(2, filled == 0);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      absl::StrAppend(&drop, "DROP ", select.Text(0), " \"", select.Text(1), "\";");
      put_back_.emplace_back(select.Text(2));
    }
  }
  return context_.db.Execute(drop);
}

absl::Status BulkLoad::End() {
  for (const std::string& definition : put_back_) {
    RETURN_IF_ERROR(context_.db.Execute(definition));
  }
  return absl::OkStatus();
}

// The cache is no part of the transaction.
BulkLoad::~BulkLoad() {
  context_.db.Execute(absl::StrCat("PRAGMA cache_size=-", kUsualCacheKib)).IgnoreError();
}

}  // namespace zoufang::device
