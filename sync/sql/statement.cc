#include "sync/sql/statement.h"

#include <sqlite3.h>

#include <utility>

#include "sync/sql/database.h"

namespace zoufang::sql {

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), handle_(std::exchange(other.handle_, nullptr)) {}

Statement::~Statement() {
  if (handle_ != nullptr) database_->GiveBack(handle_);
}

void Statement::Bind(int parameter, int64_t value) {
  sqlite3_bind_int64(handle_, parameter, value);
}

void Statement::Bind(int parameter, double value) {
  sqlite3_bind_double(handle_, parameter, value);
}

void Statement::Bind(int parameter, absl::string_view text) {
  sqlite3_bind_text64(handle_, parameter, text.data() ? text.data() : "", text.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::BindBorrowed(int parameter, absl::string_view text) {
  sqlite3_bind_text64(handle_, parameter, text.data() ? text.data() : "", text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::BindBlob(int parameter, absl::string_view bytes) {
  sqlite3_bind_blob64(handle_, parameter, bytes.data() ? bytes.data() : "", bytes.size(),
                      SQLITE_TRANSIENT);
}

void Statement::BindBlobBorrowed(int parameter, absl::string_view bytes) {
  sqlite3_bind_blob64(handle_, parameter, bytes.data() ? bytes.data() : "", bytes.size(),
                      SQLITE_STATIC);
}

void Statement::BindNull(int parameter) { sqlite3_bind_null(handle_, parameter); }

void Statement::Bind(int parameter, const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return Bind(parameter, *integer);
  if (const auto* real = std::get_if<double>(&value)) return Bind(parameter, *real);
  if (const auto* text = std::get_if<std::string>(&value)) return Bind(parameter, *text);
  if (const auto* blob = std::get_if<sql::Blob>(&value)) return BindBlob(parameter, blob->bytes);
  BindNull(parameter);
}

absl::StatusOr<bool> Statement::Step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  absl::Status error = database_->LastError();
  sqlite3_reset(handle_);
  return error;
}

absl::Status Statement::Run() {
  int code;
  while ((code = sqlite3_step(handle_)) == SQLITE_ROW) {
  }
  absl::Status result = code == SQLITE_DONE ? absl::OkStatus() : database_->LastError();
  sqlite3_reset(handle_);
  return result;
}

void Statement::Reset() { sqlite3_reset(handle_); }

bool Statement::IsNull(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

int64_t Statement::Int(int column) const { return sqlite3_column_int64(handle_, column); }

double Statement::Real(int column) const { return sqlite3_column_double(handle_, column); }

absl::string_view Statement::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  return text == nullptr ? absl::string_view()
                         : absl::string_view(text, sqlite3_column_bytes(handle_, column));
}

absl::string_view Statement::Blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
  return bytes == nullptr ? absl::string_view()
                          : absl::string_view(bytes, sqlite3_column_bytes(handle_, column));
}

Value Statement::Get(int column) const {
  switch (sqlite3_column_type(handle_, column)) {
    case SQLITE_INTEGER:
      return Int(column);
    case SQLITE_FLOAT:
      return Real(column);
    case SQLITE_TEXT:
      return std::string(Text(column));
    case SQLITE_BLOB:
      return sql::Blob{std::string(Blob(column))};
    default:
      return std::monostate();
  }
}

}  // namespace zoufang::sql
