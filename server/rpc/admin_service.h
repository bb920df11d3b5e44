// AdminService: the administrator's work.
#pragma once

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/admin_service.grpc.pb.h"

namespace zoufang::rpc {

class AdminService : public v1::AdminService::CallbackService {
 public:
  // `server_key` outlives the service.
  AdminService(const Parts& parts, const std::string& server_key)
      : parts_(parts), server_key_(server_key) {}

  grpc::ServerUnaryReactor* CreateAccount(grpc::CallbackServerContext* context,
                                          const v1::CreateAccountRequest* request,
                                          v1::Account* response) override;
  grpc::ServerUnaryReactor* ListAccounts(grpc::CallbackServerContext* context,
                                         const v1::ListAccountsRequest* request,
                                         v1::ListAccountsResponse* response) override;
  grpc::ServerUnaryReactor* SetAccountAreas(grpc::CallbackServerContext* context,
                                            const v1::SetAccountAreasRequest* request,
                                            v1::Account* response) override;
  grpc::ServerUnaryReactor* SetAccountDepartment(grpc::CallbackServerContext* context,
                                                 const v1::SetAccountDepartmentRequest* request,
                                                 v1::Account* response) override;
  grpc::ServerUnaryReactor* DisableAccount(grpc::CallbackServerContext* context,
                                           const v1::DisableAccountRequest* request,
                                           v1::Account* response) override;
  grpc::ServerUnaryReactor* CreateEnrollmentCode(
      grpc::CallbackServerContext* context, const v1::CreateEnrollmentCodeRequest* request,
      v1::CreateEnrollmentCodeResponse* response) override;
  grpc::ServerUnaryReactor* ListDevices(grpc::CallbackServerContext* context,
                                        const v1::ListDevicesRequest* request,
                                        v1::ListDevicesResponse* response) override;
  grpc::ServerUnaryReactor* RevokeDevice(grpc::CallbackServerContext* context,
                                         const v1::RevokeDeviceRequest* request,
                                         v1::Device* response) override;
  grpc::ServerUnaryReactor* ListQuarantine(grpc::CallbackServerContext* context,
                                           const v1::ListQuarantineRequest* request,
                                           v1::ListQuarantineResponse* response) override;
  grpc::ServerUnaryReactor* DecideQuarantined(grpc::CallbackServerContext* context,
                                              const v1::DecideQuarantinedRequest* request,
                                              v1::QuarantinedMutation* response) override;
  grpc::ServerUnaryReactor* MoveOrganization(grpc::CallbackServerContext* context,
                                             const v1::MoveOrganizationRequest* request,
                                             v1::MoveOrganizationResponse* response) override;
  grpc::ServerUnaryReactor* ImportDivisions(grpc::CallbackServerContext* context,
                                            const v1::ImportDivisionsRequest* request,
                                            v1::ImportResponse* response) override;
  grpc::ServerUnaryReactor* ImportOrganizations(grpc::CallbackServerContext* context,
                                                const v1::ImportOrganizationsRequest* request,
                                                v1::ImportResponse* response) override;
  grpc::ServerUnaryReactor* BackUp(grpc::CallbackServerContext* context,
                                   const v1::BackUpRequest* request,
                                   v1::BackUpResponse* response) override;
  grpc::ServerUnaryReactor* VerifyServer(grpc::CallbackServerContext* context,
                                         const v1::VerifyServerRequest* request,
                                         v1::VerifyServerResponse* response) override;
  grpc::ServerUnaryReactor* CompactLogs(grpc::CallbackServerContext* context,
                                        const v1::CompactLogsRequest* request,
                                        v1::CompactLogsResponse* response) override;
  grpc::ServerUnaryReactor* GetServerStatus(grpc::CallbackServerContext* context,
                                            const v1::GetServerStatusRequest* request,
                                            v1::ServerStatus* response) override;

 private:
  const Parts parts_;
  const std::string& server_key_;
  absl::Mutex backing_up_;  // One backup at a time.
};

}  // namespace zoufang::rpc
