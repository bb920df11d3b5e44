// Files that show nothing without the server's key.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/storage/disk_file.h"

namespace zoufang::storage {

// A key of its own for sealing, from the server's (see keys.h).
std::string SealingKey(absl::string_view server_key);

// `content` in a box (libsodium's secretstream: XChaCha20-Poly1305, pieces of 256 KiB) that opens
// only under the same key and the same name: a file put in another's place does not open.
std::string Seal(absl::string_view key, absl::string_view name, absl::string_view content);

// Opens a box piece by piece.
class SealedReader {
 public:
  static absl::StatusOr<std::unique_ptr<SealedReader>> Open(const std::string& path,
                                                            absl::string_view key,
                                                            absl::string_view name);
  ~SealedReader();
  // nullopt: that was the last. DATA_LOSS ATTACHMENT_DAMAGED.
  absl::StatusOr<std::optional<std::string>> Next();

 private:
  struct State;
  SealedReader(std::unique_ptr<State> state, DiskFile file, absl::string_view name);

  const std::unique_ptr<State> state_;
  DiskFile file_;
  const std::string name_;
  bool ended_ = false;
};

// Bytes of an unfinished file, as they lie on the disk: any part can be turned by itself, there and
// back. No protection against changes: the whole is checked by its hash.
std::string Veil(absl::string_view key, absl::string_view name, int64_t offset,
                 absl::string_view bytes);

}  // namespace zoufang::storage
