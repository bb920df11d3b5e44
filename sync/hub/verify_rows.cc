// Rows: as their scope's digest and the last entries of its log say, in a known scope, with their
// parent.
#include "absl/strings/str_cat.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"
#include "sync/hub/verify.h"

namespace zoufang::hub {
namespace {

constexpr char kMend[] = "请从最近的备份恢复；平板会补传之后的内容。";

}  // namespace

absl::Status Verifier::RowsOf(const ScopeHead& head, int64_t live, LastEntries last) {
  uint64_t digest = 0;
  int64_t rows = 0;
  for (const schema::Entity& entity : context_.catalogue.entities()) {
    ASSIGN_OR_RETURN(const bool there, HasTable(entity));
    if (!there) continue;
    ASSIGN_OR_RETURN(sql::Statement select,
                     context_.db.Prepare(context_.sql.at(entity.number).in_scope));
    select.Bind(1, head.n);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) break;
      const absl::string_view id = select.Text(0);
      ++rows;
      digest += base::RowDigest(id, select.Int(1));
      const auto entry = last.find(base::RowDigest(id, 0));
      if (entry == last.end()) continue;  // Not changed since the log begins.
      if (entry->second.kind != LogKind::kPut || entry->second.rev != select.Int(1)) {
        Report("digest", absl::StrCat(entity.table, " ", id),
               absl::StrCat("记录与变更日志第 ", entry->second.seq, " 条不符。", kMend));
      }
      last.erase(entry);
    }
  }
  report_.rows += rows;
  for (const auto& [id, entry] : last) {
    if (entry.kind != LogKind::kPut) continue;
    Report("digest", head.name,
           absl::StrCat("变更日志第 ", entry.seq, " 条写入的记录不见了。", kMend));
  }
  if (digest != head.digest || rows != live) {
    Report("digest", head.name,
           absl::StrCat("现有 ", rows, " 条记录，与摘要不符（应有 ", live, " 条）。", kMend));
  }
  return absl::OkStatus();
}

// --- places --------------------------------------------------------------------------------------

absl::Status Verifier::ReportRows(absl::string_view check, absl::string_view table,
                                  const std::string& sql, absl::string_view message) {
  ASSIGN_OR_RETURN(sql::Statement select, context_.db.Prepare(sql));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return absl::OkStatus();
    Report(check, absl::StrCat(table, " ", select.Text(0)), absl::StrCat(message, kMend));
  }
}

absl::Status Verifier::Places() {
  for (const schema::Entity& entity : context_.catalogue.entities()) {
    ASSIGN_OR_RETURN(const bool there, HasTable(entity));
    if (there) RETURN_IF_ERROR(PlacesOf(entity));
  }
  return absl::OkStatus();
}

absl::Status Verifier::PlacesOf(const schema::Entity& entity) {
  const std::string table = absl::StrCat("\"", entity.table, "\"");
  RETURN_IF_ERROR(ReportRows("scope", entity.table,
                             absl::StrCat("SELECT id FROM ", table,
                                          " WHERE _scope IS NULL OR _scope NOT IN"
                                          " (SELECT n FROM _scope)"),
                             "记录不在任何已知范围内。"));
  RETURN_IF_ERROR(
      ReportRows("scope", entity.table,
                 absl::StrCat("SELECT t.id FROM ", table, " t JOIN _grave g ON g.row_id=t.id"),
                 "记录已删除过，却又出现。"));
  if (!entity.is_child()) return absl::OkStatus();
  for (const schema::Entity& parent : context_.catalogue.entities()) {
    if (entity.parent != 0 && entity.parent != parent.number) continue;
    ASSIGN_OR_RETURN(const bool there, HasTable(parent));
    if (there) RETURN_IF_ERROR(ParentsOf(entity, parent));
  }
  return absl::OkStatus();
}

absl::Status Verifier::ParentsOf(const schema::Entity& child, const schema::Entity& parent) {
  const std::string link = absl::StrCat("p.id=c.\"", child.fields[child.parent_field].name, "\"");
  const std::string from = absl::StrCat("SELECT c.id FROM \"", child.table, "\" c LEFT JOIN \"",
                                        parent.table, "\" p ON ", link, " WHERE ");
  std::string of_this_kind;
  if (child.parent_entity_field >= 0) {
    of_this_kind = absl::StrCat("c.\"", child.fields[child.parent_entity_field].name,
                                "\"=", parent.number, " AND ");
  }
  RETURN_IF_ERROR(ReportRows(
      "parent", child.table,
      absl::StrCat(from, of_this_kind, "p.id IS NULL AND NOT EXISTS (SELECT 1 FROM _grave g",
                   " WHERE g.row_id=c.\"", child.fields[child.parent_field].name, "\")"),
      "所属记录不存在。"));
  return ReportRows("parent", child.table, absl::StrCat(from, of_this_kind, "p._scope<>c._scope"),
                    "与所属记录不在同一范围。");
}

}  // namespace zoufang::hub
