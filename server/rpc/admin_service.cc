#include "server/rpc/admin_service.h"

#include "server/rpc/accounts_work.h"
#include "server/rpc/devices_work.h"
#include "server/rpc/import_work.h"
#include "server/rpc/move_work.h"
#include "server/rpc/quarantine_work.h"
#include "server/rpc/upkeep_work.h"
#include "server/storage/server_status.h"
#include "sync/base/status.h"

namespace zoufang::rpc {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* AdminService::CreateAccount(CallbackServerContext* context,
                                                const v1::CreateAccountRequest* request,
                                                v1::Account* response) {
  return parts_.gate.Handle(
      context, "AdminService.CreateAccount", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, AccountsWork(parts_, server_key_).Create(caller, *request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* AdminService::ListAccounts(CallbackServerContext* context,
                                               const v1::ListAccountsRequest* request,
                                               v1::ListAccountsResponse* response) {
  return parts_.gate.Handle(
      context, "AdminService.ListAccounts", [=, this](const Caller&) -> absl::Status {
        ASSIGN_OR_RETURN(*response, AccountsWork(parts_, server_key_).List(*request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* AdminService::SetAccountAreas(CallbackServerContext* context,
                                                  const v1::SetAccountAreasRequest* request,
                                                  v1::Account* response) {
  return parts_.gate.Handle(
      context, "AdminService.SetAccountAreas", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, AccountsWork(parts_, server_key_).SetAreas(caller, *request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* AdminService::SetAccountDepartment(
    CallbackServerContext* context, const v1::SetAccountDepartmentRequest* request,
    v1::Account* response) {
  return parts_.gate.Handle(
      context, "AdminService.SetAccountDepartment",
      [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response,
                         AccountsWork(parts_, server_key_).SetDepartment(caller, *request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* AdminService::DisableAccount(CallbackServerContext* context,
                                                 const v1::DisableAccountRequest* request,
                                                 v1::Account* response) {
  return parts_.gate.Handle(
      context, "AdminService.DisableAccount", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, AccountsWork(parts_, server_key_).Disable(caller, *request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* AdminService::CreateEnrollmentCode(
    CallbackServerContext* context, const v1::CreateEnrollmentCodeRequest* request,
    v1::CreateEnrollmentCodeResponse* response) {
  return parts_.gate.Handle(context, "AdminService.CreateEnrollmentCode",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response,
                                               DevicesWork(parts_).CreateCode(caller, *request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* AdminService::ListDevices(CallbackServerContext* context,
                                              const v1::ListDevicesRequest* request,
                                              v1::ListDevicesResponse* response) {
  return parts_.gate.Handle(context, "AdminService.ListDevices",
                            [=, this](const Caller&) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, DevicesWork(parts_).List(*request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* AdminService::RevokeDevice(CallbackServerContext* context,
                                               const v1::RevokeDeviceRequest* request,
                                               v1::Device* response) {
  return parts_.gate.Handle(
      context, "AdminService.RevokeDevice", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, DevicesWork(parts_).Revoke(caller, *request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* AdminService::ListQuarantine(CallbackServerContext* context,
                                                 const v1::ListQuarantineRequest* request,
                                                 v1::ListQuarantineResponse* response) {
  return parts_.gate.Handle(context, "AdminService.ListQuarantine",
                            [=, this](const Caller&) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, QuarantineWork(parts_).List(*request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* AdminService::DecideQuarantined(CallbackServerContext* context,
                                                    const v1::DecideQuarantinedRequest* request,
                                                    v1::QuarantinedMutation* response) {
  return parts_.gate.Handle(
      context, "AdminService.DecideQuarantined", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, QuarantineWork(parts_).Decide(caller, *request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* AdminService::MoveOrganization(CallbackServerContext* context,
                                                   const v1::MoveOrganizationRequest* request,
                                                   v1::MoveOrganizationResponse* response) {
  return parts_.gate.Handle(context, "AdminService.MoveOrganization",
                            [=, this](const Caller& caller) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, MoveWork(parts_).Move(caller, *request));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* AdminService::ImportDivisions(CallbackServerContext* context,
                                                  const v1::ImportDivisionsRequest* request,
                                                  v1::ImportResponse* response) {
  return parts_.gate.Handle(
      context, "AdminService.ImportDivisions", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ImportWork(parts_).Divisions(caller, *request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* AdminService::ImportOrganizations(CallbackServerContext* context,
                                                      const v1::ImportOrganizationsRequest* request,
                                                      v1::ImportResponse* response) {
  return parts_.gate.Handle(
      context, "AdminService.ImportOrganizations", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, ImportWork(parts_).Organizations(caller, *request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* AdminService::BackUp(CallbackServerContext* context, const v1::BackUpRequest*,
                                         v1::BackUpResponse* response) {
  return parts_.gate.Handle(context, "AdminService.BackUp",
                            [=, this](const Caller& caller) -> absl::Status {
                              absl::MutexLock lock(&backing_up_);
                              ASSIGN_OR_RETURN(*response, UpkeepWork(parts_).BackUp(caller));
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* AdminService::VerifyServer(CallbackServerContext* context,
                                               const v1::VerifyServerRequest*,
                                               v1::VerifyServerResponse* response) {
  return parts_.gate.Handle(context, "AdminService.VerifyServer",
                            [=, this](const Caller&) -> absl::Status {
                              ASSIGN_OR_RETURN(*response, UpkeepWork(parts_).Verify());
                              return absl::OkStatus();
                            });
}

ServerUnaryReactor* AdminService::CompactLogs(CallbackServerContext* context,
                                              const v1::CompactLogsRequest* request,
                                              v1::CompactLogsResponse* response) {
  return parts_.gate.Handle(
      context, "AdminService.CompactLogs", [=, this](const Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(*response, UpkeepWork(parts_).Compact(caller, *request));
        return absl::OkStatus();
      });
}

ServerUnaryReactor* AdminService::GetServerStatus(CallbackServerContext* context,
                                                  const v1::GetServerStatusRequest*,
                                                  v1::ServerStatus* response) {
  return parts_.gate.Handle(
      context, "AdminService.GetServerStatus", [=, this](const Caller&) -> absl::Status {
        RETURN_IF_ERROR(parts_.store.Read([&](sql::Database& database) -> absl::Status {
          ASSIGN_OR_RETURN(*response, storage::ReadServerStatus(database, parts_.catalogue));
          return absl::OkStatus();
        }));
        response->set_incarnation(parts_.hub.incarnation());
        return absl::OkStatus();
      });
}

}  // namespace zoufang::rpc
