// Which sites' pages may call.
#pragma once

#include <httplib.h>

#include <set>
#include <string>
#include <vector>

namespace zoufang::http {

// A browser says of each request by which site's page it was made. Those of another site are
// refused before they reach a service, unless the site was allowed; then the browser is told so
// (CORS). Who is no browser says nothing and is asked for a token as ever. Nothing here is a
// cookie, so this keeps forged requests from what needs no token: filing, guessing secrets.
// Immutable.
class Origins {
 public:
  explicit Origins(const std::vector<std::string>& allowed)
      : allowed_(allowed.begin(), allowed.end()) {}

  // False: the request is answered, as refused or as a preflight.
  bool Admit(const httplib::Request& request, httplib::Response& response) const;

 private:
  std::set<std::string> allowed_;
};

}  // namespace zoufang::http
