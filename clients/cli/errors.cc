#include "clients/cli/errors.h"

#include "absl/strings/str_cat.h"
#include "sync/base/error.h"

namespace zoufang::cli {

using absl::StatusCode;
using absl::StrCat;
using base::MakeError;

absl::Status WrongUsage(absl::string_view zh, absl::string_view en) {
  return MakeError(
      {StatusCode::kInvalidArgument, kWrongUsageReason, std::string(zh), std::string(en)});
}

absl::Status OptionMissing(absl::string_view option, absl::string_view variable) {
  return WrongUsage(StrCat("缺少 ", option, "，也可用环境变量 ", variable, "。"),
                    StrCat("give ", option, ", or set ", variable));
}

absl::Status SecretMissing(absl::string_view what_zh, absl::string_view what_en,
                           absl::string_view option, absl::string_view variable) {
  return WrongUsage(StrCat("需要", what_zh, "：用 ", option, " 文件、环境变量 ", variable,
                           "，或在终端中运行以便输入；不要写在命令行里。"),
                    StrCat("a ", what_en, " is needed: by ", option, " FILE, by ", variable,
                           ", or typed at a terminal; never on the command line"));
}

absl::Status OptionValueUnknown(absl::string_view option, absl::string_view value,
                                absl::string_view allowed) {
  return WrongUsage(StrCat(option, " 不能是 ", value, "，可用：", allowed),
                    StrCat(option, " cannot be ", value, "; one of: ", allowed));
}

absl::Status FileUnreadable(absl::string_view path, absl::string_view problem) {
  return MakeError({StatusCode::kNotFound, "FILE_UNREADABLE",
                    StrCat("读不了文件 ", path, "（", problem, "）。请检查路径和权限。"),
                    StrCat("cannot read ", path, " (", problem,
                           "); check the path and its "
                           "permissions")});
}

absl::Status FileUnwritable(absl::string_view path, absl::string_view problem) {
  return MakeError({StatusCode::kFailedPrecondition, "FILE_UNWRITABLE",
                    StrCat("写不了文件 ", path, "（", problem, "）。请检查目录和权限。"),
                    StrCat("cannot write ", path, " (", problem,
                           "); check the folder and its "
                           "permissions")});
}

absl::Status CsvMalformed(int line, int column) {
  return MakeError(
      {StatusCode::kInvalidArgument, "CSV_MALFORMED",
       StrCat("第 ", line, " 行第 ", column,
              " 列的引号不成对，无法继续读取，没有导入任何行。内容里的引号请写成两个(\"\")。"),
       StrCat("line ", line, ", column ", column,
              ": quotes do not match, nothing was imported; write a quote inside a "
              "field twice (\"\")")});
}

absl::Status CsvNotUtf8(int line, int column) {
  return MakeError({StatusCode::kInvalidArgument, "CSV_NOT_UTF8",
                    StrCat("第 ", line, " 行第 ", column,
                           " 列不是 UTF-8 编码，没有导入任何行。请另存为“CSV UTF-8”后重试。"),
                    StrCat("line ", line, ", column ", column,
                           " is not UTF-8, nothing was imported; save the file as CSV UTF-8")});
}

absl::Status CsvEmpty() {
  return MakeError({StatusCode::kInvalidArgument, "CSV_EMPTY", "文件里没有表头。第一行应为列名。",
                    "the file has no header; its first line names the columns"});
}

absl::Status CsvColumnUnknown(absl::string_view name, int column, absl::string_view known) {
  return MakeError(
      {StatusCode::kInvalidArgument, "CSV_COLUMN_UNKNOWN",
       StrCat("第 1 行第 ", column, " 列：不认识列名 ", name, "。可用列名：", known),
       StrCat("line 1, column ", column, ": unknown column ", name, "; known ones: ", known)});
}

absl::Status CsvColumnTwice(absl::string_view name, int column) {
  return MakeError({StatusCode::kInvalidArgument, "CSV_COLUMN_TWICE",
                    StrCat("第 1 行第 ", column, " 列：列名 ", name, " 重复。"),
                    StrCat("line 1, column ", column, ": column ", name, " is there twice")});
}

absl::Status CsvColumnMissing(absl::string_view name) {
  return MakeError({StatusCode::kInvalidArgument, "CSV_COLUMN_MISSING",
                    StrCat("缺少必需的列 ", name, "。请在第一行补上列名。"),
                    StrCat("the required column ", name, " is missing; add it to the first line")});
}

absl::Status ProblemsFound(int problems) {
  return MakeError({StatusCode::kDataLoss, "PROBLEMS_FOUND",
                    StrCat("校验发现 ", problems, " 处问题，如上所列。"),
                    StrCat("verification found ", problems, " problems, as listed")});
}

absl::Status ImportRefused(int bad_rows) {
  return MakeError(
      {StatusCode::kFailedPrecondition, "IMPORT_REFUSED",
       StrCat("有 ", bad_rows,
              " 行有误，没有导入任何行。改正后重试；只导入正确的行请加 --keep-going。"),
       StrCat(bad_rows,
              " rows are bad and nothing was imported; correct them, or "
              "import the good ones with --keep-going")});
}

absl::Status VisitLineMalformed(int line, absl::string_view zh, absl::string_view en) {
  return MakeError({StatusCode::kInvalidArgument, "VISIT_LINE_MALFORMED",
                    StrCat("第 ", line, " 行：", zh, "。"), StrCat("line ", line, ": ", en)});
}

absl::Status NoSession() {
  return MakeError({StatusCode::kUnauthenticated, "NOT_SIGNED_IN",
                    "还没有登录。请先登录：zoufang sign-in --server 主机:端口 --user 用户名",
                    "sign in first: zoufang sign-in --server HOST:PORT --user NAME"});
}

absl::Status SessionDamaged(absl::string_view path) {
  return MakeError({StatusCode::kFailedPrecondition, "SESSION_DAMAGED",
                    StrCat("登录文件 ", path, " 读不懂。请删除它并重新登录：zoufang sign-in"),
                    StrCat("the session file ", path,
                           " cannot be read; delete it and sign in again: zoufang sign-in")});
}

}  // namespace zoufang::cli
