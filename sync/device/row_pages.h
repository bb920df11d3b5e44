// Reads pages of rows as they come: compressed, without message objects.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

struct ZSTD_DCtx_s;

namespace zoufang::device {

// A row of the server's, borrowed from its page.
struct RowView {
  uint32_t entity = 0;
  int64_t rev = 0;
  absl::string_view body;
};

// Decompresses one page after the other into the same buffer.
class RowPageReader {
 public:
  RowPageReader();
  ~RowPageReader();

  // Calls `take` for each row of a page. INTERNAL REPLY_MALFORMED.
  absl::Status ForEach(absl::string_view zstd, uint32_t size,
                       absl::FunctionRef<absl::Status(const RowView&)> take);

 private:
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_DCtx_s, Free> zstd_;
  std::string buffer_;
};

}  // namespace zoufang::device
