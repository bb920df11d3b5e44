#include "server/rpc/update_mask.h"

#include <algorithm>

#include "google/protobuf/util/field_mask_util.h"
#include "server/rpc/checks.h"
#include "zoufang/sync/v1/annotations.pb.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::FieldMaskUtil;

// What is repeated in an error travels in a trailer of a few kilobytes; no field's name is so long.
std::string Named(const std::string& path) {
  constexpr size_t kLongestName = 60;
  return path.size() <= kLongestName ? path : "update_mask";
}

bool MayBeNamed(const google::protobuf::FieldDescriptor* field,
                absl::Span<const absl::string_view> by_verbs) {
  if (field == nullptr || field->name() == "id") return false;
  if (std::find(by_verbs.begin(), by_verbs.end(), field->name()) != by_verbs.end()) return false;
  switch (field->options().GetExtension(sync::v1::field).merge()) {
    case sync::v1::SERVER:
    case sync::v1::APPEND:
    case sync::v1::STATE:
      return false;
    default:
      return true;
  }
}

}  // namespace

absl::Status CheckUpdateMask(const google::protobuf::Descriptor& entity,
                             absl::Span<const absl::string_view> by_verbs,
                             const google::protobuf::FieldMask& mask) {
  Checks checks;
  checks.Require(!mask.paths().empty(), "update_mask", "须指定要修改的字段", "is required");
  for (const std::string& path : mask.paths()) {
    const std::string named = Named(path);
    checks.Require(MayBeNamed(entity.FindFieldByName(path), by_verbs), "update_mask",
                   named + " 不能修改", named + " cannot be updated");
  }
  return checks.Result();
}

void ApplyUpdateMask(const google::protobuf::FieldMask& mask, const google::protobuf::Message& from,
                     google::protobuf::Message& to) {
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  // A field that is absent in `from` is skipped by the merge: clear it first.
  for (const std::string& path : mask.paths()) {
    to.GetReflection()->ClearField(&to, to.GetDescriptor()->FindFieldByName(path));
  }
  FieldMaskUtil::MergeMessageTo(from, mask, options, &to);
}

}  // namespace zoufang::rpc
