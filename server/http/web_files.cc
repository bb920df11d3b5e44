#include "server/http/web_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/errors.h"
#include "server/http/compression.h"
#include "server/http/reply.h"
#include "sync/base/hash.h"
#include "sync/base/status.h"

namespace zoufang::http {
namespace {

namespace fs = std::filesystem;

// A folder that is larger is no web build; it is held in memory.
constexpr size_t kMostBytes = 64 << 20;

constexpr char kCitizenPage[] = "/index.html";
constexpr char kConsolePage[] = "/console.html";
// Names below it carry a hash of their content.
constexpr char kHashed[] = "/assets/";

// Scripts and style sheets come from here and from nowhere else, and no page may frame ours. Only
// style attributes may be inline: the component libraries' templates and the charts' tips have
// them.
constexpr char kPagePolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
constexpr char kPagePermissions[] =
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";

struct Type {
  absl::string_view ending;
  const char* name;
  bool compresses;
};

constexpr Type kTypes[] = {
    {".html", "text/html; charset=utf-8", true},
    {".js", "text/javascript; charset=utf-8", true},
    {".mjs", "text/javascript; charset=utf-8", true},
    {".css", "text/css; charset=utf-8", true},
    {".json", "application/json", true},
    {".map", "application/json", true},
    {".webmanifest", "application/manifest+json", true},
    {".svg", "image/svg+xml", true},
    {".txt", "text/plain; charset=utf-8", true},
    {".xml", "application/xml", true},
    {".wasm", "application/wasm", true},
    {".ico", "image/x-icon", false},
    {".png", "image/png", false},
    {".jpg", "image/jpeg", false},
    {".webp", "image/webp", false},
    {".woff2", "font/woff2", false},
    {".woff", "font/woff", false},
    {".ttf", "font/ttf", true},
};
constexpr Type kOther = {"", "application/octet-stream", false};

const Type& TypeOf(absl::string_view path) {
  for (const Type& type : kTypes) {
    if (absl::EndsWithIgnoreCase(path, type.ending)) return type;
  }
  return kOther;
}

using Contents = std::map<std::string, std::string>;

std::string ReadFile(const fs::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return std::move(bytes).str();
}

// Every regular file below `folder` by its path; what a link points to is not followed.
absl::StatusOr<Contents> ReadFolder(const fs::path& folder) {
  Contents contents;
  size_t total = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    if (absl::StartsWith(it->path().filename().string(), ".")) {
      it.disable_recursion_pending();
      continue;
    }
    if (!fs::is_regular_file(it->symlink_status())) continue;
    total += it->file_size(error);
    if (total > kMostBytes) {
      return domain::OptionInvalid("--web", "目录超过 64 MiB，不是网页构建结果",
                                   "the folder holds more than 64 MiB: it is no web build");
    }
    contents[absl::StrCat("/", it->path().lexically_relative(folder).generic_string())] =
        ReadFile(it->path());
  }
  return contents;
}

WebFile::Bytes Take(Contents& contents, const std::string& path) {
  const auto found = contents.find(path);
  if (found == contents.end()) return nullptr;
  return std::make_shared<const std::string>(std::move(found->second));
}

WebFile MakeFile(Contents& contents, const std::string& path) {
  const Type& type = TypeOf(path);
  WebFile file{.type = type.name,
               .plain = Take(contents, path),
               .gzip = Take(contents, path + ".gz"),
               .brotli = Take(contents, path + ".br")};
  file.tag = absl::BytesToHexString(base::Hash128({*file.plain}));
  if (file.gzip != nullptr || !type.compresses) return file;
  std::string gzip = Gzip(*file.plain);
  if (gzip.size() < file.plain->size()) {
    file.gzip = std::make_shared<const std::string>(std::move(gzip));
  }
  return file;
}

// NAME.gz and NAME.br of a file NAME are forms of it.
bool IsForm(const Contents& contents, absl::string_view path) {
  if (!absl::EndsWith(path, ".gz") && !absl::EndsWith(path, ".br")) return false;
  return contents.contains(std::string(path.substr(0, path.size() - 3)));
}

// "/console/cases/12", but not "/favicon.ico", "/a//b", "/a/../b" or what holds a zero byte.
bool IsPageAddress(absl::string_view path) {
  if (absl::StartsWith(path, kHashed)) return false;
  if (std::any_of(path.begin(), path.end(), absl::ascii_iscntrl)) return false;
  const std::vector<absl::string_view> segments = absl::StrSplit(path.substr(1), '/');
  for (size_t i = 0; i < segments.size(); ++i) {
    const bool last = i + 1 == segments.size();
    if (absl::StrContains(segments[i], '.') || (segments[i].empty() && !last)) return false;
  }
  return true;
}

void SetPageHeaders(httplib::Response& response) {
  SetOnly(response, "Content-Security-Policy", kPagePolicy);
  response.set_header("Permissions-Policy", kPagePermissions);
  response.set_header("Cross-Origin-Opener-Policy", "same-origin");
  response.set_header("X-Frame-Options", "DENY");  // For browsers that know no frame-ancestors.
}

struct Form {
  const char* coding;
  WebFile::Bytes bytes;
};

Form FormFor(const httplib::Request& request, const WebFile& file) {
  if (file.brotli != nullptr && Accepts(request, "br")) return {"br", file.brotli};
  if (file.gzip != nullptr && Accepts(request, "gzip")) return {"gzip", file.gzip};
  return {"", file.plain};
}

void Send(const httplib::Request& request, const WebFile& file, bool hashed,
          httplib::Response& response) {
  const Form form = FormFor(request, file);
  const std::string tag = absl::StrCat("\"", file.tag, form.coding, "\"");
  response.set_header("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  response.set_header("ETag", tag);
  response.set_header("Vary", "Accept-Encoding");
  if (absl::StartsWith(file.type, "text/html")) SetPageHeaders(response);
  if (request.get_header_value("If-None-Match") == tag) {
    response.status = 304;
    return;
  }
  if (form.coding[0] != '\0') response.set_header("Content-Encoding", form.coding);
  SendBytes(form.bytes, file.type, response);
}

}  // namespace

absl::StatusOr<WebFiles> WebFiles::Load(const std::string& folder) {
  ASSIGN_OR_RETURN(Contents contents, ReadFolder(folder));
  WebFiles web;
  for (const auto& [path, bytes] : contents) {
    if (!IsForm(contents, path)) web.files_[path] = MakeFile(contents, path);
  }
  if (web.Find(kCitizenPage) == nullptr) {
    return domain::OptionInvalid("--web", "目录里没有 index.html", "the folder has no index.html");
  }
  return web;
}

const WebFile* WebFiles::Find(absl::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

bool WebFiles::Serve(const httplib::Request& request, httplib::Response& response) const {
  const absl::string_view path = request.path;
  const WebFile* file = Find(path);
  const bool hashed = file != nullptr && absl::StartsWith(path, kHashed);
  if (file == nullptr && IsPageAddress(path)) {
    const bool console = path == "/console" || absl::StartsWith(path, "/console/");
    file = Find(console ? kConsolePage : kCitizenPage);
  }
  if (file == nullptr) return false;
  Send(request, *file, hashed, response);
  return true;
}

}  // namespace zoufang::http
