#include "server/storage/answers.h"

#include "sync/base/status.h"

namespace zoufang::storage {

constexpr char kSelectAnswer[] =
    "SELECT payload_hash, response, at_us FROM answer WHERE request=?1";

absl::StatusOr<std::optional<Answer>> FindAnswer(sql::Database& database,
                                                 absl::string_view request) {
  ASSIGN_OR_RETURN(sql::Statement select, database.Prepare(kSelectAnswer));
  select.BindBlob(1, request);
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  return Answer{.payload_hash = std::string(select.Blob(0)),
                .response = std::string(select.Blob(1)),
                .at = absl::FromUnixMicros(select.Int(2))};
}

constexpr char kInsertAnswer[] =
    "INSERT INTO answer(request, payload_hash, response, at_us) VALUES (?1, ?2, ?3, ?4)";

absl::Status InsertAnswer(sql::Database& database, absl::string_view request,
                          const Answer& answer) {
  ASSIGN_OR_RETURN(sql::Statement insert, database.Prepare(kInsertAnswer));
  insert.BindBlob(1, request);
  insert.BindBlob(2, answer.payload_hash);
  insert.BindBlob(3, answer.response);
  insert.Bind(4, absl::ToUnixMicros(answer.at));
  return insert.Run();
}

}  // namespace zoufang::storage
