#include "tests/support/captures.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "sync/base/status.h"
#include "tests/support/schemas.h"

namespace zoufang::testing {
namespace {

using schema::Op;

// A need's fields are id, visit_id, kind, description.
std::string DescriptionIn(const std::vector<sql::Value>& values) {
  const auto* description = std::get_if<std::string>(&values[2]);
  return description != nullptr ? *description : "-";
}

std::string Sentence(const Capture& capture) {
  const std::string before = DescriptionIn(capture.before), after = DescriptionIn(capture.after);
  switch (capture.op) {
    case Op::kInsert:
      return absl::StrCat("insert ", capture.id, ": ", after);
    case Op::kUpdate:
      return absl::StrCat("update ", capture.id, ": ", before, " -> ", after);
    case Op::kDelete:
      return absl::StrCat("delete ", capture.id, ": ", before);
    case Op::kPeek:
      return absl::StrCat("peek ", capture.id, ": ", before);
  }
  return "?";
}

}  // namespace

absl::Status PrepareCapture(const schema::Catalogue& catalogue, sql::Database& database) {
  return database.Write([&]() -> absl::Status {
    RETURN_IF_ERROR(schema::CreateTables(catalogue, schema::End::kDevice, database));
    return schema::CreateCapture(catalogue, database);
  });
}

std::vector<Capture> ReadCaptures(const schema::Entity& entity, sql::Database& database) {
  std::string sql = "SELECT op, row_id";
  for (const char* side : {"o", "n"}) {
    for (size_t k = 1; k < entity.fields.size(); ++k)
      absl::StrAppend(&sql, ", ", side, entity.fields[k].number);
  }
  auto rows = database.Prepare(
      absl::StrCat(sql, " FROM _capture WHERE entity = ", entity.number, " ORDER BY n"));
  EXPECT_TRUE(rows.ok()) << rows.status();
  const int count = static_cast<int>(entity.fields.size()) - 1;
  std::vector<Capture> captures;
  while (rows->Step().value()) {
    Capture capture{static_cast<Op>(rows->Int(0)), std::string(rows->Text(1)), {}, {}};
    for (int i = 0; i < count; ++i) capture.before.push_back(rows->Get(2 + i));
    for (int i = 0; i < count; ++i) capture.after.push_back(rows->Get(2 + count + i));
    captures.push_back(std::move(capture));
  }
  return captures;
}

std::vector<std::string> NeedSentences(sql::Database& database) {
  std::vector<std::string> sentences;
  for (const Capture& capture : ReadCaptures(ProductEntity("need"), database)) {
    sentences.push_back(Sentence(capture));
  }
  return sentences;
}

}  // namespace zoufang::testing
