// A registry of a city's size on the server.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "tests/support/server_fixture.h"
#include "tools/city/city.h"

namespace zoufang::testing {

class CityRegistry {
 public:
  // Of at most so many organisations, all made up. `server` outlives it.
  CityRegistry(TestServer& server, int most);
  // Imports the next ones.
  absl::Status Import(int count);

 private:
  TestServer& server_;
  city::Divisions divisions_;  // Outlives the city.
  std::unique_ptr<city::City> city_;
};

}  // namespace zoufang::testing
