#include "tests/simulation/virtual_disk.h"

#include <algorithm>

namespace zoufang::simulation {
namespace {

// What is lost or kept together, and what of it a tear splits.
constexpr int64_t kBlock = 4096;
constexpr int64_t kSector = 512;

// Remembers what the blocks of [from, to) held at the last sync.
void Remember(DiskFile& file, int64_t from, int64_t to) {
  for (int64_t block = from / kBlock; block * kBlock < to; ++block) {
    const auto [at, fresh] = file.unsynced.try_emplace(block);
    if (!fresh) continue;
    const auto size = static_cast<int64_t>(file.bytes.size());
    if (block * kBlock < size) at->second = file.bytes.substr(block * kBlock, kBlock);
  }
}

void Forget(DiskFile& file) {
  file.unsynced.clear();
  file.synced_size = static_cast<int64_t>(file.bytes.size());
}

// Puts the block back to what it held, from `kept` bytes on.
void Revert(DiskFile& file, int64_t block, std::string before, int64_t kept) {
  const int64_t start = block * kBlock;
  const auto size = static_cast<int64_t>(file.bytes.size());
  const int64_t length = std::min(kBlock, size - start);
  if (length <= kept) return;
  before.resize(length, '\0');
  file.bytes.replace(start + kept, length - kept, before, kept, length - kept);
}

}  // namespace

DiskFile* VirtualDisk::Find(const std::string& name) {
  const auto found = files_.find(name);
  return found == files_.end() ? nullptr : found->second.get();
}

std::shared_ptr<DiskFile> VirtualDisk::Open(const std::string& name) {
  std::shared_ptr<DiskFile>& file = files_[name];
  if (file == nullptr) file = std::make_shared<DiskFile>();
  return file;
}

DiskResult VirtualDisk::Admit() {
  if (dead_) return DiskResult::kDead;
  if (die_in_ == kNever || die_in_-- > 0) return DiskResult::kOk;
  dead_ = true;
  return DiskResult::kDead;
}

DiskResult VirtualDisk::Write(DiskFile& file, int64_t offset, absl::string_view data) {
  if (const DiskResult admitted = Admit(); admitted != DiskResult::kOk) return admitted;
  if (full_in_ == 0) {
    refused_for_room_ = true;
    return DiskResult::kFull;
  }
  if (full_in_ > 0) --full_in_;
  const int64_t end = offset + static_cast<int64_t>(data.size());
  Remember(file, std::min(offset, static_cast<int64_t>(file.bytes.size())), end);
  if (end > static_cast<int64_t>(file.bytes.size())) file.bytes.resize(end, '\0');
  file.bytes.replace(offset, data.size(), data.data(), data.size());
  return DiskResult::kOk;
}

DiskResult VirtualDisk::Truncate(DiskFile& file, int64_t size) {
  if (const DiskResult admitted = Admit(); admitted != DiskResult::kOk) return admitted;
  const auto now = static_cast<int64_t>(file.bytes.size());
  Remember(file, std::min(size, now), std::max(size, now));
  file.bytes.resize(size, '\0');
  return DiskResult::kOk;
}

DiskResult VirtualDisk::Sync(DiskFile& file) {
  if (const DiskResult admitted = Admit(); admitted != DiskResult::kOk) return admitted;
  if (!lies_) Forget(file);
  return DiskResult::kOk;
}

DiskResult VirtualDisk::Remove(const std::string& name) {
  if (const DiskResult admitted = Admit(); admitted != DiskResult::kOk) return admitted;
  files_.erase(name);
  return DiskResult::kOk;
}

void VirtualDisk::Revive() {
  dead_ = false;
  die_in_ = kNever;
}

void VirtualDisk::CutPower(Dice& dice) {
  for (auto& [name, file] : files_) {
    if (file->unsynced.empty()) continue;
    const auto size = std::max(file->synced_size, static_cast<int64_t>(file->bytes.size()));
    file->bytes.resize(size, '\0');
    for (auto& [block, before] : file->unsynced) {
      switch (dice.Below(3)) {
        case 0:
          Revert(*file, block, std::move(before), 0);
          break;
        case 1:
          Revert(*file, block, std::move(before), kSector * dice.Between(1, 7));
          break;
        default:
          break;
      }
    }
    if (dice.OneIn(2)) file->bytes.resize(file->synced_size);
    Forget(*file);
  }
}

DiskCopy VirtualDisk::Copy() const {
  DiskCopy copy;
  for (const auto& [name, file] : files_) copy[name] = file->bytes;
  return copy;
}

void VirtualDisk::Replace(const DiskCopy& copy) {
  files_.clear();
  for (const auto& [name, bytes] : copy) {
    auto file = std::make_shared<DiskFile>();
    file->bytes = bytes;
    file->synced_size = static_cast<int64_t>(bytes.size());
    files_[name] = std::move(file);
  }
}

}  // namespace zoufang::simulation
