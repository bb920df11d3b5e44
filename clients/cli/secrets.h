// Passwords and secrets: from a file, the environment or the terminal, never from the command line.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/text.h"

namespace zoufang::cli {

// Where one secret may come from, and what it is called.
struct SecretSource {
  std::string file;               // "-": standard input; empty: not from a file.
  absl::string_view file_option;  // "--password-file".
  absl::string_view variable;     // "ZOUFANG_PASSWORD".
  absl::string_view what_zh;
  absl::string_view what_en;
};

SecretSource PasswordFrom(std::string file);
SecretSource ComplaintSecretFrom(std::string file);

// The file's first line, else the variable, else what is typed at the terminal. WRONG_USAGE when
// there is none of them.
absl::StatusOr<std::string> ReadSecret(const SecretSource& source, Language language);
// As ReadSecret for a new password: typed twice at a terminal.
absl::StatusOr<std::string> ReadNewSecret(const SecretSource& source, Language language);

// The environment variable, or "".
std::string FromEnvironment(absl::string_view variable);

}  // namespace zoufang::cli
