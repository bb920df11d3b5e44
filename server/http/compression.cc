#include "server/http/compression.h"

#include <zlib.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace zoufang::http {
namespace {

// zlib's own numbers: the largest window, and 16 more for gzip's header instead of zlib's.
constexpr int kGzipWindowBits = 15 + 16;
constexpr int kMemoryLevel = 8;

bool IsRefused(absl::string_view parameters) {
  const std::string compact = absl::StrReplaceAll(parameters, {{" ", ""}});
  return compact == "q=0" || compact == "q=0.0" || compact == "q=0.00" || compact == "q=0.000";
}

}  // namespace

bool Accepts(const httplib::Request& request, absl::string_view coding) {
  for (const absl::string_view item :
       absl::StrSplit(request.get_header_value("Accept-Encoding"), ',')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(item, absl::MaxSplits(';', 1));
    if (absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(parts.first), coding)) {
      return !IsRefused(parts.second);
    }
  }
  return false;
}

std::string Gzip(absl::string_view bytes) {
  z_stream stream{};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindowBits, kMemoryLevel,
               Z_DEFAULT_STRATEGY);
  std::string file(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(file.data());
  stream.avail_out = static_cast<uInt>(file.size());
  deflate(&stream, Z_FINISH);  // In one go: the bound is enough for all of it.
  file.resize(stream.total_out);
  deflateEnd(&stream);
  return file;
}

}  // namespace zoufang::http
