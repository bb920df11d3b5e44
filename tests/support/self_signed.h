// A certificate for localhost, made by the openssl program.
#pragma once

#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/temp_dir.h"

namespace zoufang::testing {

struct SelfSigned {
  TempDir directory;
  std::string cert = directory.File("cert.pem");
  std::string key = directory.File("key.pem");

  // False: the openssl program is missing.
  bool Make() const {
    return std::system(absl::StrCat("openssl req -x509 -newkey ec"
                                    " -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
                                    " -subj /CN=localhost -addext subjectAltName=DNS:localhost"
                                    " -keyout ",
                                    key, " -out ", cert, " 2>/dev/null")
                           .c_str()) == 0;
  }
};

}  // namespace zoufang::testing
