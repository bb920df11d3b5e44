#include "sync/hub/row_page.h"

#include <zstd.h>

#include "google/protobuf/io/coded_stream.h"
#include "sync/base/errors.h"
#include "sync/schema/row.h"

namespace zoufang::hub {
namespace {

// The level at which a first sync is fastest over loopback and still well under half of JSON's
// size.
constexpr int kZstdLevel = 1;

void AppendVarint(uint64_t value, std::string& out) {
  uint8_t buffer[10];
  uint8_t* end = google::protobuf::io::CodedOutputStream::WriteVarint64ToArray(value, buffer);
  out.append(reinterpret_cast<char*>(buffer), end - buffer);
}

constexpr char Tag(int field, int wire_type) { return static_cast<char>(field << 3 | wire_type); }

}  // namespace

void RowPageWriter::Add(const schema::Entity& entity, const sql::Statement& statement) {
  std::string body;
  body.swap(row_);
  body.clear();
  schema::AppendBody(entity, statement, 0, body);
  // Row { entity = 1, rev = 2, body = 3 }, in RowBatch.rows = 1.
  std::string head;
  head += Tag(1, 0);
  AppendVarint(entity.number, head);
  head += Tag(2, 0);
  AppendVarint(static_cast<uint64_t>(statement.Int(static_cast<int>(entity.fields.size()))), head);
  head += Tag(3, 2);
  AppendVarint(body.size(), head);
  batch_ += Tag(1, 2);
  AppendVarint(head.size() + body.size(), batch_);
  batch_ += head;
  batch_ += body;
  row_.swap(body);
  ++count_;
}

absl::StatusOr<sync::v1::RowPage> RowPageWriter::Finish() {
  sync::v1::RowPage page;
  page.set_size(static_cast<uint32_t>(batch_.size()));
  page.set_count(count_);
  std::string& out = *page.mutable_zstd();
  out.resize(ZSTD_compressBound(batch_.size()));
  const size_t size =
      ZSTD_compress(out.data(), out.size(), batch_.data(), batch_.size(), kZstdLevel);
  if (ZSTD_isError(size)) return base::Undecodable("zstd");
  out.resize(size);
  batch_.clear();
  count_ = 0;
  return page;
}

}  // namespace zoufang::hub
