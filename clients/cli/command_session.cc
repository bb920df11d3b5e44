// zoufang sign-in, sign-out
#include <memory>

#include "clients/cli/commands.h"
#include "clients/cli/errors.h"
#include "clients/cli/message_json.h"
#include "clients/cli/message_text.h"
#include "clients/cli/secrets.h"
#include "sync/base/status.h"
#include "zoufang/v1/auth_service.grpc.pb.h"

namespace zoufang::cli {
namespace {

struct SignInOptions {
  std::string user;
  std::string password_file;
};

Session SessionOf(const Endpoint& endpoint, const std::string& user,
                  const v1::SignInResponse& answer) {
  const Json document = ToJson(answer);
  const Json& expires_at = document["expires_at"];
  return {.server = endpoint.server,
          .ca_file = endpoint.ca_file,
          .token = answer.token(),
          .user_name = user,
          .role = document["role"].get<std::string>(),
          .expires_at = expires_at.is_string() ? expires_at.get<std::string>() : ""};
}

absl::Status SignIn(const SignInOptions& options, Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.Anonymous());
  v1::SignInRequest request;
  request.set_user_name(options.user);
  ASSIGN_OR_RETURN(*request.mutable_password(),
                   ReadSecret(PasswordFrom(options.password_file), shell.language()));
  ASSIGN_OR_RETURN(const v1::SignInResponse answer,
                   remote.Call(&v1::AuthService::Stub::SignIn, request));
  const Session session = SessionOf(remote.endpoint(), options.user, answer);
  RETURN_IF_ERROR(SaveSession(shell.SessionPath(), session));
  Output& out = shell.out();
  if (out.json()) {
    out.Document({{"server", session.server},
                  {"user_name", session.user_name},
                  {"role", session.role},
                  {"expires_at", session.expires_at},
                  {"session", shell.SessionPath()}});
    return absl::OkStatus();
  }
  out.Line(TextId::kSignedIn, session.server, session.user_name,
           Word(shell.language(), answer.role()), TimeText(answer.expires_at()));
  return absl::OkStatus();
}

absl::Status SignOut(Shell& shell) {
  ASSIGN_OR_RETURN(const Remote remote, shell.SignedIn());
  const auto answer = remote.Call(&v1::AuthService::Stub::SignOut, v1::SignOutRequest());
  // A token that the server no longer takes is as good as withdrawn.
  if (!answer.ok() && !absl::IsUnauthenticated(answer.status())) return answer.status();
  RETURN_IF_ERROR(DeleteSession(shell.SessionPath()));
  if (shell.out().json()) {
    shell.out().Document({{"signed_out", true}});
    return absl::OkStatus();
  }
  shell.out().Line(TextId::kSignedOut);
  return absl::OkStatus();
}

}  // namespace

void AddSignInCommands(Commands& commands) {
  auto options = std::make_shared<SignInOptions>();
  CLI::App& sign_in = commands.Add(commands.root(), "sign-in", TextId::kSignInHelp,
                                   [options](Shell& shell) { return SignIn(*options, shell); });
  commands.Option(sign_in, "--user", options->user, TextId::kUserHelp)->required();
  commands.Option(sign_in, "--password-file", options->password_file, TextId::kPasswordFileHelp);
  commands.ServerOptions(sign_in);
  CLI::App& sign_out = commands.Add(commands.root(), "sign-out", TextId::kSignOutHelp, SignOut);
  commands.SessionOptions(sign_out);
}

}  // namespace zoufang::cli
