#include "sync/device/row_pages.h"

#include <zstd.h>

#include "absl/status/statusor.h"
#include "sync/base/errors.h"
#include "sync/base/status.h"
#include "sync/schema/wire.h"

namespace zoufang::device {
namespace {

using schema::WireReader;
using schema::WireTag;
using schema::WireType;

// As the protocol bounds a page.
constexpr uint32_t kMaxPageBytes = 8 << 20;

constexpr uint32_t kRowsTag = WireTag(1, WireType::kBytes);     // RowBatch.rows
constexpr uint32_t kEntityTag = WireTag(1, WireType::kVarint);  // Row.entity
constexpr uint32_t kRevTag = WireTag(2, WireType::kVarint);     // Row.rev
constexpr uint32_t kBodyTag = WireTag(3, WireType::kBytes);     // Row.body

absl::Status Malformed() { return base::ReplyMalformed("a page of rows"); }

absl::StatusOr<RowView> ReadRow(absl::string_view bytes) {
  RowView row;
  WireReader reader(bytes);
  while (!reader.done()) {
    const uint32_t tag = reader.Tag();
    if (tag == kBodyTag) {
      row.body = reader.Bytes();
    } else if (tag == kEntityTag) {
      row.entity = static_cast<uint32_t>(reader.Varint());
    } else if (tag == kRevTag) {
      row.rev = static_cast<int64_t>(reader.Varint());
    } else {
      reader.Skip(tag);
    }
  }
  if (!reader.ok()) return Malformed();
  return row;
}

absl::Status ReadBatch(absl::string_view batch,
                       absl::FunctionRef<absl::Status(const RowView&)> take) {
  WireReader reader(batch);
  while (!reader.done()) {
    const uint32_t tag = reader.Tag();
    if (tag != kRowsTag) {
      reader.Skip(tag);
      continue;
    }
    const absl::string_view bytes = reader.Bytes();
    if (!reader.ok()) break;
    ASSIGN_OR_RETURN(const RowView row, ReadRow(bytes));
    RETURN_IF_ERROR(take(row));
  }
  return reader.ok() ? absl::OkStatus() : Malformed();
}

}  // namespace

void RowPageReader::Free::operator()(ZSTD_DCtx_s* context) const { ZSTD_freeDCtx(context); }

RowPageReader::RowPageReader() : zstd_(ZSTD_createDCtx()) {}
RowPageReader::~RowPageReader() = default;

absl::Status RowPageReader::ForEach(absl::string_view zstd, uint32_t size,
                                    absl::FunctionRef<absl::Status(const RowView&)> take) {
  if (size == 0) return absl::OkStatus();
  if (size > kMaxPageBytes) return Malformed();
  if (buffer_.size() < size) buffer_.resize(size);
  const size_t got =
      ZSTD_decompressDCtx(zstd_.get(), buffer_.data(), size, zstd.data(), zstd.size());
  if (ZSTD_isError(got) || got != size) return Malformed();
  return ReadBatch(absl::string_view(buffer_.data(), size), take);
}

}  // namespace zoufang::device
