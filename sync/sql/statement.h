// A prepared statement, on loan from its database's cache.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "sync/sql/value.h"

struct sqlite3_stmt;

namespace zoufang::sql {

class Database;

// Binds, steps, reads. Goes back to the cache, reset, when destroyed: a statement that is not reset
// keeps a snapshot open. Parameters count from 1, columns from 0. Not thread-safe.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  void Bind(int parameter, int64_t value);
  void Bind(int parameter, int value) { Bind(parameter, static_cast<int64_t>(value)); }
  void Bind(int parameter, uint32_t value) { Bind(parameter, static_cast<int64_t>(value)); }
  void Bind(int parameter, uint64_t value) { Bind(parameter, static_cast<int64_t>(value)); }
  void Bind(int parameter, bool value) { Bind(parameter, static_cast<int64_t>(value)); }
  void Bind(int parameter, double value);
  void Bind(int parameter, absl::string_view text);
  void Bind(int parameter, const std::string& text) { Bind(parameter, absl::string_view(text)); }
  void Bind(int parameter, const char* text) { Bind(parameter, absl::string_view(text)); }
  void Bind(int parameter, const Value& value);
  void BindBlob(int parameter, absl::string_view bytes);
  void BindNull(int parameter);
  // As Bind and BindBlob without a copy: the bytes must outlive the next Reset.
  void BindBorrowed(int parameter, absl::string_view text);
  void BindBlobBorrowed(int parameter, absl::string_view bytes);

  // Steps to the next row; false: no more. Text and blobs read from a row end with the next step.
  absl::StatusOr<bool> Step();
  // Steps to the end and resets, for a statement that returns nothing.
  absl::Status Run();
  // Makes it ready for new values. Bindings stay.
  void Reset();

  bool IsNull(int column) const;
  int64_t Int(int column) const;
  double Real(int column) const;
  absl::string_view Text(int column) const;  // "" for NULL.
  absl::string_view Blob(int column) const;
  Value Get(int column) const;

 private:
  friend class Database;
  Statement(Database* database, sqlite3_stmt* handle) : database_(database), handle_(handle) {}

  Database* database_;
  sqlite3_stmt* handle_;
};

}  // namespace zoufang::sql
