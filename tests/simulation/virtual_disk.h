// The disk of one machine: files in memory that know what was synced.
//
//   after a crash of the process  every byte that was written is there
//   after a power cut             what was synced is there; of each block written since, all, none
//                                 or the first part may be
//
// Making and removing a file counts as durable at once, as a journaling file system has it after
// the file's first sync.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/simulation/dice.h"

namespace zoufang::simulation {

enum class DiskResult { kOk, kDead, kFull };

// The locks that SQLite's handles hold on one file; a handle is known by its address.
struct FileLocks {
  int shared = 0;
  const void* reserved = nullptr;
  const void* exclusive = nullptr;
  std::array<int, 8> wal_shared = {};
  std::array<const void*, 8> wal_exclusive = {};
};

// One file. Reads need no result: memory does not fail.
struct DiskFile {
  std::string bytes;
  std::map<int64_t, std::string> unsynced;  // Block number -> what it held at the last sync.
  int64_t synced_size = 0;
  // The shared memory that SQLite keeps beside a WAL; gone with the processes that map it.
  std::vector<std::unique_ptr<char[]>> shared;
  int mapped_by = 0;
  FileLocks locks;
};

// What the machine's files held at one moment.
using DiskCopy = std::map<std::string, std::string>;

class VirtualDisk {
 public:
  DiskFile* Find(const std::string& name);  // nullptr: there is none.
  // A fresh file object may take the place of one that is still open: handles share ownership.
  std::shared_ptr<DiskFile> Open(const std::string& name);

  DiskResult Write(DiskFile& file, int64_t offset, absl::string_view data);
  DiskResult Truncate(DiskFile& file, int64_t size);
  DiskResult Sync(DiskFile& file);
  DiskResult Remove(const std::string& name);

  // The process dies at the n-th write or sync from now on; from then on nothing reaches the disk.
  void DieAfter(int operations) { die_in_ = operations; }
  void Die() { dead_ = true; }
  bool dead() const { return dead_; }
  // Writes fail for want of room after n more of them, until Free.
  void FillAfter(int writes) { full_in_ = writes; }
  void Free() { full_in_ = kNever; }
  bool refused_for_room() const { return refused_for_room_; }
  void ClearRefused() { refused_for_room_ = false; }
  // The machine comes up again; a death that was planned is off.
  void Revive();
  // Loses what was not synced, as `dice` fall.
  void CutPower(Dice& dice);
  // Does as if it synced, and does not.
  void LieAboutSyncs() { lies_ = true; }

  DiskCopy Copy() const;
  // Files that are still open stay with their handles and are forgotten.
  void Replace(const DiskCopy& copy);

 private:
  static constexpr int kNever = -1;
  DiskResult Admit();

  std::map<std::string, std::shared_ptr<DiskFile>> files_;
  int die_in_ = kNever;
  int full_in_ = kNever;
  bool dead_ = false;
  bool refused_for_room_ = false;
  bool lies_ = false;
};

}  // namespace zoufang::simulation
