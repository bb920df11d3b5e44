#include "tests/model/catalogue.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "zoufang/sync/v1/conflict.pb.h"

namespace zoufang::model {
namespace {

constexpr char kHead[] = R"pb(
  name: "model.proto"
  package: "model"
  syntax: "proto3"
  dependency: "zoufang/sync/v1/annotations.proto"
)pb";

constexpr char kNote[] = R"pb(
  message_type { name: "Note"
                 options {
                   [zoufang.sync.v1.entity] { number: 1 scope_field: "area" }
                 }
                 field { name: "id" number: 1 type: TYPE_STRING }
                 field {
                   name: "area"
                   number: 2
                   type: TYPE_STRING
                   options {
                     [zoufang.sync.v1.field] { merge: SERVER required: true }
                   }
                 }
)pb";

constexpr char kPart[] = R"pb(
  message_type { name: "Part"
                 options {
                   [zoufang.sync.v1.entity] { number: 2 parent_field: "note_id" parent: 1 }
                 }
                 field { name: "id" number: 1 type: TYPE_STRING }
                 field {
                   name: "note_id"
                   number: 2
                   type: TYPE_STRING
                   options {
                     [zoufang.sync.v1.field] { merge: APPEND required: true }
                   }
                 }
)pb";

// A field of every policy.
constexpr char kFields[] = R"pb(
  field {
    name: "k1"
    number: 3
    type: TYPE_STRING
    options {
      [zoufang.sync.v1.field] { merge: KEEP max_chars: 30 }
    }
  }
  field { name: "k2" number: 4 type: TYPE_STRING }
  field {
    name: "mx"
    number: 5
    type: TYPE_INT64
    proto3_optional: true
    oneof_index: 0
    options {
      [zoufang.sync.v1.field] { merge: MAX }
    }
  }
  field {
    name: "mn"
    number: 6
    type: TYPE_INT64
    proto3_optional: true
    oneof_index: 1
    options {
      [zoufang.sync.v1.field] { merge: MIN }
    }
  }
  field {
    name: "un"
    number: 7
    type: TYPE_STRING
    label: LABEL_REPEATED
    options {
      [zoufang.sync.v1.field] { merge: UNION }
    }
  }
  field {
    name: "st"
    number: 8
    type: TYPE_ENUM
    type_name: "State"
    options {
      [zoufang.sync.v1.field] {
        merge: STATE
        transitions: "DRAFT>SUBMITTED"
        transitions: "DRAFT>VOID"
        transitions: "SUBMITTED>DONE"
        transitions: "SUBMITTED>VOID"
        prevails: "VOID"
      }
    }
  }
  field {
    name: "sm"
    number: 9
    type: TYPE_INT64
    options {
      [zoufang.sync.v1.field] { merge: SUM }
    }
  }
  field {
    name: "tx"
    number: 10
    type: TYPE_STRING
    options {
      [zoufang.sync.v1.field] { merge: TEXT }
    }
  }
  field {
    name: "ap"
    number: 11
    type: TYPE_STRING
    options {
      [zoufang.sync.v1.field] { merge: APPEND }
    }
  }
  oneof_decl { name: "_mx" }
  oneof_decl { name: "_mn" }
)pb";

constexpr char kState[] = R"pb(
  enum_type {
    name: "State"
    value { name: "STATE_UNSPECIFIED" number: 0 }
    value { name: "STATE_DRAFT" number: 1 }
    value { name: "STATE_SUBMITTED" number: 2 }
    value { name: "STATE_DONE" number: 3 }
    value { name: "STATE_VOID" number: 4 }
  }
)pb";

// The beginning of a message, made whole.
std::string Complete(absl::string_view begun) { return absl::StrCat(begun, kFields, "}"); }

}  // namespace

const schema::Catalogue& ModelCatalogue() {
  static auto* const kPool =
      new google::protobuf::DescriptorPool(google::protobuf::DescriptorPool::generated_pool());
  static const auto* const kCatalogue = [] {
    const auto* const conflict = sync::v1::Conflict::descriptor();  // Before what imports its file.
    google::protobuf::FileDescriptorProto file;
    google::protobuf::TextFormat::ParseFromString(
        absl::StrCat(kHead, Complete(kNote), Complete(kPart), kState), &file);
    const auto* const made = kPool->BuildFile(file);
    return new schema::Catalogue(
        schema::Catalogue::Build({made->message_type(0), made->message_type(1), conflict}).value());
  }();
  return *kCatalogue;
}

}  // namespace zoufang::model
