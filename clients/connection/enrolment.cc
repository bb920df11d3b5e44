#include "clients/connection/enrolment.h"

#include <filesystem>

#include "clients/fieldwork/errors.h"
#include "sync/base/status.h"
#include "zoufang/v1/auth_service.grpc.pb.h"

namespace zoufang::connection {
namespace {

// By the code, else as the officer who is signed in at the server.
absl::StatusOr<v1::EnrollDeviceResponse> AskServer(const EnrolmentRequest& request) {
  v1::EnrollDeviceRequest message;
  message.set_enrollment_code(request.code);
  message.set_device_name(request.device_name);
  message.set_app_version(request.app_version);
  Endpoint caller = request.endpoint;
  if (!request.code.empty()) caller.token.clear();
  ASSIGN_OR_RETURN(const Remote remote, Remote::Open(caller));
  return remote.Call(&v1::AuthService::Stub::EnrollDevice, message);
}

// The authority's file by its full path: the tablet will be used from other folders.
std::string FullPath(const std::string& path) {
  std::error_code error;
  return path.empty() ? path : std::filesystem::absolute(path, error).string();
}

}  // namespace

absl::StatusOr<v1::EnrollDeviceResponse> Enrol(fieldwork::Tablet& tablet,
                                               const EnrolmentRequest& request) {
  const absl::StatusOr<device::Enrollment> before = tablet.replica().GetEnrollment();
  if (before.ok() && !request.again) return fieldwork::AlreadyEnrolled(before->user_name);
  ASSIGN_OR_RETURN(v1::EnrollDeviceResponse answer, AskServer(request));
  if (before.ok() && before->user_id != answer.user_id()) {
    return fieldwork::TabletOfAnotherUser(before->user_name);
  }
  RETURN_IF_ERROR(tablet.replica().SetEnrollment({.server = request.endpoint.server,
                                                  .user_id = answer.user_id(),
                                                  .user_name = answer.user_name(),
                                                  .device_id = answer.device_id(),
                                                  .token = answer.token(),
                                                  .ca_file = FullPath(request.endpoint.ca_file)}));
  return answer;
}

}  // namespace zoufang::connection
