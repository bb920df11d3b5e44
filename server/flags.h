// zoufangd's command line.
#pragma once

#include <string>

#include "server/options.h"

namespace zoufang::server {

struct Flags {
  ServerOptions options;
  std::string port_file;
  std::string tablets_port_file;
  // Set: end at once with this exit code; everything is printed. --help and --version: 0.
  int exit_code = -1;
};

// Reads the arguments and the environment (ZOUFANG_DATA for --data, and so on; arguments win).
Flags ParseFlags(int argc, char** argv);

}  // namespace zoufang::server
