#include "clients/fieldwork/tablet.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "clients/fieldwork/errors.h"
#include "domain/entities.h"
#include "sync/base/status.h"

namespace zoufang::fieldwork {

absl::StatusOr<std::unique_ptr<Tablet>> Tablet::Open(const std::string& path, device::Env env) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return TabletMissing(path);
  return OpenOrCreate(path, env);
}

absl::StatusOr<std::unique_ptr<Tablet>> Tablet::OpenOrCreate(const std::string& path,
                                                             device::Env env) {
  ASSIGN_OR_RETURN(schema::Catalogue built, domain::ProductCatalogue());
  auto catalogue = std::make_unique<schema::Catalogue>(std::move(built));
  ASSIGN_OR_RETURN(std::unique_ptr<device::Replica> replica,
                   device::Replica::Open(path, *catalogue, env));
  return std::unique_ptr<Tablet>(new Tablet(std::move(catalogue), std::move(replica), env));
}

absl::StatusOr<std::string> Tablet::UserName() {
  ASSIGN_OR_RETURN(const device::Enrollment enrollment, replica_->GetEnrollment());
  return enrollment.user_name;
}

}  // namespace zoufang::fieldwork
