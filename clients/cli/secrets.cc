#include "clients/cli/secrets.h"

#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/strip.h"
#include "clients/cli/errors.h"
#include "sync/base/status.h"

namespace zoufang::cli {
namespace {

std::string FirstLine(std::istream& in) {
  std::string line;
  std::getline(in, line);
  return std::string(absl::StripSuffix(line, "\r"));
}

absl::StatusOr<std::string> FromFile(const std::string& path) {
  if (path == "-") return FirstLine(std::cin);
  std::ifstream file(path);
  if (!file) return FileUnreadable(path, std::strerror(errno));
  return FirstLine(file);
}

// Asks on the terminal itself, with the echo off.
std::string Ask(absl::string_view question) {
  termios before;
  const bool changed = tcgetattr(STDIN_FILENO, &before) == 0;
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  if (changed) tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  const auto restore = absl::MakeCleanup([&] {
    if (changed) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << '\n';
  });
  std::cerr << std::string(question) << ": " << std::flush;
  return FirstLine(std::cin);
}

absl::string_view NameOf(const SecretSource& source, Language language) {
  return language == Language::kChinese ? source.what_zh : source.what_en;
}

// What file and environment say; "" when only a person can.
absl::StatusOr<std::string> WithoutAsking(const SecretSource& source) {
  if (!source.file.empty()) return FromFile(source.file);
  return FromEnvironment(source.variable);
}

absl::Status Missing(const SecretSource& source) {
  return SecretMissing(source.what_zh, source.what_en, source.file_option, source.variable);
}

}  // namespace

SecretSource PasswordFrom(std::string file) {
  return {std::move(file), "--password-file", "ZOUFANG_PASSWORD", "密码", "password"};
}

SecretSource ComplaintSecretFrom(std::string file) {
  return {std::move(file), "--secret-file", "ZOUFANG_SECRET", "查询码", "secret"};
}

absl::StatusOr<std::string> ReadSecret(const SecretSource& source, Language language) {
  ASSIGN_OR_RETURN(std::string secret, WithoutAsking(source));
  if (secret.empty() && source.file.empty() && isatty(STDIN_FILENO) != 0) {
    secret = Ask(NameOf(source, language));
  }
  if (secret.empty()) return Missing(source);
  return secret;
}

absl::StatusOr<std::string> ReadNewSecret(const SecretSource& source, Language language) {
  ASSIGN_OR_RETURN(std::string given, WithoutAsking(source));
  if (!given.empty() || !source.file.empty() || isatty(STDIN_FILENO) == 0) {
    if (given.empty()) return Missing(source);
    return given;
  }
  std::string first = Ask(NameOf(source, language));
  if (first.empty()) return Missing(source);
  if (Ask(TextIn(language, TextId::kOnceMore)) != first) {
    return WrongUsage("两次输入不一致，请重新运行。", "the two entries differ; run it again");
  }
  return first;
}

std::string FromEnvironment(absl::string_view variable) {
  const char* value = std::getenv(std::string(variable).c_str());
  return value == nullptr ? "" : value;
}

}  // namespace zoufang::cli
