#include "server/storage/sealed_file.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "domain/attachment_errors.h"
#include "server/storage/keys.h"
#include "sync/base/status.h"

namespace zoufang::storage {
namespace {

constexpr size_t kPieceBytes = 256 * 1024;
constexpr size_t kHeaderBytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr size_t kAddedBytes = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr int64_t kBlockBytes = 64;  // Of XChaCha20's key stream.

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

std::string SealingKey(absl::string_view server_key) {
  return Hmac(server_key, "attachment originals 1");
}

std::string Seal(absl::string_view key, absl::string_view name, absl::string_view content) {
  crypto_secretstream_xchacha20poly1305_state state;
  std::string box(kHeaderBytes, '\0');
  crypto_secretstream_xchacha20poly1305_init_push(&state, Bytes(box), Bytes(key));
  bool last = false;
  while (!last) {
    const absl::string_view piece = content.substr(0, kPieceBytes);
    content.remove_prefix(piece.size());
    last = content.empty();
    std::string sealed(piece.size() + kAddedBytes, '\0');
    crypto_secretstream_xchacha20poly1305_push(
        &state, Bytes(sealed), nullptr, Bytes(piece), piece.size(), Bytes(name), name.size(),
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
             : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    box += sealed;
  }
  return box;
}

struct SealedReader::State {
  crypto_secretstream_xchacha20poly1305_state stream;
};

SealedReader::SealedReader(std::unique_ptr<State> state, DiskFile file, absl::string_view name)
    : state_(std::move(state)), file_(std::move(file)), name_(name) {}

SealedReader::~SealedReader() = default;

absl::StatusOr<std::unique_ptr<SealedReader>> SealedReader::Open(const std::string& path,
                                                                 absl::string_view key,
                                                                 absl::string_view name) {
  ASSIGN_OR_RETURN(DiskFile file, DiskFile::OpenToRead(path));
  ASSIGN_OR_RETURN(const std::string header, file.Read(kHeaderBytes));
  auto state = std::make_unique<State>();
  if (header.size() != kHeaderBytes || crypto_secretstream_xchacha20poly1305_init_pull(
                                           &state->stream, Bytes(header), Bytes(key)) != 0) {
    return domain::AttachmentDamaged();
  }
  return absl::WrapUnique(new SealedReader(std::move(state), std::move(file), name));
}

absl::StatusOr<std::optional<std::string>> SealedReader::Next() {
  if (ended_) return std::optional<std::string>();
  ASSIGN_OR_RETURN(const std::string sealed, file_.Read(kPieceBytes + kAddedBytes));
  if (sealed.size() < kAddedBytes) return domain::AttachmentDamaged();
  std::string piece(sealed.size() - kAddedBytes, '\0');
  unsigned char tag = 0;
  if (crypto_secretstream_xchacha20poly1305_pull(&state_->stream, Bytes(piece), nullptr, &tag,
                                                 Bytes(sealed), sealed.size(), Bytes(name_),
                                                 name_.size()) != 0) {
    return domain::AttachmentDamaged();
  }
  ended_ = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  return std::optional<std::string>(std::move(piece));
}

std::string Veil(absl::string_view key, absl::string_view name, int64_t offset,
                 absl::string_view bytes) {
  const std::string nonce = Hmac(key, absl::StrCat("partial ", name));
  const auto lead = static_cast<size_t>(offset % kBlockBytes);
  std::string block(lead, '\0');  // What comes before in the first block of the key stream.
  absl::StrAppend(&block, bytes);
  crypto_stream_xchacha20_xor_ic(Bytes(block), Bytes(block), block.size(), Bytes(nonce),
                                 static_cast<uint64_t>(offset / kBlockBytes), Bytes(key));
  return block.substr(lead);
}

}  // namespace zoufang::storage
