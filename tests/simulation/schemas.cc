#include "tests/simulation/schemas.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "zoufang/sync/v1/conflict.pb.h"
#include "zoufang/v1/complaint.pb.h"
#include "zoufang/v1/organization.pb.h"
#include "zoufang/v1/report.pb.h"
#include "zoufang/v1/visit.pb.h"

namespace zoufang::simulation {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;

// What people in the simulation work with.
const std::vector<const Descriptor*>& Entities() {
  static const auto* const entities = new std::vector<const Descriptor*>{
      v1::Organization::descriptor(),  v1::OrganizationProfile::descriptor(),
      v1::Visit::descriptor(),         v1::VisitAnswer::descriptor(),
      v1::Finding::descriptor(),       v1::Need::descriptor(),
      v1::Recheck::descriptor(),       v1::Correction::descriptor(),
      v1::RiskReport::descriptor(),    v1::Complaint::descriptor(),
      sync::v1::Conflict::descriptor()};
  return *entities;
}

// What the older app does not know: entities, and fields of others.
const std::set<std::string>& Unborn() {
  static const auto* const unborn = new std::set<std::string>{
      "Need",          "Recheck",          "OrganizationProfile.opening_hours",
      "Visit.purpose", "VisitAnswer.note", "Finding.legal_basis"};
  return *unborn;
}

void AddField(const char* name, int number, FieldDescriptorProto::Type type, sync::v1::Merge merge,
              DescriptorProto& message) {
  FieldDescriptorProto& field = *message.add_field();
  field.set_name(name);
  field.set_number(number);
  field.set_type(type);
  field.set_label(FieldDescriptorProto::LABEL_OPTIONAL);
  field.mutable_options()->MutableExtension(sync::v1::field)->set_merge(merge);
}

void MakeOlder(DescriptorProto& message) {
  auto* fields = message.mutable_field();
  for (int i = fields->size() - 1; i >= 0; --i) {
    const std::string name = absl::StrCat(message.name(), ".", fields->Get(i).name());
    if (Unborn().contains(name)) fields->DeleteSubrange(i, 1);
  }
}

void MakeNewer(DescriptorProto& message) {
  if (message.name() != "Visit") return;
  AddField(kMinutes, 900, FieldDescriptorProto::TYPE_INT64, sync::v1::SUM, message);
  AddField(kFollowUp, 901, FieldDescriptorProto::TYPE_STRING, sync::v1::KEEP, message);
}

bool Declares(const FileDescriptor& file, const std::string& name) {
  return file.FindMessageTypeByName(name) != nullptr || file.FindEnumTypeByName(name) != nullptr;
}

// The file again in another package, so that both builds can stand beside the product's own.
FileDescriptorProto Rebuild(const FileDescriptor& file, Build build) {
  const std::string package = build == Build::kOlder ? "older" : "newer";
  FileDescriptorProto proto;
  file.CopyTo(&proto);
  proto.set_name(absl::StrCat(package, "/", proto.name()));
  const std::string before = absl::StrCat(".", proto.package(), ".");
  const std::string after = absl::StrCat(".", package, before);
  proto.set_package(absl::StrCat(package, ".", proto.package()));
  for (DescriptorProto& message : *proto.mutable_message_type()) {
    for (FieldDescriptorProto& field : *message.mutable_field()) {
      if (!absl::StartsWith(field.type_name(), before)) continue;
      const std::string name = field.type_name().substr(before.size());
      if (Declares(file, name)) field.set_type_name(absl::StrCat(after, name));
    }
    build == Build::kOlder ? MakeOlder(message) : MakeNewer(message);
  }
  return proto;
}

schema::Catalogue Make(Build build) {
  auto* pool = new google::protobuf::DescriptorPool(
      google::protobuf::DescriptorPool::generated_pool());  // Lives as long as the catalogue.
  std::vector<const Descriptor*> messages;
  for (const Descriptor* entity : Entities()) {
    if (build == Build::kOlder && Unborn().contains(entity->name())) continue;
    const FileDescriptorProto proto = Rebuild(*entity->file(), build);
    const FileDescriptor* file = pool->FindFileByName(proto.name());
    if (file == nullptr) file = pool->BuildFile(proto);
    messages.push_back(file->FindMessageTypeByName(entity->name()));
  }
  return schema::Catalogue::Build(messages).value();
}

}  // namespace

const schema::Catalogue& CatalogueOf(Build build) {
  static const auto* const older = new schema::Catalogue(Make(Build::kOlder));
  static const auto* const newer = new schema::Catalogue(Make(Build::kNewer));
  return build == Build::kOlder ? *older : *newer;
}

}  // namespace zoufang::simulation
