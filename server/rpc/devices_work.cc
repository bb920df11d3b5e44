#include "server/rpc/devices_work.h"

#include <string>
#include <utility>

#include "domain/errors.h"
#include "google/protobuf/util/time_util.h"
#include "server/rpc/page_token.h"
#include "server/storage/accounts.h"
#include "server/storage/devices.h"
#include "server/storage/enrollment_codes.h"
#include "sync/base/status.h"

namespace zoufang::rpc {
namespace {

using google::protobuf::util::TimeUtil;

v1::Device ToProto(const storage::Device& device) {
  v1::Device proto;
  proto.set_id(device.id);
  proto.set_user_name(device.user_name);
  proto.set_name(device.name);
  proto.set_revoked(device.revoked);
  *proto.mutable_last_seen_at() =
      TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(device.last_seen));
  proto.set_install_id(device.install_id);
  proto.set_applied_seq(device.applied_seq);
  proto.set_clock_offset_ms(device.clock_offset_ms);
  proto.set_app_version(device.app_version);
  proto.set_pending(device.pending);
  if (device.pending > 0) {
    *proto.mutable_pending_since() =
        TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(device.pending_since));
  }
  return proto;
}

}  // namespace

absl::StatusOr<v1::CreateEnrollmentCodeResponse> DevicesWork::CreateCode(
    const Caller& caller, const v1::CreateEnrollmentCodeRequest& request) {
  const absl::Time now = parts_.clock.Now();
  const absl::Time expires = now + storage::kEnrollmentCodeLife;
  const std::string code = storage::NewEnrollmentCode(parts_.random);
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const auto account, storage::FindAccount(database, request.user_name()));
    if (!account.has_value()) return domain::AccountNotFound(request.user_name());
    if (account->disabled) return domain::AccountDisabled(account->user_name);
    const bool field = account->role == v1::ROLE_OFFICER || account->role == v1::ROLE_STAFF;
    if (!field) return domain::AccountCannotEnroll(account->user_name);
    RETURN_IF_ERROR(storage::InsertEnrollmentCode(database, code, account->id, expires));
    return storage::Audit(database, caller.Did(account->id), now);
  }));
  v1::CreateEnrollmentCodeResponse response;
  response.set_enrollment_code(code);
  *response.mutable_expires_at() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(expires));
  return response;
}

absl::StatusOr<v1::ListDevicesResponse> DevicesWork::List(const v1::ListDevicesRequest& request) {
  ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), 100, 500));
  ASSIGN_OR_RETURN(const std::string after, PlaceInPageToken("devices", request.page_token()));
  v1::ListDevicesResponse response;
  RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const auto devices, storage::ListDevices(database, after, size + 1));
    for (const storage::Device& device : devices) {
      if (response.devices_size() == size) {
        response.set_next_page_token(MakePageToken("devices", response.devices(size - 1).id()));
      } else {
        *response.add_devices() = ToProto(device);
      }
    }
    return absl::OkStatus();
  }));
  return response;
}

absl::StatusOr<v1::Device> DevicesWork::Revoke(const Caller& caller,
                                               const v1::RevokeDeviceRequest& request) {
  v1::Device response;
  RETURN_IF_ERROR(parts_.store.Write([&](sql::Database& database) -> absl::Status {
    const absl::Time now = parts_.clock.Now();
    ASSIGN_OR_RETURN(auto device, storage::FindDevice(database, request.id()));
    if (!device.has_value()) return domain::DeviceNotFound(request.id());
    RETURN_IF_ERROR(storage::RevokeDevice(database, *device, now));
    device->revoked = true;
    response = ToProto(*device);
    return storage::Audit(database, caller.Did(device->id), now);
  }));
  return response;
}

}  // namespace zoufang::rpc
