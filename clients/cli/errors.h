// Every error that the command line adds to those of its libraries and the server, by name.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace zoufang::cli {

inline constexpr char kWrongUsageReason[] = "WRONG_USAGE";

// How the program was called.
absl::Status WrongUsage(absl::string_view zh,
                        absl::string_view en);  // INVALID_ARGUMENT WRONG_USAGE
absl::Status OptionMissing(absl::string_view option,
                           absl::string_view variable);  // INVALID_ARGUMENT WRONG_USAGE
absl::Status SecretMissing(absl::string_view what_zh, absl::string_view what_en,
                           absl::string_view option,
                           absl::string_view variable);  // INVALID_ARGUMENT WRONG_USAGE
absl::Status OptionValueUnknown(absl::string_view option, absl::string_view value,
                                absl::string_view allowed);  // INVALID_ARGUMENT WRONG_USAGE

// Files.
absl::Status FileUnreadable(absl::string_view path,
                            absl::string_view problem);  // NOT_FOUND FILE_UNREADABLE
absl::Status FileUnwritable(absl::string_view path,
                            absl::string_view problem);  // FAILED_PRECONDITION FILE_UNWRITABLE
absl::Status CsvMalformed(int line, int column);         // INVALID_ARGUMENT CSV_MALFORMED
absl::Status CsvNotUtf8(int line, int column);           // INVALID_ARGUMENT CSV_NOT_UTF8
absl::Status CsvEmpty();                                 // INVALID_ARGUMENT CSV_EMPTY
absl::Status CsvColumnUnknown(absl::string_view name, int column,
                              absl::string_view known);  // INVALID_ARGUMENT CSV_COLUMN_UNKNOWN
absl::Status CsvColumnTwice(absl::string_view name,
                            int column);                // INVALID_ARGUMENT CSV_COLUMN_TWICE
absl::Status CsvColumnMissing(absl::string_view name);  // INVALID_ARGUMENT CSV_COLUMN_MISSING
absl::Status ImportRefused(int bad_rows);               // FAILED_PRECONDITION IMPORT_REFUSED
absl::Status VisitLineMalformed(int line, absl::string_view zh,
                                absl::string_view en);  // INVALID_ARGUMENT VISIT_LINE_MALFORMED

// What a check found, which is printed.
absl::Status ProblemsFound(int problems);  // DATA_LOSS PROBLEMS_FOUND

// The session.
absl::Status NoSession();                             // UNAUTHENTICATED NOT_SIGNED_IN
absl::Status SessionDamaged(absl::string_view path);  // FAILED_PRECONDITION SESSION_DAMAGED

}  // namespace zoufang::cli
