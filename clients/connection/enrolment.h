// Makes a tablet's file that of an officer.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/connection/remote.h"
#include "clients/fieldwork/tablet.h"
#include "zoufang/v1/auth_service.pb.h"

namespace zoufang::connection {

struct EnrolmentRequest {
  Endpoint endpoint;        // Its token is used where there is no code.
  std::string code;         // From an administrator, once.
  std::string device_name;  // "张店 3 号平板".
  std::string app_version;
  bool again = false;  // An enrolled tablet gets a new token, for the same officer.
};

// Asks the server, and keeps its answer in the tablet's file. ALREADY_ENROLLED,
// TABLET_OF_ANOTHER_USER; what the server refuses.
absl::StatusOr<v1::EnrollDeviceResponse> Enrol(fieldwork::Tablet& tablet,
                                               const EnrolmentRequest& request);

}  // namespace zoufang::connection
