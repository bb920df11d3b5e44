#include "tests/simulation/virtual_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

namespace zoufang::simulation {
namespace {

constexpr int kShmLocks = SQLITE_SHM_NLOCK;
static_assert(kShmLocks == 8, "FileLocks has room for these");
// Julian day 2460000.5 in milliseconds: SQLite itself asks for the time now and then.
constexpr sqlite3_int64 kStandingTime = 212544043200000;

// One handle; SQLite allocates it.
struct Handle {
  sqlite3_file base;
  VirtualDisk* disk;
  std::shared_ptr<DiskFile>* file;
  int level;
  bool mapped;
  bool remove_at_close;
  uint32_t shm_shared;  // A bit for each lock.
  uint32_t shm_exclusive;
  std::string* name;
};

struct Room {
  std::map<std::string, VirtualDisk*> machines;
  uint64_t seed = 0;
  uint64_t drawn = 0;
  int64_t scratch = 0;
};

Room& TheRoom() {
  static auto* const room = new Room;
  return *room;
}

Handle& Of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

// "/t1/tablet.db" -> the disk of "t1" and "tablet.db"; nullptr: no such machine.
std::pair<VirtualDisk*, std::string> Resolve(const char* path) {
  const std::string all = path;
  const size_t slash = all.find('/', 1);
  if (slash == std::string::npos) return {nullptr, ""};
  const auto found = TheRoom().machines.find(all.substr(1, slash - 1));
  if (found == TheRoom().machines.end()) return {nullptr, ""};
  return {found->second, all.substr(slash + 1)};
}

int Code(DiskResult result, int when_dead) {
  switch (result) {
    case DiskResult::kOk:
      return SQLITE_OK;
    case DiskResult::kFull:
      return SQLITE_FULL;
    case DiskResult::kDead:
      break;
  }
  return when_dead;
}

// --- a file --------------------------------------------------------------------------------------

int Unlock(sqlite3_file* file, int level);
int ShmUnmap(sqlite3_file* file, int remove);

int Close(sqlite3_file* file) {
  Handle& handle = Of(file);
  Unlock(file, SQLITE_LOCK_NONE);
  ShmUnmap(file, 0);
  if (handle.remove_at_close) handle.disk->Remove(*handle.name);
  delete handle.file;
  delete handle.name;
  return SQLITE_OK;
}

int Read(sqlite3_file* file, void* into, int count, sqlite3_int64 offset) {
  const std::string& bytes = (*Of(file).file)->bytes;
  const sqlite3_int64 there =
      std::clamp<sqlite3_int64>(static_cast<sqlite3_int64>(bytes.size()) - offset, 0, count);
  if (there > 0) std::memcpy(into, bytes.data() + offset, there);
  if (there == count) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + there, 0, count - there);
  return SQLITE_IOERR_SHORT_READ;
}

int Write(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
  Handle& handle = Of(file);
  const absl::string_view data(static_cast<const char*>(from), count);
  return Code(handle.disk->Write(**handle.file, offset, data), SQLITE_IOERR_WRITE);
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  Handle& handle = Of(file);
  return Code(handle.disk->Truncate(**handle.file, size), SQLITE_IOERR_TRUNCATE);
}

int Sync(sqlite3_file* file, int) {
  Handle& handle = Of(file);
  return Code(handle.disk->Sync(**handle.file), SQLITE_IOERR_FSYNC);
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>((*Of(file).file)->bytes.size());
  return SQLITE_OK;
}

int Lock(sqlite3_file* file, int level) {
  Handle& handle = Of(file);
  FileLocks& locks = (*handle.file)->locks;
  if (level <= handle.level) return SQLITE_OK;
  if (locks.exclusive != nullptr && locks.exclusive != file) return SQLITE_BUSY;
  if (level >= SQLITE_LOCK_RESERVED && locks.reserved != nullptr && locks.reserved != file) {
    return SQLITE_BUSY;
  }
  if (level == SQLITE_LOCK_EXCLUSIVE && locks.shared > 1) return SQLITE_BUSY;
  if (handle.level == SQLITE_LOCK_NONE) ++locks.shared;
  if (level >= SQLITE_LOCK_RESERVED) locks.reserved = file;
  if (level == SQLITE_LOCK_EXCLUSIVE) locks.exclusive = file;
  handle.level = level;
  return SQLITE_OK;
}

int Unlock(sqlite3_file* file, int level) {
  Handle& handle = Of(file);
  FileLocks& locks = (*handle.file)->locks;
  if (level >= handle.level) return SQLITE_OK;
  if (locks.exclusive == file) locks.exclusive = nullptr;
  if (locks.reserved == file) locks.reserved = nullptr;
  if (level == SQLITE_LOCK_NONE) --locks.shared;
  handle.level = level;
  return SQLITE_OK;
}

int CheckReserved(sqlite3_file* file, int* held) {
  *held = (*Of(file).file)->locks.reserved != nullptr ? 1 : 0;
  return SQLITE_OK;
}

int Control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int SectorSize(sqlite3_file*) { return 4096; }
int Characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

// --- shared memory of a WAL ----------------------------------------------------------------------

int ShmMap(sqlite3_file* file, int region, int size, int extend, void volatile** at) {
  Handle& handle = Of(file);
  DiskFile& shared = **handle.file;
  if (!handle.mapped) {
    handle.mapped = true;
    ++shared.mapped_by;
  }
  *at = nullptr;
  while (static_cast<int>(shared.shared.size()) <= region) {
    if (extend == 0) return SQLITE_OK;
    shared.shared.push_back(std::make_unique<char[]>(size));
  }
  *at = shared.shared[region].get();
  return SQLITE_OK;
}

int ShmLock(sqlite3_file* file, int first, int count, int flags) {
  Handle& handle = Of(file);
  FileLocks& locks = (*handle.file)->locks;
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (int i = first; i < first + count && (flags & SQLITE_SHM_LOCK) != 0; ++i) {
    const bool mine = (handle.shm_shared >> i & 1) != 0;
    const bool other_shares = locks.wal_shared[i] > (mine ? 1 : 0);
    if (locks.wal_exclusive[i] != nullptr && locks.wal_exclusive[i] != file) return SQLITE_BUSY;
    if (exclusive && other_shares) return SQLITE_BUSY;
  }
  for (int i = first; i < first + count; ++i) {
    const uint32_t bit = 1u << i;
    const bool lock = (flags & SQLITE_SHM_LOCK) != 0;
    if (exclusive) {
      locks.wal_exclusive[i] = lock ? file : nullptr;
      handle.shm_exclusive = lock ? handle.shm_exclusive | bit : handle.shm_exclusive & ~bit;
    } else if (lock != ((handle.shm_shared & bit) != 0)) {
      locks.wal_shared[i] += lock ? 1 : -1;
      handle.shm_shared ^= bit;
    }
  }
  return SQLITE_OK;
}

void ShmBarrier(sqlite3_file*) {}

int ShmUnmap(sqlite3_file* file, int) {
  Handle& handle = Of(file);
  if (!handle.mapped) return SQLITE_OK;
  FileLocks& locks = (*handle.file)->locks;
  for (int i = 0; i < kShmLocks; ++i) {
    if ((handle.shm_shared >> i & 1) != 0) --locks.wal_shared[i];
    if ((handle.shm_exclusive >> i & 1) != 0) locks.wal_exclusive[i] = nullptr;
  }
  handle.mapped = false;
  handle.shm_shared = handle.shm_exclusive = 0;
  if (--(*handle.file)->mapped_by == 0) (*handle.file)->shared.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose = Close,
    .xRead = Read,
    .xWrite = Write,
    .xTruncate = Truncate,
    .xSync = Sync,
    .xFileSize = FileSize,
    .xLock = Lock,
    .xUnlock = Unlock,
    .xCheckReservedLock = CheckReserved,
    .xFileControl = Control,
    .xSectorSize = SectorSize,
    .xDeviceCharacteristics = Characteristics,
    .xShmMap = ShmMap,
    .xShmLock = ShmLock,
    .xShmBarrier = ShmBarrier,
    .xShmUnmap = ShmUnmap,
};

// --- the file system -----------------------------------------------------------------------------

VirtualDisk& Scratch() {
  static auto* const disk = new VirtualDisk;
  return *disk;
}

int Open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  auto [disk, name] =
      path == nullptr ? std::pair<VirtualDisk*, std::string>(&Scratch(), "") : Resolve(path);
  if (path == nullptr) name = absl::StrCat("scratch", ++TheRoom().scratch);
  if (disk == nullptr) return SQLITE_CANTOPEN;
  if ((flags & SQLITE_OPEN_CREATE) == 0 && disk->Find(name) == nullptr) return SQLITE_CANTOPEN;
  Handle& handle = Of(file);
  handle = {};
  handle.disk = disk;
  handle.file = new std::shared_ptr<DiskFile>(disk->Open(name));
  handle.name = new std::string(name);
  handle.remove_at_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  handle.base.pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs*, const char* path, int) {
  auto [disk, name] = Resolve(path);
  if (disk == nullptr || disk->Find(name) == nullptr) return SQLITE_IOERR_DELETE_NOENT;
  return Code(disk->Remove(name), SQLITE_IOERR_DELETE);
}

int Access(sqlite3_vfs*, const char* path, int, int* there) {
  auto [disk, name] = Resolve(path);
  const DiskFile* file = disk == nullptr ? nullptr : disk->Find(name);
  *there = file != nullptr && !file->bytes.empty() ? 1 : 0;
  return SQLITE_OK;
}

int FullPathname(sqlite3_vfs*, const char* path, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", path);
  return SQLITE_OK;
}

int Randomness(sqlite3_vfs*, int count, char* out) {
  Room& room = TheRoom();
  for (int i = 0; i < count; ++i) out[i] = static_cast<char>(Mix(room.seed, ++room.drawn));
  return count;
}

int Sleep(sqlite3_vfs*, int micros) { return micros; }

int CurrentTime(sqlite3_vfs*, double* now) {
  *now = static_cast<double>(kStandingTime) / 86400000.0;
  return SQLITE_OK;
}

int CurrentTimeInt64(sqlite3_vfs*, sqlite3_int64* now) {
  *now = kStandingTime;
  return SQLITE_OK;
}

int LastError(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

void InstallVirtualVfs() {
  static sqlite3_vfs vfs = {
      .iVersion = 2,
      .szOsFile = sizeof(Handle),
      .mxPathname = 512,
      .zName = "virtual",
      .xOpen = Open,
      .xDelete = Delete,
      .xAccess = Access,
      .xFullPathname = FullPathname,
      .xRandomness = Randomness,
      .xSleep = Sleep,
      .xCurrentTime = CurrentTime,
      .xGetLastError = LastError,
      .xCurrentTimeInt64 = CurrentTimeInt64,
  };
  static const int kInstalled = sqlite3_vfs_register(&vfs, 1);
  static_cast<void>(kInstalled);
}

void SeedSqlite(uint64_t seed) {
  TheRoom().seed = seed;
  TheRoom().drawn = 0;
  sqlite3_randomness(0, nullptr);
}

Machine::Machine(std::string name, VirtualDisk& disk) : name_(std::move(name)) {
  TheRoom().machines[name_] = &disk;
}

Machine::~Machine() { TheRoom().machines.erase(name_); }

}  // namespace zoufang::simulation
