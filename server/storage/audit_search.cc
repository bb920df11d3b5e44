#include "server/storage/audit_search.h"

#include <utility>

#include "google/protobuf/util/time_util.h"
#include "sync/base/status.h"

namespace zoufang::storage {

// ?1 the entry before, ?2 ?3 from and until, ?4 a user name or "", ?5 the method's beginning,
// ?6 a subject or "", ?7 the limit.
constexpr char kSearch[] =
    "SELECT n, at_us, coalesce(user_name, ''), coalesce(display_name, ''), device_id, call_id,"
    " method, subject FROM audit LEFT JOIN account ON account.id=user_id"
    " WHERE n<?1 AND at_us>=?2 AND at_us<?3 AND (?4='' OR user_name=?4)"
    " AND substr(method, 1, length(?5))=?5 AND (?6='' OR subject=?6) ORDER BY n DESC LIMIT ?7";

absl::StatusOr<std::vector<AuditRow>> SearchAudit(sql::Database& database,
                                                  const AuditQuery& query) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSearch));
  select.Bind(1, query.before);
  select.Bind(2, query.from_us);
  select.Bind(3, query.until_us);
  select.Bind(4, query.user_name);
  select.Bind(5, query.method);
  select.Bind(6, query.subject);
  select.Bind(7, query.limit);
  std::vector<AuditRow> rows;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return rows;
    AuditRow row{.n = select.Int(0)};
    *row.item.mutable_at() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(select.Int(1));
    row.item.set_user_name(std::string(select.Text(2)));
    row.item.set_display_name(std::string(select.Text(3)));
    row.item.set_device_id(std::string(select.Text(4)));
    row.item.set_call_id(std::string(select.Text(5)));
    row.item.set_method(std::string(select.Text(6)));
    row.item.set_subject(std::string(select.Text(7)));
    rows.push_back(std::move(row));
  }
}

}  // namespace zoufang::storage
