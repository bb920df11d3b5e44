// Values, or the columns of a statement -> serialized message.
#include <cmath>

#include "sync/schema/row.h"
#include "sync/schema/wire.h"

namespace zoufang::schema {
namespace {

// A row's column, and a value: the same for what follows.
struct Column {
  const sql::Statement& statement;
  int index;
  bool IsNull() const { return statement.IsNull(index); }
  int64_t Int() const { return statement.Int(index); }
  double Real() const { return statement.Real(index); }
  absl::string_view Text() const { return statement.Text(index); }
  absl::string_view Blob() const { return statement.Blob(index); }
};

struct Held {
  const sql::Value& value;
  bool IsNull() const { return sql::IsNull(value); }
  int64_t Int() const {
    const auto* number = std::get_if<int64_t>(&value);
    return number != nullptr ? *number : 0;
  }
  double Real() const {
    const auto* real = std::get_if<double>(&value);
    return real != nullptr ? *real : static_cast<double>(Int());
  }
  absl::string_view Text() const {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr ? absl::string_view(*text) : absl::string_view();
  }
  absl::string_view Blob() const {
    const auto* blob = std::get_if<sql::Blob>(&value);
    return blob != nullptr ? absl::string_view(blob->bytes) : absl::string_view();
  }
};

void AppendSet(int number, absl::string_view json, std::string& body) {
  if (json == "[]") return;
  const absl::StatusOr<std::vector<std::string>> members = SetMembers(json);
  if (!members.ok()) return;  // Not a set: never stored by what checks its values.
  for (const std::string& member : *members) AppendBytesField(number, member, body);
}

// Leaves defaults out, but where NULL tells absence a zero is a value.
template <typename Source>
void AppendField(const Field& field, const Source& source, std::string& body) {
  if (field.nullable && source.IsNull()) return;
  switch (field.kind) {
    case Kind::kText: {
      const absl::string_view text = source.Text();
      if (field.nullable || !text.empty()) AppendBytesField(field.number, text, body);
      return;
    }
    case Kind::kBytes: {
      const absl::string_view bytes = source.Blob();
      if (field.nullable || !bytes.empty()) AppendBytesField(field.number, bytes, body);
      return;
    }
    case Kind::kReal: {
      const double real = source.Real();
      const bool zero = real == 0 && !std::signbit(real);
      if (field.nullable || !zero) AppendRealField(field.number, real, body);
      return;
    }
    case Kind::kTimestamp:
      return AppendTimestampField(field.number, source.Int(), body);
    case Kind::kSet:
      return AppendSet(field.number, source.Text(), body);
    case Kind::kBool:
    case Kind::kInteger:
    case Kind::kEnum:
      break;
  }
  const int64_t integer = source.Int();
  if (field.nullable || integer != 0) {
    AppendNumberField(field.number, static_cast<uint64_t>(integer), body);
  }
}

}  // namespace

std::string EncodeRow(const Entity& entity, const Row& row) {
  std::string body;
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    AppendField(entity.fields[i], Held{row.values[i]}, body);
  }
  return body + row.unknown;
}

void AppendBody(const Entity& entity, const sql::Statement& statement, int first,
                std::string& body) {
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    AppendField(entity.fields[i], Column{statement, first + static_cast<int>(i)}, body);
  }
}

}  // namespace zoufang::schema
