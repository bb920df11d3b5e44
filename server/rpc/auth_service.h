// AuthService: who is calling.
#pragma once

#include "absl/status/statusor.h"
#include "server/rpc/attempt_limiter.h"
#include "server/rpc/parts.h"
#include "zoufang/v1/auth_service.grpc.pb.h"

namespace zoufang::rpc {

class AuthService : public v1::AuthService::CallbackService {
 public:
  explicit AuthService(const Parts& parts);

  grpc::ServerUnaryReactor* SignIn(grpc::CallbackServerContext* context,
                                   const v1::SignInRequest* request,
                                   v1::SignInResponse* response) override;
  grpc::ServerUnaryReactor* EnrollDevice(grpc::CallbackServerContext* context,
                                         const v1::EnrollDeviceRequest* request,
                                         v1::EnrollDeviceResponse* response) override;
  grpc::ServerUnaryReactor* SignOut(grpc::CallbackServerContext* context,
                                    const v1::SignOutRequest* request,
                                    v1::SignOutResponse* response) override;

 private:
  absl::StatusOr<v1::SignInResponse> StartSession(const Caller& caller,
                                                  const v1::SignInRequest& request);
  absl::StatusOr<storage::Account> CheckPassword(const v1::SignInRequest& request);
  absl::StatusOr<v1::EnrollDeviceResponse> Enroll(const Caller& caller,
                                                  const v1::EnrollDeviceRequest& request);
  // In a write: the account that `request` enrols a tablet of.
  absl::StatusOr<storage::Account> OwnerOf(sql::Database& database, const Caller& caller,
                                           const v1::EnrollDeviceRequest& request);

  const Parts parts_;
  AttemptLimiter limiter_;
};

}  // namespace zoufang::rpc
