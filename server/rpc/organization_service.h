// OrganizationService: the registry, for everybody.
#pragma once

#include "absl/status/statusor.h"
#include "server/rpc/parts.h"
#include "server/storage/organizations.h"
#include "zoufang/v1/organization_service.grpc.pb.h"

namespace zoufang::rpc {

class OrganizationService : public v1::OrganizationService::CallbackService {
 public:
  explicit OrganizationService(const Parts& parts)
      : parts_(parts), organizations_(parts.catalogue) {}

  grpc::ServerUnaryReactor* GetOrganization(grpc::CallbackServerContext* context,
                                            const v1::GetOrganizationRequest* request,
                                            v1::Organization* response) override;
  grpc::ServerUnaryReactor* BatchGetOrganizations(
      grpc::CallbackServerContext* context, const v1::BatchGetOrganizationsRequest* request,
      v1::BatchGetOrganizationsResponse* response) override;
  grpc::ServerUnaryReactor* SearchOrganizations(grpc::CallbackServerContext* context,
                                                const v1::SearchOrganizationsRequest* request,
                                                v1::SearchOrganizationsResponse* response) override;
  grpc::ServerUnaryReactor* BatchMatchOrganizations(
      grpc::CallbackServerContext* context, const v1::BatchMatchOrganizationsRequest* request,
      v1::BatchMatchOrganizationsResponse* response) override;

 private:
  absl::StatusOr<v1::Organization> Get(sql::Database& database,
                                       const v1::GetOrganizationRequest& request);
  absl::StatusOr<v1::BatchGetOrganizationsResponse> BatchGet(
      const v1::BatchGetOrganizationsRequest& request);
  absl::StatusOr<v1::SearchOrganizationsResponse> Search(
      const v1::SearchOrganizationsRequest& request);

  const Parts parts_;
  const storage::Organizations organizations_;
};

}  // namespace zoufang::rpc
