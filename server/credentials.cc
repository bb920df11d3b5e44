#include "server/credentials.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/match.h"
#include "domain/errors.h"
#include "sync/base/status.h"

namespace zoufang::server {
namespace {

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return domain::PathUnusable(path, std::strerror(errno));
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!absl::StrContains(text, "-----BEGIN ")) {
    return domain::PathUnusable(path, "not a PEM file");
  }
  return text;
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ListenCredentials(
    const ServerOptions& options) {
  if (options.tls_cert.empty()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions ssl;
  grpc::SslServerCredentialsOptions::PemKeyCertPair pair;
  ASSIGN_OR_RETURN(pair.private_key, ReadPem(options.tls_key));
  ASSIGN_OR_RETURN(pair.cert_chain, ReadPem(options.tls_cert));
  ssl.pem_key_cert_pairs.push_back(std::move(pair));
  return grpc::SslServerCredentials(ssl);
}

}  // namespace zoufang::server
