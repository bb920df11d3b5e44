// The web pages, served from memory.
#pragma once

#include <httplib.h>

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace zoufang::http {

// One file in the forms it may be sent in.
struct WebFile {
  using Bytes = std::shared_ptr<const std::string>;

  std::string type;
  std::string tag;
  Bytes plain;
  Bytes gzip;    // From NAME.gz beside it, or made at the start; null: not worth it.
  Bytes brotli;  // From NAME.br beside it; null: there is none.
};

// A build of clients/web, read whole at the start. A request only looks a name up among those found
// then, so that no path of a request reaches the file system, and a build that is copied over the
// folder never shows half: restart to serve it. Links and hidden files are left out. Immutable.
class WebFiles {
 public:
  // OPTION_INVALID: `folder` is no build (no index.html), or too large for one.
  static absl::StatusOr<WebFiles> Load(const std::string& folder);

  // Answers a GET: a file; or, for a page's own address, the page that knows it: console.html below
  // /console, index.html elsewhere. False, and nothing is written: there is neither.
  bool Serve(const httplib::Request& request, httplib::Response& response) const;

 private:
  const WebFile* Find(absl::string_view path) const;

  std::map<std::string, WebFile, std::less<>> files_;  // By path, "/assets/x.js".
};

}  // namespace zoufang::http
