#include "tests/support/schemas.h"

#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/timestamp.pb.h"
#include "zoufang/sync/v1/conflict.pb.h"
#include "zoufang/v1/complaint.pb.h"
#include "zoufang/v1/division.pb.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/report.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kEverything[] = R"pb(
  message_type {
    name: "Everything"
    options {
      [zoufang.sync.v1.entity] { number: 1 scope: "s" }
    }
    field { name: "id" number: 1 type: TYPE_STRING }
    field { name: "text" number: 2 type: TYPE_STRING }
    field { name: "maybe_text" number: 3 type: TYPE_STRING proto3_optional: true oneof_index: 0 }
    field { name: "blob" number: 4 type: TYPE_BYTES }
    field { name: "maybe_blob" number: 5 type: TYPE_BYTES proto3_optional: true oneof_index: 1 }
    field { name: "flag" number: 6 type: TYPE_BOOL }
    field { name: "maybe_flag" number: 7 type: TYPE_BOOL proto3_optional: true oneof_index: 2 }
    field { name: "small" number: 8 type: TYPE_INT32 }
    field { name: "big" number: 9 type: TYPE_INT64 }
    field { name: "maybe_big" number: 10 type: TYPE_INT64 proto3_optional: true oneof_index: 3 }
    field { name: "color" number: 11 type: TYPE_ENUM type_name: "Color" }
    field {
      name: "maybe_color"
      number: 12
      type: TYPE_ENUM
      type_name: "Color"
      proto3_optional: true
      oneof_index: 4
    }
    field { name: "real" number: 13 type: TYPE_DOUBLE }
    field { name: "maybe_real" number: 14 type: TYPE_DOUBLE proto3_optional: true oneof_index: 5 }
    field { name: "at" number: 15 type: TYPE_MESSAGE type_name: ".google.protobuf.Timestamp" }
    field { name: "labels" number: 16 type: TYPE_STRING label: LABEL_REPEATED }
    field { name: "order" number: 2047 type: TYPE_STRING }
    field { name: "far" number: 20000 type: TYPE_INT64 }
    oneof_decl { name: "_maybe_text" }
    oneof_decl { name: "_maybe_blob" }
    oneof_decl { name: "_maybe_flag" }
    oneof_decl { name: "_maybe_big" }
    oneof_decl { name: "_maybe_color" }
    oneof_decl { name: "_maybe_real" }
  }
  enum_type {
    name: "Color"
    value { name: "COLOR_UNSPECIFIED" number: 0 }
    value { name: "COLOR_RED" number: 1 }
    value { name: "COLOR_BELOW" number: -2 }
  }
)pb";

constexpr const char* kWords[] = {"走访", "淄博市张店区", "ok", "\"引号\\", "a\nb", "😀", "x", "é"};

std::string RandomText(std::mt19937_64& engine) {
  std::string text;
  for (int words = 1 + engine() % 6; words > 0; --words) {
    text += kWords[engine() % std::size(kWords)];
  }
  return text;
}

void FillTimestamp(std::mt19937_64& engine, Message* message) {
  const Descriptor* type = message->GetDescriptor();
  const Reflection* reflection = message->GetReflection();
  const auto seconds = static_cast<int64_t>(engine() % 4000000000) - 2000000000;
  reflection->SetInt64(message, type->FindFieldByNumber(1), seconds);
  reflection->SetInt32(message, type->FindFieldByNumber(2), (engine() % 1000000) * 1000);
}

void FillSet(std::mt19937_64& engine, const FieldDescriptor* field, Message& message) {
  std::set<std::string> members;  // In the order in which they are stored.
  for (int count = 1 + engine() % 4; count > 0; --count) members.insert(RandomText(engine));
  for (const std::string& member : members) {
    message.GetReflection()->AddString(&message, field, member);
  }
}

void FillField(std::mt19937_64& engine, const FieldDescriptor* field, Message& message) {
  const Reflection* reflection = message.GetReflection();
  const bool small = engine() % 2 == 0;
  const auto number = static_cast<int64_t>(small ? engine() % 300 : engine());
  if (field->is_repeated()) return FillSet(engine, field, message);
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->SetString(&message, field, RandomText(engine));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->SetBool(&message, field, small);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->SetInt32(&message, field, static_cast<int32_t>(number));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->SetInt64(&message, field, number);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->SetEnumValue(&message, field, static_cast<int32_t>(number));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection->SetDouble(&message, field, static_cast<double>(number) / 7);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return FillTimestamp(engine, reflection->MutableMessage(&message, field));
    default:
      return;
  }
}

}  // namespace

const schema::Catalogue& ProductCatalogue() {
  static const auto* catalogue = new schema::Catalogue(
      schema::Catalogue::Build(
          {v1::Division::descriptor(), v1::Department::descriptor(), v1::Organization::descriptor(),
           v1::OrganizationProfile::descriptor(), v1::Visit::descriptor(),
           v1::VisitAnswer::descriptor(), v1::Finding::descriptor(), v1::Need::descriptor(),
           v1::Correction::descriptor(), v1::RiskReport::descriptor(),
           v1::OralComplaint::descriptor(), v1::Attachment::descriptor(),
           v1::Complaint::descriptor(), v1::ComplaintMessage::descriptor(),
           sync::v1::Conflict::descriptor()})
          .value());
  return *catalogue;
}

const schema::Entity& ProductEntity(absl::string_view table) {
  return *ProductCatalogue().FindByTable(table);
}

std::unique_ptr<sql::Database> MemoryDatabase() {
  return sql::Database::Open(":memory:", {}).value();
}

DeclaredMessages::DeclaredMessages(absl::string_view messages)
    : pool_(google::protobuf::DescriptorPool::generated_pool()), factory_(&pool_) {
  google::protobuf::FileDescriptorProto file;
  google::protobuf::TextFormat::ParseFromString(
      absl::StrCat("name: \"t.proto\" package: \"t\" syntax: \"proto3\" "
                   "dependency: \"google/protobuf/timestamp.proto\" "
                   "dependency: \"zoufang/sync/v1/annotations.proto\" ",
                   std::string(messages)),
      &file);
  file_ = pool_.BuildFile(file);
}

std::vector<const Descriptor*> DeclaredMessages::entities() const {
  std::vector<const Descriptor*> entities;
  for (int i = 0; file_ != nullptr && i < file_->message_type_count(); ++i) {
    entities.push_back(file_->message_type(i));
  }
  return entities;
}

absl::StatusOr<schema::Catalogue> DeclaredMessages::Build() const {
  return schema::Catalogue::Build(entities());
}

std::unique_ptr<Message> DeclaredMessages::New(const std::string& name) {
  const Descriptor* type = file_->FindMessageTypeByName(name);
  return std::unique_ptr<Message>(factory_.GetPrototype(type)->New());
}

DeclaredMessages& EverythingMessages() {
  static auto* messages = new DeclaredMessages(kEverything);
  return *messages;
}

const schema::Catalogue& EverythingCatalogue() {
  static const auto* catalogue = new schema::Catalogue(EverythingMessages().Build().value());
  return *catalogue;
}

void FillAtRandom(uint64_t seed, Message& message) {
  std::mt19937_64 engine(seed);
  const Descriptor* type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const bool is_id = type->field(i)->number() == 1;
    if (is_id || engine() % 4 != 0) FillField(engine, type->field(i), message);
  }
}

}  // namespace zoufang::testing
