#include "tests/fuzz/row_page.h"

#include <zstd.h>

namespace zoufang::fuzz {

sync::v1::RowBatch OpenPage(const sync::v1::RowPage& page) {
  sync::v1::RowBatch batch;
  constexpr uint32_t kMost = 1 << 20;
  std::string raw(std::min(page.size(), kMost), '\0');
  const size_t got =
      ZSTD_decompress(raw.data(), raw.size(), page.zstd().data(), page.zstd().size());
  if (!ZSTD_isError(got)) batch.ParseFromArray(raw.data(), static_cast<int>(got));
  return batch;
}

sync::v1::RowPage ClosePage(const sync::v1::RowBatch& batch) {
  const std::string raw = batch.SerializeAsString();
  std::string zstd(ZSTD_compressBound(raw.size()), '\0');
  zstd.resize(ZSTD_compress(zstd.data(), zstd.size(), raw.data(), raw.size(), 1));
  sync::v1::RowPage page;
  page.set_zstd(zstd);
  page.set_size(static_cast<uint32_t>(raw.size()));
  page.set_count(static_cast<uint32_t>(batch.rows_size()));
  return page;
}

}  // namespace zoufang::fuzz
